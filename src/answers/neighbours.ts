/** Similarity to known wordings: TF-IDF cosine over stemmed words and Han character pairs, by an inverted index. */
import { normalise } from '../text/normal-form.ts';
import { stem, tokenise } from '../text/tokens.ts';

export interface Neighbour {
  readonly label: string;
  /** Cosine, 0 to 1. */
  readonly similarity: number;
}

export class Neighbours {
  readonly #labels: readonly string[];
  readonly #postings = new Map<string, [document: number, weight: number][]>();
  readonly #rarity = new Map<string, number>();
  readonly #unknown: number;

  constructor(examples: readonly { readonly text: string; readonly label: string }[]) {
    this.#labels = examples.map(({ label }) => label);
    const documents = examples.map(({ text }) => termsOf(text));
    const counts = new Map<string, number>();
    for (const terms of documents) for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) this.#rarity.set(term, Math.log((examples.length + 1) / count));
    this.#unknown = Math.log(examples.length + 1);
    documents.forEach((terms, document) => {
      for (const [term, weight] of this.#weigh(terms))
        this.#postings.set(term, [...(this.#postings.get(term) ?? []), [document, weight]]);
    });
  }

  /** The best similarity of each label, the most similar first. */
  nearest(text: string): Neighbour[] {
    const sums = new Map<number, number>();
    for (const [term, weight] of this.#weigh(termsOf(text)))
      for (const [document, other] of this.#postings.get(term) ?? [])
        sums.set(document, (sums.get(document) ?? 0) + weight * other);
    const best = new Map<string, number>();
    for (const [document, similarity] of sums) {
      const label = this.#labels[document] ?? '';
      if (similarity > (best.get(label) ?? 0)) best.set(label, similarity);
    }
    return [...best]
      .map(([label, similarity]) => ({ label, similarity }))
      .toSorted((one, other) => other.similarity - one.similarity || (one.label < other.label ? -1 : 1));
  }

  /** Share of the message's weight in words that some example has: nonsense and other subjects have little. */
  coverage(text: string): number {
    let known = 0;
    let all = 0;
    for (const term of termsOf(text).keys()) {
      const rarity = this.#rarity.get(term);
      if (rarity !== undefined) known += rarity;
      all += rarity ?? this.#unknown;
    }
    return all === 0 ? 0 : known / all;
  }

  #weigh(terms: ReadonlyMap<string, number>): [string, number][] {
    const weighed = [...terms].map(([term, count]): [string, number] => [
      term,
      (1 + Math.log(count)) * (this.#rarity.get(term) ?? this.#unknown),
    ]);
    const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return length === 0 ? [] : weighed.map(([term, weight]) => [term, weight / length]);
  }
}

function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  for (const { text: token, kind } of tokenise(normalise(text).text)) {
    const term = kind === 'word' ? stem(token) : token;
    if (kind !== 'character') terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  return terms;
}
