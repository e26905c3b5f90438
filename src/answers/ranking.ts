/** Question → how likely each entry, each provision, and each kind of outside message is, from two independent signals. */
import type { FaqEntry, PolicyBook } from '../policy/book.ts';
import { train, type Classifier, type Example } from '../text/classifier.ts';
import { ExampleIndex, termsOf } from './retrieval.ts';

/** A message that the policy does not answer, and what kind of message it is. */
export interface OutsideMessage {
  readonly text: string;
  readonly kind: string;
}

export interface RankedEntry {
  readonly entry: FaqEntry;
  readonly score: number;
}

export interface RankedProvision {
  /** Id of a provision that some entry cites first. */
  readonly provision: string;
  /** Sum of the scores of these entries. */
  readonly score: number;
  /** The best first. */
  readonly entries: readonly RankedEntry[];
}

export interface Ranking {
  /** The best first. */
  readonly provisions: readonly RankedProvision[];
  /** With the provisions' scores these sum to 1 (to less, when the message shares no word with any example). */
  readonly outside: number;
  /** The kind of outside message that it is, if it is one. */
  readonly outsideKind: string;
  /** Part of the message's words, by weight, that stand in the best provision or its entries' wording; 0 to 1. */
  readonly coverage: number;
  /** Cosine of the nearest example, 0 to 1. */
  readonly nearest: number;
}

const outsidePrefix = 'outside:';
/** How much the classifier counts against the neighbours; by cross-validation over the entries' ways of asking. */
const classifierWeight = 0.7;
/** Fewer passes than usual: there are many labels, and more passes gain nothing in cross-validation. */
const training = { epochs: 8 };

/** What the ranking learns from: labels are ids of entries, and `outside:` with the kind. */
export function answerExamples(book: PolicyBook, outside: readonly OutsideMessage[]): Example[] {
  const asked = [...book.faq.values()].flatMap(({ id, question, asked: { en, zh } }) =>
    [question.en, question.zh, ...en, ...zh].map((text) => ({ label: id, text })),
  );
  return [...asked, ...outside.map(({ kind, text }) => ({ label: `${outsidePrefix}${kind}`, text }))];
}

/** Takes a second or two; `serialise` the result to keep it, and train anew when the examples change. */
export const trainAnswers = (examples: readonly Example[]): Classifier => train(examples, training);

export class Ranker {
  readonly #book: PolicyBook;
  readonly #classifier: Classifier;
  readonly #index: ExampleIndex;
  /** By provision: the terms of its wording and of its entries' wording. */
  readonly #vocabulary = new Map<string, Set<string>>();

  constructor(book: PolicyBook, examples: readonly Example[], classifier: Classifier) {
    this.#book = book;
    this.#classifier = classifier;
    this.#index = new ExampleIndex(examples);
    for (const { label, text } of examples) {
      const first = book.faq.get(label)?.cites[0];
      if (first !== undefined) this.#learn(first, text);
    }
    for (const { cites, answer } of book.faq.values()) for (const text of [answer.en, answer.zh]) this.#learn(cites[0] ?? '', text);
    for (const { id, statement, label } of book.provisions.values())
      for (const text of [statement.en, statement.zh, label.en, label.zh]) this.#learn(id, text);
  }

  #learn(provision: string, text: string): void {
    const vocabulary = this.#vocabulary.get(provision) ?? new Set<string>();
    for (const term of termsOf(text)) vocabulary.add(term);
    this.#vocabulary.set(provision, vocabulary);
  }

  rank(question: string): Ranking {
    const terms = this.#index.weigh(termsOf(question));
    const { shares, nearest } = this.#index.near(terms);
    const scores = new Map<string, number>();
    const add = (label: string, score: number): unknown => scores.set(label, (scores.get(label) ?? 0) + score);
    for (const { label, probability } of this.#classifier.scores(question)) add(label, classifierWeight * probability);
    for (const { label, share } of shares) add(label, (1 - classifierWeight) * share);
    const provisions = this.#byProvision(scores);
    const outside = [...scores]
      .filter(([label]) => label.startsWith(outsidePrefix))
      .map(([label, score]) => ({ kind: label.slice(outsidePrefix.length), score }));
    const kinds = outside.toSorted((one, other) => other.score - one.score);
    const known = this.#vocabulary.get(provisions[0]?.provision ?? '');
    const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);
    return {
      provisions,
      outside: sum(outside.map(({ score }) => score)),
      outsideKind: kinds[0]?.kind ?? '',
      coverage: sum(terms.weights.filter((_, at) => known?.has(terms.terms[at] ?? ''))) / (sum(terms.weights) || 1),
      nearest,
    };
  }

  #byProvision(scores: ReadonlyMap<string, number>): RankedProvision[] {
    const groups = new Map<string, RankedEntry[]>();
    for (const [label, score] of scores) {
      const entry = this.#book.faq.get(label);
      const first = entry?.cites[0];
      if (!entry || first === undefined) continue;
      const group = groups.get(first);
      if (group) group.push({ entry, score });
      else groups.set(first, [{ entry, score }]);
    }
    return [...groups]
      .map(([provision, entries]) => ({
        provision,
        score: entries.reduce((total, { score }) => total + score, 0),
        entries: entries.toSorted((one, other) => other.score - one.score),
      }))
      .toSorted((one, other) => other.score - one.score);
  }
}
