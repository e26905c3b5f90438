/**
 * Which yes-or-no fact a sentence states, by its wording as a whole, learnt from examples: "they'll find me at the furnace tomorrow"
 * has none of the names of a fact.
 */
import { classifierOf, train, type Model } from '../../text/classifier.ts';
import type { ConceptFinder } from '../../text/concepts.ts';
import type { StatementExample } from './examples.ts';

/** How probable a statement must be to be read where no name of a fact says it. */
export const plainlyStated = 0.8;
export interface Statement {
  /** Undefined where nothing is stated. */
  readonly fact?: string;
  readonly value?: boolean | 'dontKnow';
  readonly probability: number;
}

export interface StatementClassifier {
  /** The most probable first. @param text a sentence or a part of one, in normal form */
  classify(text: string): readonly Statement[];
}

const nothing = 'nothing';
const readLength = 240;
const masked = (text: string): string => text.slice(0, readLength).replaceAll(/\d+/g, '0');

/** @param others messages of other kinds, which state no such fact */
export function learnStatements(examples: readonly StatementExample[], others: readonly string[], concepts: ConceptFinder): Model {
  const labelled = examples.map(({ fact, value, text }) => ({
    text: masked(text),
    label: fact === null ? nothing : `${fact} ${value}`,
  }));
  const different = others.map((text) => ({ text: masked(text), label: nothing }));
  return train([...labelled, ...different], { epochs: 12, maxFeatures: 60_000, concepts });
}

export function createStatementClassifier(model: Model, concepts: ConceptFinder): StatementClassifier {
  const classifier = classifierOf(model, concepts);
  return {
    classify: (text) => classifier.scores(masked(text)).map(({ label, probability }) => ({ ...parsed(label), probability })),
  };
}

function parsed(label: string): Pick<Statement, 'fact' | 'value'> {
  const [fact, value] = label.split(' ');
  return label === nothing || fact === undefined ? {} : { fact, value: value === 'dontKnow' ? value : value === 'true' };
}
