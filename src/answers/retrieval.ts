/** The nearest examples of a question by the words that they share: stemmed words, and pairs of Han characters. */
import type { Example } from '../text/classifier.ts';
import { stem, type Token } from '../text/tokens.ts';

export interface LabelShare {
  readonly label: string;
  /** Over all labels that the nearest examples have, they sum to 1. */
  readonly share: number;
}

/** Words of a text that can be compared, each once. */
export interface Terms {
  readonly terms: readonly string[];
  readonly weights: readonly number[];
  /** Length of the vector that the weights are. */
  readonly length: number;
}

/** The examples that have a term, and its weight in each. */
interface Posting {
  readonly examples: Int32Array;
  readonly weights: Float64Array;
}

/** So many neighbours vote; the nearer, the more by far. */
const neighbours = 12;
const sharpness = 4;
/** A word that many examples of a label have says less than their number; held-out wordings find their entry best at 0.5 to 0.7. */
const repetition = 0.6;

/**
 * Concepts and words, in the order of first occurrence.
 * @param tokens of text in normal form
 * @param concepts ids of those found in it
 */
export function termsOf(tokens: readonly Token[], concepts: readonly string[]): string[] {
  // No word has a colon.
  const terms = new Set(concepts.map((id) => `concept:${id}`));
  for (const { text: token, kind } of tokens) {
    if (kind === 'word') terms.add(stem(token));
    else if (kind === 'pair') terms.add(token);
  }
  return [...terms];
}

/** What is known of the examples, as plain data. */
export interface IndexedExamples {
  readonly labels: readonly string[];
  readonly postings: ReadonlyMap<string, Posting>;
  readonly rarity: ReadonlyMap<string, number>;
  readonly unknownRarity: number;
  /** By label, what its examples' vectors sum up to, repetition dampened, brought to length one. */
  readonly profiles: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** @param terms of each example, by `termsOf` */
export function indexExamples(examples: readonly Example[], terms: readonly (readonly string[])[]): IndexedExamples {
  const times = new Map<string, number>();
  for (const each of terms) for (const term of each) times.set(term, (times.get(term) ?? 0) + 1);
  const rarity = new Map([...times].map(([term, count]) => [term, Math.log(1 + examples.length / count)]));
  const unknownRarity = Math.log(1 + examples.length);
  const found = new Map<string, { examples: number[]; weights: number[] }>();
  const profiles = new Map<string, Map<string, number>>();
  for (const [example, each] of terms.entries()) {
    const label = examples[example]?.label ?? '';
    const profile = profiles.get(label) ?? new Map<string, number>();
    profiles.set(label, profile);
    const { weights, length } = weigh(each, rarity, unknownRarity);
    for (const [at, term] of each.entries()) {
      const weight = (weights[at] ?? 0) / length;
      profile.set(term, (profile.get(term) ?? 0) + weight);
      const posting = found.get(term) ?? { examples: [], weights: [] };
      posting.examples.push(example);
      posting.weights.push(weight);
      found.set(term, posting);
    }
  }
  for (const profile of profiles.values()) {
    for (const [term, weight] of profile) profile.set(term, weight ** repetition);
    const length = Math.hypot(...profile.values()) || 1;
    for (const [term, weight] of profile) profile.set(term, weight / length);
  }
  const postings = new Map(
    [...found].map(([term, posting]) => [
      term,
      { examples: Int32Array.from(posting.examples), weights: Float64Array.from(posting.weights) },
    ]),
  );
  return { labels: examples.map(({ label }) => label), postings, rarity, unknownRarity, profiles };
}

/** Terms that no example has weigh most: they make the text less like all of them. */
function weigh(terms: readonly string[], rarity: ReadonlyMap<string, number>, unknownRarity: number): Terms {
  const weights = terms.map((term) => rarity.get(term) ?? unknownRarity);
  return { terms, weights, length: Math.hypot(...weights) || 1 };
}

/** Cosine similarity over an inverted index; weights are inverse document frequencies. Deterministic. */
export class ExampleIndex {
  readonly #examples: IndexedExamples;
  readonly #similarity: Float64Array;

  constructor(examples: IndexedExamples) {
    this.#examples = examples;
    this.#similarity = new Float64Array(examples.labels.length);
  }

  /**
   * How like each of the labels is, all its examples taken together: that tells close labels apart better than single examples do.
   * A word counts as far as it sets one label apart from the others; one that all of them have counts nothing.
   */
  likeness({ terms, weights, length }: Terms, labels: readonly string[]): number[] {
    const profiles = labels.map((label) => this.#examples.profiles.get(label));
    const apart = terms.map((term, at) => {
      const parts = profiles.map((profile) => profile?.get(term) ?? 0);
      const highest = Math.max(...parts) || 1;
      const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
      return ((weights[at] ?? 0) / length) * (1 - mean / highest);
    });
    return profiles.map((profile) => terms.reduce((sum, term, at) => sum + (apart[at] ?? 0) * (profile?.get(term) ?? 0), 0));
  }

  weigh(terms: readonly string[]): Terms {
    return weigh(terms, this.#examples.rarity, this.#examples.unknownRarity);
  }

  /** The labels of the nearest examples, the most similar first; none when no term is shared with any example. */
  near({ terms, weights, length }: Terms): LabelShare[] {
    const similarity = this.#similarity.fill(0);
    const found: number[] = [];
    for (const [at, term] of terms.entries()) {
      const posting = this.#examples.postings.get(term);
      if (!posting) continue;
      const weight = (weights[at] ?? 0) / length;
      for (let each = 0; each < posting.examples.length; each += 1) {
        const example = posting.examples[each] ?? 0;
        const before = similarity[example] ?? 0;
        if (before === 0) found.push(example);
        similarity[example] = before + weight * (posting.weights[each] ?? 0);
      }
    }
    const nearest = highest(found, similarity, neighbours);
    const votes = new Map<string, number>();
    let sum = 0;
    for (const example of nearest) {
      const vote = (similarity[example] ?? 0) ** sharpness;
      const label = this.#examples.labels[example] ?? '';
      votes.set(label, (votes.get(label) ?? 0) + vote);
      sum += vote;
    }
    return [...votes].map(([label, vote]) => ({ label, share: vote / sum })).toSorted((one, other) => other.share - one.share);
  }
}

/** The `count` highest, highest first, the earlier example first among equals; without sorting them all. */
function highest(found: readonly number[], similarity: Float64Array, count: number): number[] {
  const best: number[] = [];
  const before = (one: number, other: number): boolean => {
    const difference = (similarity[one] ?? 0) - (similarity[other] ?? 0);
    return difference === 0 ? one < other : difference > 0;
  };
  for (const example of found) {
    const last = best.at(-1);
    if (best.length === count && last !== undefined && before(last, example)) continue;
    let place = best.length;
    while (place > 0 && before(example, best[place - 1] ?? 0)) place -= 1;
    best.splice(place, 0, example);
    if (best.length > count) best.pop();
  }
  return best;
}
