/**
 * Which yes-or-no fact a sentence states, by its wording as a whole, learnt from examples: "they'll find me at the furnace tomorrow"
 * has none of the names of a fact. What a sentence is about and what it says of it are learnt apart: how people affirm and deny is
 * the same of all facts, so the second classifier sees no word of what the sentence is about.
 */
import type { PolicyBook } from '../../policy/book.ts';
import { classifierOf, train, type Model, type Score } from '../../text/classifier.ts';
import type { ConceptFinder } from '../../text/concepts.ts';
import type { FeatureReader } from '../../text/features.ts';
import { normalise } from '../../text/normal-form.ts';
import { denies, topicWords, withoutAffirming } from './cues.ts';
import type { StatementExample } from './examples.ts';

/** How probable a statement must be to be read where no name of a fact says it. */
export const plainlyStated = 0.5;

export interface Statement {
  readonly fact: string;
  readonly value: boolean | 'dontKnow';
  readonly probability: number;
}

export interface StatementClassifier {
  /**
   * What the text most probably states; undefined where that is nothing.
   * @param text a sentence or a part of one, in normal form
   */
  classify(text: string): Statement | undefined;
}

export interface StatementModels {
  /** What a sentence is about. */
  readonly topics: Model;
  /** Whether it affirms or denies that. */
  readonly values: Model;
}

const nothing = 'nothing';
const readLength = 240;
const masked = (text: string): string => text.slice(0, readLength).replaceAll(/\d+/g, '0');

/** @param others messages of other kinds, which state no such fact */
export function learnStatements(
  book: PolicyBook,
  examples: readonly StatementExample[],
  others: readonly string[],
  features: FeatureReader,
): StatementModels {
  const hidden = hider(book);
  const all = [
    ...examples.map((each) => ({ ...each, text: masked(each.text) })),
    ...others.map((text) => ({ fact: null, value: nothing, text: masked(text) })),
  ];
  const options = { epochs: 10, maxFeatures: 60_000 };
  return {
    topics: train(
      all.map(({ fact, text }) => ({ text, label: fact ?? nothing })),
      { ...options, features },
    ),
    values: train(
      all.map(({ fact, value, text }) => ({ text: hidden(normalise(text).text), label: fact === null ? nothing : value })),
      options,
    ),
  };
}

export function createStatementClassifier(
  book: PolicyBook,
  { topics, values }: StatementModels,
  concepts: ConceptFinder,
): StatementClassifier {
  const [topicOf, valueOf] = [classifierOf(topics, concepts), classifierOf(values)];
  const hidden = hider(book);
  return {
    classify: (said) => {
      const text = masked(said);
      const [topic] = topicOf.scores(text);
      if (!topic || topic.label === nothing) return undefined;
      const value = valueOf.scores(hidden(text))[0];
      if (!value || value.label === nothing) return undefined;
      return { fact: topic.label, value: parsed(value), probability: topic.probability * value.probability };
    },
  };
}

const parsed = ({ label }: Score): Statement['value'] => (label === 'dontKnow' ? label : label === 'true');

/** Takes the words of what yes-or-no facts are about out of a text, and says whether a word in it denies. */
function hider({ facts }: PolicyBook): (text: string) => string {
  const words = [...facts.values()]
    .filter(({ type }) => type === 'boolean')
    .flatMap((fact) => [...topicWords(fact), ...(fact.synonyms?.en ?? []), ...(fact.synonyms?.zh ?? [])])
    .map((word) => word.toLowerCase())
    .toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(
    [...new Set(words)]
      .map((word) => (/^[a-z]/.test(word) ? `(?<![a-z])${RegExp.escape(word)}[a-z]*` : RegExp.escape(word)))
      .join('|'),
    'g',
  );
  return (text) => `${withoutAffirming(text).replaceAll(pattern, ' xtopic ')} . ${denies(text) ? 'xdenied' : 'xaffirmed'}`;
}
