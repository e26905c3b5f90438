/** Which value a reply to the question about a fact means, by its wording: one small classifier a fact, learnt from examples. */
import type { Fact, PolicyBook } from '../../policy/book.ts';
import { classifierOf, train, type Example, type Model, type TrainingOptions } from '../../text/classifier.ts';
import type { ConceptFinder } from '../../text/concepts.ts';
import { readingOnce } from '../../text/features.ts';
import type { ReplyExample } from './examples.ts';
import { spread } from './spread.ts';

/** How probable the most probable value must be: alone, … */
export const sure = 0.6;
/** … where the rules come to it too, … */
export const agreed = 0.3;
/** … where no rule comes to it, or to outdo a name that the reply has of another value, … */
export const plain = 0.75;
/** … to be believed against the rules, … */
export const undeniable = 0.85;
/** … to be don't know where the words say so, … */
export const conceivable = 0.08;
/** … and to leave what was named in doubt. */
export const certain = 0.9;

export interface ReplyScore {
  /** The id of a choice, `dontKnow`, or of dates `approximate` and `date`; undefined where it is no reply to the question at all. */
  readonly value: string | undefined;
  readonly probability: number;
}

export interface ReplyClassifier {
  /** Every value, the most probable first. */
  scores(fact: string, text: string): readonly ReplyScore[];
}

const noReply = 'no reply';
/** So many messages of other kinds teach each classifier what is no reply. */
const mostOthers = 160;
const options: TrainingOptions = { epochs: 6, maxFeatures: 16_000 };
/** Dates and years that stand for `{date}` and `{years}`. */
const dates = ['2019-03', '2016', '2021年5月', 'march 2020'];
const years = ['3', '5', '十', 'four'];

/**
 * Takes a second or so.
 * @param others messages that are no replies
 * @returns by fact; all dates have one
 */
export function learnReplies(
  book: PolicyBook,
  replies: readonly ReplyExample[],
  others: readonly string[],
  concepts: ConceptFinder,
): Map<string, Model> {
  const different = spread(others, mostOthers).map((text) => ({ text, label: noReply }));
  // A title's name says its series.
  const titles = book.ladders.series.flatMap(({ field, titles: byLevel }) =>
    Object.values(byLevel).flatMap((names) => [...(names?.en ?? []), ...(names?.zh ?? [])].map((text) => ({ label: field, text }))),
  );
  const features = readingOnce(concepts);
  const models = new Map<string, Model>();
  for (const fact of book.facts.values()) {
    const key = fact.type === 'date' ? 'date' : fact.id;
    const examples = [...examplesFor(fact, replies), ...(fact.id === 'field' ? titles : [])];
    // One that knows a single value would find it everywhere.
    if (models.has(key) || new Set(examples.map(({ label }) => label)).size < 2) continue;
    models.set(key, train([...examples, ...different], { ...options, features }));
  }
  return models;
}

export function createReplyClassifier(
  book: PolicyBook,
  models: ReadonlyMap<string, Model>,
  concepts: ConceptFinder,
): ReplyClassifier {
  const classifiers = new Map([...models].map(([key, model]) => [key, classifierOf(model, concepts)]));
  return {
    scores: (fact, text) =>
      (classifiers.get(book.facts.get(fact)?.type === 'date' ? 'date' : fact)?.scores(text) ?? []).map(
        ({ label, probability }) => ({ value: label === noReply ? undefined : label, probability }),
      ),
  };
}

function examplesFor(fact: Fact, replies: readonly ReplyExample[]): Example[] {
  if (fact.type === 'date')
    return replies
      .filter((each) => each.fact === 'date')
      .flatMap(({ value, text }, at) => ({
        label: value === 'years' ? 'date' : value,
        text: text.replace('{date}', dates[at % dates.length] ?? '').replace('{years}', years[at % years.length] ?? ''),
      }));
  const own = replies.filter((each) => each.fact === fact.id || (each.fact === 'any' && fact.type === 'boolean'));
  const named = fact.choices.flatMap(({ value, label, synonyms }) =>
    [label.en, label.zh, ...(synonyms?.en ?? []), ...(synonyms?.zh ?? [])].map((text) => ({ label: value, text })),
  );
  return [...own.map(({ value, text }) => ({ label: value, text })), ...named];
}
