/**
 * Question → how likely it is about each provision, which entry answers it best, and how likely it is about something else.
 * Two signals are added: a classifier, and the nearest examples; both see words, n-grams and concepts. The classifier tells
 * provisions apart and not entries: there are fewer of them, with more examples each.
 */
import type { FaqEntry, PolicyBook } from '../policy/book.ts';
import { classifierOf, train, type Classifier, type Example, type Model } from '../text/classifier.ts';
import type { ConceptFinder } from '../text/concepts.ts';
import { featuresIn, featuresOf, mostCharacters, type Features } from '../text/features.ts';
import { normalise } from '../text/normal-form.ts';
import { tokenise } from '../text/tokens.ts';
import { ExampleIndex, indexExamples, termsOf, type IndexedExamples, type Terms } from './retrieval.ts';

/** A message that the policy does not answer, and what kind of message it is. */
export interface OutsideMessage {
  readonly text: string;
  readonly kind: string;
}

export interface RankedEntry {
  readonly entry: FaqEntry;
  /** The entries of one provision share its score out. */
  readonly score: number;
}

export interface RankedProvision {
  /** Id of a provision that some entry cites first. */
  readonly provision: string;
  readonly score: number;
  /** The best first; at least one. */
  readonly entries: readonly RankedEntry[];
}

export interface Ranking {
  /** The best few, the best first. */
  readonly provisions: readonly RankedProvision[];
  /** As a provision's score; the scores of all provisions and this sum to 1. */
  readonly outside: number;
  /** The kind of outside message that it is, if it is one. */
  readonly outsideKind: string;
  /** Part of the message's words, by weight, that stand in the best provision's wording or in that of its entries; 0 to 1. */
  readonly coverage: number;
}

const outsidePrefix = 'outside:';
/** How much the classifier counts; the rest is the neighbours'. On questions of other hands than the entries', 0.6 to 0.8 differ little. */
const classifierWeight = 0.7;
/** How sharply the entries of one provision are told apart. */
const likenessPower = 4;
/** So many provisions are worth ranking the entries of. */
const mostProvisions = 6;

