/** The ids that buttons, selects and modals of this channel carry: what pressing them means. */
import { limits } from './limits.ts';

export type Press =
  /** A choice of a card. `inPlace`: the card is an open question, and what follows takes its place. */
  | { readonly press: 'choose'; readonly inPlace: boolean; readonly id: string }
  /** A select of a card; the values say which choices. */
  | { readonly press: 'pick'; readonly inPlace: boolean }
  /** Opens a form to answer the open question in words; and the form sent. */
  | { readonly press: 'type' }
  | { readonly press: 'typed' }
  /** Opens a form to ask a question; and the form sent. */
  | { readonly press: 'ask' }
  | { readonly press: 'asked' }
  | { readonly press: 'solved' }
  /** Opens a form that asks what was wrong; and the form sent. */
  | { readonly press: 'unhelpful' }
  | { readonly press: 'complaint' }
  | { readonly press: 'human' }
  /** Goes on in private. */
  | { readonly press: 'private' }
  /** Shows a draft to everyone, or drops it. */
  | { readonly press: 'release' | 'discard' | 'share'; readonly draft: string };

const plain = ['type', 'typed', 'ask', 'asked', 'solved', 'unhelpful', 'complaint', 'human', 'private'] as const;
const withDraft = ['release', 'discard', 'share'] as const;

/** @returns undefined where the id does not fit into what Discord takes. */
export function customId(press: Press, part = 0): string | undefined {
  const id = written(press, part);
  return id.length <= limits.customId ? id : undefined;
}

function written(press: Press, part: number): string {
  switch (press.press) {
    case 'choose':
      return `${press.inPlace ? 'q' : 'c'}:${press.id}`;
    case 'pick':
      return `${press.inPlace ? 'qs' : 'cs'}:${part}`;
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
  const colon = id.indexOf(':');
  const head = id.slice(0, Math.max(colon, 0));
  const rest = id.slice(colon + 1);
  if (head === 'q' || head === 'c') return { press: 'choose', inPlace: head === 'q', id: rest };
  if (head === 'qs' || head === 'cs') return { press: 'pick', inPlace: head === 'qs' };
  const draft = withDraft.find((each) => each === head);
  return draft === undefined ? undefined : { press: draft, draft: rest };
}
