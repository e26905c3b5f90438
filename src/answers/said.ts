/**
 * What a sentence says, word by word. A sentence says what another says when its words stand in that one in the same order and nothing is
 * left out but whole clauses and members of lists: it knows no meaning, and so takes no other word for the same.
 */
import type { Language } from '../command/command.ts';
import { stem, tokenise } from '../text/tokens.ts';
import type { FigureMention } from './figures.ts';

/** A word, or a figure. */
export interface Said {
  readonly sort: 'word' | 'figure' | 'denial' | 'or';
  /** All that it may mean. */
  readonly keys: readonly string[];
  /** Number of the clause or the member of a list that it stands in. */
  readonly segment: number;
}

/** Words that only hold a sentence together, or stand for whom it is about. */
const fillers: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(
    (
      'a an the is are be been being was were am do does did also too then so yet but and that which who it its itself ' +
      'you your yours yourself they their them there here one ones we our us'
    ).split(' '),
  ),
  zh: new Set(Array.from('的了您你也就而且则即便着呢吧啊和与及、并仍还这那')),
};
/** The same said in another way. */
const same: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/(?<![a-z])(?:can|could)(?![a-z])/g, 'may'],
    [/(?<![a-z])(?:ha(?:ve|s)|needs?) to(?![a-z])/g, 'must'],
    [/(?<![a-z])(?:nor|neither)(?![a-z])/g, 'not'],
    [/(?<![a-z])no(?= [a-z])/g, 'not'],
    [/ for (?:them|you|it)(?=[.,;:!]|$)/g, ''],
  ],
  zh: [
    [/可以/g, '可'],
    [/必须|必需|应当/g, '须'],
  ],
};
const denials: ReadonlySet<string> = new Set(['not', 'no', 'never', 'none', 'without', '不', '没', '无', '非', '未']);
const ors: ReadonlySet<string> = new Set(['or', '或']);
/** People in general, for whom the sentence may say "you". */
const generic: ReadonlySet<string> = new Set([
  ...['skilled', 'workers', 'worker', 'professionals', 'professional', 'anyone', 'person', 'people'].map(stem),
  ...Array.from('技能人才专业术员职工'),
]);

const bracketed = /\([^()]*\)/g;
const separator = /[,:、/]| (?:and|or|but|so|while) |或者?|和|与/g;

/** In another wording where one is taken for the other. */
export const inOneWording = (text: string, language: Language): string =>
  same[language].reduce((rest, [form, wording]) => rest.replace(form, wording), text);

/**
 * What stands in brackets is the same once more.
 * @param text in normal form and in one wording
 * @param figures those of the same text
 */
export function saidIn(text: string, figures: readonly FigureMention[], language: Language): Said[] {
  const brackets = [...text.matchAll(bracketed)].map(({ index, 0: inside }) => ({ start: index, end: index + inside.length }));
  const separators = [...text.matchAll(separator)].map(({ index }) => index);
  const isIn = (place: number, spans: readonly { readonly start: number; readonly end: number }[]): boolean =>
    spans.some(({ start, end }) => start <= place && place < end);
  const words = tokenise(text)
    .filter((token) => token.kind !== 'pair' && !fillers[language].has(token.text) && !isIn(token.start, figures))
    .map(({ text: word, start }) => ({ sort: sortOf(word), keys: [stem(word)], start }));
  return [...words, ...figures.map(({ keys, start }) => ({ sort: 'figure' as const, keys, start }))]
    .filter(({ start }) => !isIn(start, brackets))
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, ...each }) => ({ ...each, segment: separators.filter((place) => place < start).length }));
}

const sortOf = (word: string): Said['sort'] => (denials.has(word) ? 'denial' : ors.has(word) ? 'or' : 'word');

/** Words of a list's last member that may go with the members before it: "diploma, papers and *computer tests* are no …". */
const mostOfMember = 3;

/** Where the words of the one stand in the other; undefined where it does not say the same. */
export interface Found {
  /** Clauses of the other that are left out before the first and after the last word. */
  readonly first: number;
  readonly last: number;
}

/** @param toYou the one is told to the reader, who is any of the people in general of whom the other tells */
export function foundIn(one: readonly Said[], other: readonly Said[], toYou: boolean): Found | undefined {
  if (one.length === 0) return undefined;
  // By the place at which what is read so far ends: the clause in which it began.
  let ends = new Map<number, number>();
  for (const [at, word] of one.entries()) {
    const next = new Map<number, number>();
    for (const [place, { keys, segment }] of other.entries()) {
      if (!word.keys.some((key) => keys.includes(key))) continue;
      if (at === 0) {
        if (begins(other, place, toYou)) next.set(place, segment);
        continue;
      }
      for (const [end, first] of ends)
        if (end < place && follows(one, at, other, end, place) && !next.has(place)) next.set(place, first);
    }
    ends = next;
  }
  for (const [end, first] of ends) {
    const last = other[end]?.segment ?? 0;
    if (other[end + 1]?.segment !== last) return { first, last };
  }
  return undefined;
}

/** Nothing of its clause stands before it but people in general. */
function begins(other: readonly Said[], place: number, toYou: boolean): boolean {
  const segment = other[place]?.segment;
  const before = other.slice(0, place).filter((each) => each.segment === segment);
  return before.length === 0 || (toYou && before.every(({ keys: [key = ''] }) => generic.has(key)));
}

/** Whether the word of the one at `at` may stand at `place` of the other when the one before it stands at `end`. */
function follows(one: readonly Said[], at: number, other: readonly Said[], end: number, place: number): boolean {
  if (place === end + 1) return true;
  const [from, to] = [other[end]?.segment, other[place]?.segment];
  const between = other.slice(end + 1, place);
  // Of the clause that it leaves nothing is left out, and "this or that" is not this.
  if (from === to || between.some(({ segment, sort }) => segment === from || sort === 'or')) return false;
  const ofMember = between.filter(({ segment }) => segment === to);
  if (ofMember.length === 0) return true;
  return (
    one[at - 1]?.segment === one[at]?.segment && ofMember.length <= mostOfMember && ofMember.every(({ sort }) => sort === 'word')
  );
}