/** What the ranking has learnt, as plain data. */
export interface LearntAnswers {
  readonly model: Model;
  readonly examples: IndexedExamples;
  /** By provision: the terms of its wording and of its entries' wording. */
  readonly vocabulary: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Takes some seconds. */
export function learnAnswers(book: PolicyBook, outside: readonly OutsideMessage[], concepts: ConceptFinder): LearntAnswers {
  const examples = examplesOf(book, outside);
  const provisionOf = (label: string): string | undefined => book.faq.get(label)?.cites[0];
  const vocabulary = new Map<string, Set<string>>();
  const read = new Map(examples.map(({ text }) => [text, readQuestion(text, concepts)]));
  const terms = examples.map(({ text }) => read.get(text)?.terms ?? []);
  for (const [at, { label }] of examples.entries()) {
    const provision = provisionOf(label);
    if (provision === undefined) continue;
    const words = vocabulary.get(provision) ?? new Set<string>();
    for (const term of terms[at] ?? []) words.add(term);
    vocabulary.set(provision, words);
  }
  const byProvision = examples.map(({ label, text }) => ({ label: provisionOf(label) ?? label, text }));
  return {
    model: train(byProvision, { epochs: 4, maxFeatures: 30_000, features: (text) => read.get(text)?.features ?? featuresOf(text) }),
    examples: indexExamples(examples, terms),
    vocabulary,
  };
}

/** What both signals see of a text; read together, since both need the concepts of it. */
function readQuestion(text: string, concepts: ConceptFinder): { terms: string[]; features: Features } {
  const normal = normalise(text.slice(0, mostCharacters)).text;
  const tokens = tokenise(normal);
  const found = concepts.find(tokens);
  return { terms: termsOf(tokens, found), features: featuresIn(normal, found) };
}

/**
 * Labels are ids of entries, or `outside:` with the kind. Beside its ways of asking each entry has its answer, and the first entry
 * of each provision has the provision's statement.
 */
function examplesOf(book: PolicyBook, outside: readonly OutsideMessage[]): Example[] {
  const examples: Example[] = [];
  const stated = new Set<string>();
  for (const { id, question, asked, answer, cites } of book.faq.values()) {
    const texts = [question.en, question.zh, ...asked.en, ...asked.zh, answer.en, answer.zh];
    const provision = book.provisions.get(cites[0] ?? '');
    if (provision && !stated.has(provision.id)) {
      stated.add(provision.id);
      texts.push(provision.statement.en, provision.statement.zh, provision.label.en, provision.label.zh);
    }
    examples.push(...texts.map((text) => ({ label: id, text })));
  }
  return [...examples, ...outside.map(({ kind, text }) => ({ label: `${outsidePrefix}${kind}`, text }))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

export class Ranker {
  readonly #classifier: Classifier;
  readonly #concepts: ConceptFinder;
  readonly #index: ExampleIndex;
  readonly #labelProvision: ReadonlyMap<string, string>;
  readonly #entries = new Map<string, FaqEntry[]>();
  readonly #vocabulary: LearntAnswers['vocabulary'];

  constructor(book: PolicyBook, { model, examples, vocabulary }: LearntAnswers, concepts: ConceptFinder) {
    this.#classifier = classifierOf(model, concepts);
    this.#concepts = concepts;
    this.#index = new ExampleIndex(examples);
    this.#vocabulary = vocabulary;
    this.#labelProvision = new Map([...book.faq.values()].map(({ id, cites }) => [id, cites[0] ?? '']));
    for (const entry of book.faq.values()) {
      const first = entry.cites[0] ?? '';
      this.#entries.set(first, [...(this.#entries.get(first) ?? []), entry]);
    }
  }

  /** Takes well under a millisecond for a question of usual length. */
  rank(question: string): Ranking {
    const read = readQuestion(question, this.#concepts);
    const terms = this.#index.weigh(read.terms);
    const scores = new Map<string, number>();
    const add = (label: string, score: number): unknown => scores.set(label, (scores.get(label) ?? 0) + score);
    for (const { label, probability } of this.#classifier.scores(read.features)) add(label, classifierWeight * probability);
    for (const { label, share } of this.#index.near(terms))
      add(this.#labelProvision.get(label) ?? label, (1 - classifierWeight) * share);

    const ordered = [...scores].toSorted(([one, score], [other, otherScore]) => otherScore - score || (one < other ? -1 : 1));
    const outside = ordered.filter(([label]) => label.startsWith(outsidePrefix));
    const provisions = ordered
      .flatMap(([provision, score]) => {
        const entries = this.#entries.get(provision);
        return entries ? [{ provision, score, entries }] : [];
      })
      .slice(0, mostProvisions)
      .map(({ provision, score, entries }) => ({ provision, score, entries: this.#share(entries, score, terms) }));
    const known = this.#vocabulary.get(provisions[0]?.provision ?? '');
    const covered = terms.weights.filter((_, at) => known?.has(terms.terms[at] ?? ''));
    return {
      provisions,
      outside: sum(outside.map(([, score]) => score)),
      outsideKind: outside[0]?.[0].slice(outsidePrefix.length) ?? '',
      coverage: sum(covered) / (sum(terms.weights) || 1),
    };
  }

  #share(entries: readonly FaqEntry[], score: number, terms: Terms): RankedEntry[] {
    const ids = entries.map(({ id }) => id);
    const likeness = this.#index.likeness(terms, ids).map((each) => each ** likenessPower);
    const all = sum(likeness);
    return entries
      .map((entry, at) => ({ entry, score: score * (all === 0 ? 1 / entries.length : (likeness[at] ?? 0) / all) }))
      .toSorted((one, other) => other.score - one.score);
  }
}
