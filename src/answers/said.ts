/**
 * What a sentence says, word by word. It knows no meaning, so it takes no other word for the same: a sentence says what another says
 * when it has all of its words, and no others, in the same order. Articles, plurals and what stands in brackets aside; and of a list of
 * which nothing is so, each member by itself is not so.
 */
import type { Language } from '../command/command.ts';
import { tokenise } from '../text/tokens.ts';
import type { FigureMention } from './figures.ts';

/** A word, or a figure. */
export interface Said {
  readonly sort: 'word' | 'figure';
  /** All that it may mean. */
  readonly keys: readonly string[];
  /** Number of the clause or the member of a list that it stands in. */
  readonly segment: number;
  /** Number of the brackets that it stands in, where they explain and add nothing: they may be left out, whole. */
  readonly aside: number | undefined;
}

const fillers: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(['a', 'an', 'the', 'and']),
  zh: new Set(Array.from('的和与及')),
};
/** The same said in another way. */
const same: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/(?<![a-z])can(?![a-z])/g, 'may'],
    [/(?<![a-z])(?:ha(?:ve|s)|needs?) to(?![a-z])/g, 'must'],
    [/(?<![a-z])are(?![a-z])/g, 'is'],
    [/(?<![a-z])one (?=(?:may|must)(?![a-z]))/g, 'you '],
    [/ for (?:them|it)(?=[.,;:!]|$)/g, ''],
  ],
  zh: [
    [/可以/g, '可'],
    [/必须|必需|应当/g, '须'],
    [/你/g, '您'],
  ],
};

const bracketed = /\([^()]*\)/g;
const separator = /[,:、/]| (?:and|or|but|so|while) |或者?|和|与/g;

/** In another wording where one is taken for the other. */
export const inOneWording = (text: string, language: Language): string =>
  same[language].reduce((rest, [form, wording]) => rest.replace(form, wording), text);

/** Plurals and possessives are no other words; tenses are. */
const singular = (word: string): string => (/^[a-z']{4,}$/.test(word) ? word.replace(/'s?$/, '').replace(/(?<![su])s$/, '') : word);

/**
 * @param text in normal form and in one wording
 * @param figures those of the same text
 * @param limits whether what stands in brackets limits what stands before it
 */
export function saidIn(
  text: string,
  figures: readonly FigureMention[],
  limits: (bracket: string) => boolean,
  language: Language,
): Said[] {
  const asides = [...text.matchAll(bracketed)]
    .filter(([inside]) => !limits(inside))
    .map(({ index, 0: inside }) => ({ start: index, end: index + inside.length }));
  const isIn = (place: number, spans: readonly { readonly start: number; readonly end: number }[]): boolean =>
    spans.some(({ start, end }) => start <= place && place < end);
  const asideAt = (place: number): number | undefined => {
    const at = asides.findIndex(({ start, end }) => start <= place && place < end);
    return at < 0 ? undefined : at;
  };
  const separators = [...text.matchAll(separator)].map(({ index }) => index).filter((place) => !isIn(place, asides));
  const words = tokenise(text)
    .filter((token) => token.kind !== 'pair' && !fillers[language].has(token.text) && !isIn(token.start, figures))
    .map(({ text: word, start }) => ({ sort: 'word' as const, keys: [singular(word)], start }));
  return [...words, ...figures.map(({ keys, start }) => ({ sort: 'figure' as const, keys, start }))]
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, ...each }) => ({
      ...each,
      segment: separators.filter((place) => place < start).length,
      aside: asideAt(start),
    }));
}

/** Words that a member of a list has at most. */
const mostOfMember = 4;

/** @param denied of a list of which nothing is so some members may be left out */
export function saysTheSame(one: readonly Said[], other: readonly Said[], denied: boolean): boolean {
  // Places of the other at which what is read so far may end.
  let ends = new Set([-1]);
  for (const word of one) {
    const next = new Set<number>();
    for (const [place, told] of other.entries()) {
      if (!isSame(word, told)) continue;
      for (const end of ends) if (end < place && mayFollow(other, end, place, denied)) next.add(place);
    }
    ends = next;
  }
  return one.length > 0 && [...ends].some((end) => areAsides(other, end, other.length));
}

/** Of a name all that it may mean: "intermediate" is not said by "intermediate worker". */
const isSame = (one: Said, other: Said): boolean =>
  one.keys.length === other.keys.length && one.keys.every((key) => other.keys.includes(key));

/** Whether what stands between two places may be left out. */
function mayFollow(said: readonly Said[], end: number, place: number, denied: boolean): boolean {
  if (areAsides(said, end, place)) return true;
  const between = said.slice(end + 1, place);
  if (between.some(({ aside }) => aside !== undefined)) return false;
  if (!denied || between.some(({ sort, keys: [key = ''] }) => sort === 'figure' || kept.has(key))) return false;
  // From the end of one member to the end of another: the words between are members.
  const from = said[end]?.segment;
  if (between.some(({ segment }) => segment === from)) return false;
  return [...Map.groupBy(between, ({ segment }) => segment).values()].every(({ length }) => length <= mostOfMember);
}
/** Whether all that stands between is in brackets of its own. */
function areAsides(said: readonly Said[], end: number, place: number): boolean {
  const beside = new Set([said[end]?.aside, said[place]?.aside]);
  return said.slice(end + 1, place).every(({ aside }) => aside !== undefined && !beside.has(aside));
}

/** Words that no member of such a list has. */
const kept: ReadonlySet<string> = new Set([
  ...[
    'or',
    'not',
    'no',
    'never',
    'neither',
    'nor',
    'without',
    'may',
    'must',
    'will',
    'is',
    'if',
    'when',
    'who',
    'that',
    'which',
    'but',
  ],
  ...Array.from('或不没无非未可须要能是时若'),
]);
