/** What a sentence says, one thing after the other: what two sentences say in the same order, close together, they say both. */
import { stem, tokenise } from '../text/tokens.ts';
import type { FigureMention } from './figures.ts';
import type { Relations } from './relations.ts';
import { isNaming } from './wording-units.ts';

/** A word that names, relates or denies, or a figure. */
export interface Said {
  readonly sort: 'name' | 'relation' | 'denial' | 'figure';
  /** All that it may mean. */
  readonly keys: readonly string[];
  /** Number of the clause or the member of a list that it stands in. */
  readonly segment: number;
}

/** What was found in a text beside its words. */
interface Mentions extends Pick<Relations, 'relating'> {
  readonly figures: readonly FigureMention[];
  /** Their places. */
  readonly denials: readonly number[];
}

/** So many naming words, or twice as many Han characters, may be left out between its own. */
const mostSkipped = 2;

const han = /^\p{Script=Han}/u;
const bracketed = /\([^()]*\)/g;
const separator = /[,:、/]| (?:and|or|but|so|while) |或者?|和|与/g;

/** What stands in brackets is the same once more. */
export function saidIn(text: string, { figures, denials, relating }: Mentions): Said[] {
  const brackets = [...text.matchAll(bracketed)].map(({ index, 0: inside }) => ({ start: index, end: index + inside.length }));
  const separators = [...text.matchAll(separator)].map(({ index }) => index);
  const isIn = (place: number, spans: readonly { readonly start: number; readonly end: number }[]): boolean =>
    spans.some(({ start, end }) => start <= place && place < end);
  const words = tokenise(text).filter((token) => isNaming(token) && !isIn(token.start, figures));
  return [
    ...words.map(({ text: word, kind, start }) => ({ sort: 'name' as const, keys: [kind === 'word' ? stem(word) : word], start })),
    ...figures.map(({ keys, start }) => ({ sort: 'figure' as const, keys, start })),
    ...denials.map((start) => ({ sort: 'denial' as const, keys: ['denial'], start })),
    ...relating.map(({ kind, start }) => ({ sort: 'relation' as const, keys: [`relation ${kind}`], start })),
  ]
    .filter(({ start }) => !isIn(start, brackets))
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, ...each }) => ({ ...each, segment: separators.filter((place) => place < start).length }));
}

/**
 * Whether the unit says the same in the same order, and close together: who does it is not whom it is done to. A list may be told with an
 * "and", and a sentence with an "is"; of a clause the predicate may stand elsewhere.
 */
export function saysAlike(said: readonly Said[], unit: { readonly said: readonly Said[]; readonly clause: boolean }): boolean {
  const most = mostSkipped * (said.some(({ keys: [key = ''] }) => han.test(key)) ? 2 : 1);
  const lists = !unit.said.some(({ keys: [key] }) => key === 'relation or');
  const own = said.filter(({ keys: [key] }) => !(key === 'relation and' && lists) && !(key === 'relation be' && !unit.clause));
  // By the place of the unit at which what is read so far may end: how many words were passed over, at the fewest.
  let ends = new Map<number, number>();
  for (const [at, { keys, ...word }] of own.entries()) {
    // What is denied stands behind the "not", in the same clause.
    const last = own[at - 1];
    const together = last?.sort === 'denial' && last.segment === word.segment;
    const isEnd = word.sort === 'denial' && own[at + 1]?.segment !== word.segment;
    const next = new Map<number, number>();
    for (const [place, other] of unit.said.entries()) {
      if (!meet(keys, other.keys) || (isEnd && unit.said[place + 1]?.segment === other.segment)) continue;
      const before = [...ends]
        .filter(([end]) => end < place && !(together && unit.said[end]?.segment !== other.segment))
        .map(([end, passed]) => passed + passedOver(unit.said, end, place));
      const fewest = at === 0 ? 0 : Math.min(...before);
      if (fewest <= most) next.set(place, fewest);
    }
    ends = next;
  }
  return own.length === 0 || ends.size > 0;
}

/** How many words stand between two places, whole clauses and members of lists aside; no figure may be among them. */
function passedOver(said: readonly Said[], from: number, to: number): number {
  const ends = new Set([said[from]?.segment, said[to]?.segment]);
  const between = said.slice(from + 1, to).filter(({ segment }) => ends.has(segment));
  return between.some(({ sort }) => sort === 'figure') ? Infinity : between.filter(({ sort }) => sort === 'name').length;
}

const meet = (one: readonly string[], other: readonly string[]): boolean => one.some((key) => other.includes(key));
