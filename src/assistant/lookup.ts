/** What the policy can be asked about, to be chosen from while typing: questions, provisions, pathways. Needs no conversation. */
import type { Language } from '../command/command.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Card } from '../presentation/card.ts';
import { Words } from '../presentation/words.ts';
import { normalise } from '../text/normal-form.ts';
import { stem, tokenise } from '../text/tokens.ts';

export interface Suggestion {
  readonly kind: 'question' | 'provision' | 'pathway';
  /** Of a question-and-answer entry, a provision or a pathway. */
  readonly id: string;
  readonly label: string;
}

export interface Lookup {
  /** The best matches first; with nothing typed yet, in the order of the policy. Never more than `limit`. */
  suggest(typed: string, language: Language, kinds: readonly Suggestion['kind'][], limit: number): Suggestion[];
  has(kind: Suggestion['kind'], id: string): boolean;
  /** One provision as it is written, with its source; undefined for an id that is none. */
  provision(id: string, language: Language): Card | undefined;
}

interface Entry extends Suggestion {
  readonly language: Language;
  readonly text: string;
  /** Of the label, and of other ways to say it. */
  readonly tokens: ReadonlyMap<string, number>;
}

const inLabel = 3;
const elsewhere = 1;

export function createLookup(book: PolicyBook): Lookup {
  const entries = (['en', 'zh'] as const).flatMap((language) => entriesIn(book, language));
  return {
    suggest: (typed, language, kinds, limit) => {
      const candidates = entries.filter((entry) => entry.language === language && kinds.includes(entry.kind));
      const words = tokensOf(typed);
      const wanted = normalise(typed).text;
      if (wanted === '') return candidates.slice(0, limit).map(bare);
      return candidates
        .map((entry) => ({ entry, score: scoreOf(entry, words, wanted) }))
        .filter(({ score }) => score > 0)
        .toSorted((one, other) => other.score - one.score)
        .slice(0, limit)
        .map(({ entry }) => bare(entry));
    },
    has: (kind, id) => ({ question: book.faq, provision: book.provisions, pathway: book.pathways })[kind].has(id),
    provision: (id, language) => {
      const provision = book.provisions.get(id);
      if (!provision) return undefined;
      const words = new Words(book, language);
      return {
        kind: 'text',
        language,
        blocks: [
          { block: 'heading', text: provision.label[language] },
          { block: 'text', text: provision.statement[language] },
          ...(provision.misreading === undefined ? [] : [{ block: 'text' as const, text: provision.misreading[language] }]),
          { block: 'sources', items: [words.source(id, false)] },
        ],
        choices: [],
        cites: [id],
      };
    },
  };
}

const bare = ({ kind, id, label }: Entry): Suggestion => ({ kind, id, label });

function entriesIn(book: PolicyBook, language: Language): Entry[] {
  const entry = (kind: Suggestion['kind'], id: string, label: string, others: readonly string[]): Entry => {
    const tokens = new Map<string, number>();
    for (const text of others) for (const token of tokensOf(text)) tokens.set(token, elsewhere);
    for (const token of [...tokensOf(label), ...tokensOf(id)]) tokens.set(token, inLabel);
    return { kind, id, label, language, text: normalise(`${label} ${id}`).text, tokens };
  };
  return [
    ...[...book.faq.values()].map(({ id, question, asked }) => entry('question', id, question[language], asked[language])),
    ...[...book.provisions.values()].map(({ id, label, terms, statement }) =>
      entry('provision', id, label[language], [...terms, statement[language]]),
    ),
    ...[...book.pathways.values()].map(({ id, label }) => entry('pathway', id, label[language], [])),
  ];
}

function tokensOf(text: string): string[] {
  const tokens = tokenise(normalise(text).text);
  const runs = tokens.filter(({ kind }) => kind !== 'character');
  // A single Han character has no pair.
  return [...new Set((runs.length > 0 ? runs : tokens).map(({ text: token }) => stem(token)))];
}

/** Words found, the rarer ones no better: labels are short. The last word may be half typed. */
function scoreOf({ tokens, text }: Entry, words: readonly string[], wanted: string): number {
  const last = words.at(-1);
  const begun = last !== undefined && !tokens.has(last) && [...tokens.keys()].some((token) => token.startsWith(last)) ? 1 : 0;
  const found = words.reduce((sum, word) => sum + (tokens.get(word) ?? 0), 0);
  return found + begun + (text.includes(wanted) ? 10 : 0);
}
