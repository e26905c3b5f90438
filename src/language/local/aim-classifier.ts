/**
 * Which pathway a message wants checked, learnt from examples. The classifier does not see which levels are named, only where levels
 * stand; which of them the reader takes to be held and which to be sought follows as words of their own. So what is learnt of one
 * level ("I fancy the …", 够得上…吗) holds for all.
 */
import { classifierOf, train, type Model, type Score } from '../../text/classifier.ts';
import type { ConceptFinder } from '../../text/concepts.ts';
import type { FeatureReader } from '../../text/features.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { AimExample } from './examples.ts';
import type { FactReading } from './fact-reading.ts';

/** A pathway's id; null where whatever is open to the asker is to be checked. */
export type Goal = string | null;

export interface Aim {
  readonly goal: Goal;
  /** How probable this is of all aims that the message may have. */
  readonly probability: number;
}

export interface Aims {
  /** How probable it is that the message wants a check at all. */
  readonly wanted: number;
  /** The most probable first. */
  readonly aims: readonly Aim[];
}

export interface AimClassifier {
  classify(message: NormalText, reading: FactReading): Aims;
}

const noCheck = 'no check';
const everything = 'everything';
const readLength = 600;

/**
 * The message with each name of a level as one and the same word, and with what was read after it.
 * @returns text for the classifier, for nobody to read
 */
export function masked({ text }: NormalText, { names, stated, sought }: FactReading): string {
  let from = 0;
  let out = '';
  for (const { start, end, kind } of names) {
    if (start < from || start > readLength) continue;
    out += `${text.slice(from, start)} ${kind} `;
    from = end;
  }
  out += text.slice(from, Math.max(from, readLength));
  const aims = sought.map(({ fact = '', value = '', pathway = '' }) => word('aim', fact, value, pathway));
  const read = stated.map(({ fact, value }) => word('held', fact, levelValue.test(String(value)) ? String(value) : ''));
  const sign = aims.length === 0 ? ['aimless'] : aims;
  // Twice, since they tell more than the words about them.
  return [out.replaceAll(figures, '0'), ...sign, ...read, ...sign].join(' . ');
}

const figures = /\d+|[一二两三四五六七八九十百零〇]+(?=年|个月|月)/g;
const levelValue = /^[a-zA-Z]+$/;
const word = (...parts: readonly string[]): string => `x${parts.join('').replaceAll('-', '')}`;

/** @param read the reader of facts, whose readings the classifier is to see */
export function learnAims(
  examples: readonly AimExample[],
  features: FeatureReader,
  read: (text: string) => { readonly message: NormalText; readonly reading: FactReading },
): Model {
  const labelled = examples.map(({ text, goal }) => {
    const { message, reading } = read(text);
    return { text: masked(message, reading), label: goal === undefined ? noCheck : (goal ?? everything) };
  });
  return train(labelled, { epochs: 8, maxFeatures: 60_000, features });
}

export function createAimClassifier(model: Model, concepts: ConceptFinder): AimClassifier {
  const classifier = classifierOf(model, concepts);
  return {
    classify: (message, reading) => {
      const scores = classifier.scores(masked(message, reading));
      const wanted = 1 - (scores.find(({ label }) => label === noCheck)?.probability ?? 0);
      return { wanted, aims: scores.filter(({ label }) => label !== noCheck).map((score) => aimOf(score, wanted)) };
    },
  };
}

const aimOf = ({ label, probability }: Score, wanted: number): Aim => ({
  goal: label === everything ? null : label,
  probability: probability / Math.max(wanted, Number.MIN_VALUE),
});
