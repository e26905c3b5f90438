/**
 * What the classifier sees of a text: words and pairs of words, and n-grams of characters, which tolerate typing mistakes, endings
 * and compounds; each as a 30-bit hash, so that no vocabulary of strings is kept.
 */
import type { ConceptFinder } from './concepts.ts';
import { normalise } from './normal-form.ts';
import { tokenise } from './tokens.ts';

const run = /(?<han>\p{Script=Han}+)|[\p{L}\p{N}][\p{L}\p{N}\p{M}']*/gu;
const hanRuns = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;
const isHan = /^\p{Script=Han}/u;

const shortestLatin = 2;
const longestLatin = 5;
const longestHan = 3;
/** No message needs more; bounds time and memory whatever the text. */
export const mostCharacters = 4000;

/** FNV-1a, a character at a time; the seed keeps words, pairs and n-grams apart. */
const seeds = { concept: 0x3c6ef372, word: 0x811c9dc5, pair: 0x2f0b4c47, latin: 0x5bd1e995, han: 0x1b873593 } as const;
/** How often each feature occurs in a text: hashes in rising order, and beside each its count. */
export interface Features {
  readonly hashes: Int32Array;
  readonly counts: Uint16Array;
}

export type FeatureReader = (text: string) => Features;

const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193) >>> 0;
const finish = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  // Thirty bits: such numbers are the quickest keys there are.
  return (mixed ^ (mixed >>> 13)) >>> 2;
};

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = step(hash, text.charCodeAt(at));
  return hash;
}

/** So many times a concept counts as much as a word: it stands beside dozens of n-grams. */
const conceptWeight = 2;

/** Filled anew for each text. */
let found = new Int32Array(8192);

/**
 * The text may be in any form.
 * @param concepts finds the concepts of a text; each is a feature
 */
export function featuresOf(text: string, concepts?: ConceptFinder): Features {
  const normal = normalise(text.slice(0, mostCharacters)).text;
  return featuresIn(normal, concepts?.find(tokenise(normal)));
}

/** As `featuresOf`, of a text in normal form in which these concepts were found. */
export function featuresIn(normal: string, concepts: readonly string[] = []): Features {
  let size = 0;
  const count = (hash: number): void => {
    if (size === found.length) {
      const longer = new Int32Array(size * 2);
      longer.set(found);
      found = longer;
    }
    found[size] = finish(hash);
    size += 1;
  };
  let before = '^';
  for (const id of concepts) for (let times = 0; times < conceptWeight; times += 1) count(hashOf(id, seeds.concept));
  for (const part of runs(normal)) {
    if (isHan.test(part)) hanNgrams(part, count);
    else {
      count(hashOf(part, seeds.word));
      latinNgrams(` ${part} `, count);
    }
    // A Han run is a phrase rather than a word: as a neighbour, only its being there counts.
    const word = isHan.test(part) ? '汉' : part;
    count(hashOf(`${before} ${word}`, seeds.pair));
    before = word;
  }
  count(hashOf(`${before} $`, seeds.pair));
  return counted(found.subarray(0, size).toSorted());
}

/** @param sorted hashes, each as often as it occurs */
function counted(sorted: Int32Array): Features {
  const hashes = new Int32Array(sorted.length);
  const counts = new Uint16Array(sorted.length);
  let last = -1;
  for (const hash of sorted) {
    if (last < 0 || hashes[last] !== hash) hashes[(last += 1)] = hash;
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return { hashes: hashes.slice(0, last + 1), counts: counts.slice(0, last + 1) };
}

/** Reads each text once: several classifiers learn from the same. */
export function readingOnce(concepts?: ConceptFinder): FeatureReader {
  const known = new Map<string, Features>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const features = featuresOf(text, concepts);
    known.set(text, features);
    return features;
  };
}

const runs = (text: string): string[] => [...text.matchAll(run)].flatMap((match) => match[0].match(hanRuns) ?? []);

function latinNgrams(word: string, count: (hash: number) => void): void {
  for (let start = 0; start < word.length; start += 1) {
    let hash: number = seeds.latin;
    const end = Math.min(word.length, start + longestLatin);
    for (let at = start; at < end; at += 1) {
      hash = step(hash, word.charCodeAt(at));
      if (at - start + 1 >= shortestLatin) count(hash);
    }
  }
}

function hanNgrams(phrase: string, count: (hash: number) => void): void {
  const characters = Array.from(phrase);
  for (let start = 0; start < characters.length; start += 1) {
    let hash: number = seeds.han;
    for (let at = start; at < Math.min(characters.length, start + longestHan); at += 1) {
      hash = step(hash, characters[at]?.codePointAt(0) ?? 0);
      count(hash);
    }
  }
}
