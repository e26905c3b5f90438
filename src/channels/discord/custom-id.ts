/** The ids that buttons, selects and modals of this channel carry: what pressing them means. */
import { limits } from './limits.ts';

export type Press =
  /**
   * A choice of a card. `inPlace`: the card is an open question, and what follows takes its place. `question`: the key of the question
   * that it answers; pressed late, it answers no other.
   */
  | { readonly press: 'choose'; readonly inPlace: boolean; readonly question: string | undefined; readonly id: string }
  /** A select of a card; the values say which choices. */
  | { readonly press: 'pick'; readonly inPlace: boolean; readonly question: string | undefined }
  /** Opens a form to answer the open question in words; and the form sent. */
  | { readonly press: 'type' | 'typed'; readonly question: string | undefined }
  /** Turns to another page of an answer: the interaction that it was given to, and which page. */
  | { readonly press: 'page'; readonly answer: string; readonly at: number }
  /** Opens a form to ask a question; and the form sent. */
  | { readonly press: 'ask' | 'asked' }
  | { readonly press: 'solved' }
  /** Opens a form that asks what was wrong; and the form sent. */
  | { readonly press: 'unhelpful' | 'complaint' }
  | { readonly press: 'human' }
  /** Goes on in private. */
  | { readonly press: 'private' }
  /** The answer to the event is not waited for any longer. */
  | { readonly press: 'stop'; readonly event: string }
  /** Shows a draft to everyone, or drops it. */
  | { readonly press: 'release' | 'discard' | 'share'; readonly draft: string };

const plain = ['ask', 'asked', 'solved', 'unhelpful', 'complaint', 'human', 'private'] as const;
const withDraft = ['release', 'discard', 'share'] as const;
const withQuestion = ['type', 'typed'] as const;

/**
 * @param part tells apart several selects of one message
 * @returns undefined where the id does not fit into what Discord takes.
 */
export function customId(press: Press, part = 0): string | undefined {
  const id = written(press, part);
  return id.length <= limits.customId ? id : undefined;
}

function written(press: Press, part: number): string {
  switch (press.press) {
    case 'choose':
      return `${press.inPlace ? 'q' : 'c'}:${press.question ?? ''}:${press.id}`;
    case 'pick':
      return `${press.inPlace ? 'qs' : 'cs'}:${press.question ?? ''}:${part}`;
    case 'type':
    case 'typed':
      return `${press.press}:${press.question ?? ''}`;
    case 'page':
      return `page:${press.answer}:${press.at}`;
    case 'stop':
      return `stop:${press.event}`;
    case 'release':
    case 'discard':
    case 'share':
      return `${press.press}:${press.draft}`;
    default:
      return press.press;
  }
}

/** What an id means, or undefined for one that is none of ours (or of an older program). */
export function readCustomId(id: string): Press | undefined {
  const known = plain.find((each) => each === id);
  if (known !== undefined) return { press: known };
  const [, head = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(id) ?? [];
  const draft = withDraft.find((each) => each === head);
  if (draft !== undefined) return { press: draft, draft: rest };
  if (head === 'stop') return { press: 'stop', event: rest };
  const form = withQuestion.find((each) => each === head);
  if (form !== undefined) return { press: form, question: questionOf(rest) };
  const [, first = '', second = ''] = /^([^:]*):(.*)$/s.exec(rest) ?? [];
  if (second === '') return undefined;
  switch (head) {
    case 'q':
    case 'c':
      return { press: 'choose', inPlace: head === 'q', question: questionOf(first), id: second };
    case 'qs':
    case 'cs':
      return { press: 'pick', inPlace: head === 'qs', question: questionOf(first) };
    case 'page':
      return /^\d{1,3}$/.test(second) ? { press: 'page', answer: first, at: Number(second) } : undefined;
    default:
      return undefined;
  }
}

const questionOf = (written: string): string | undefined => (written === '' ? undefined : written);
