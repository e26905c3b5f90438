/** Which command a message is, by its wording alone. */
import { classifierOf, train, type Model } from '../../text/classifier.ts';
import type { ConceptFinder } from '../../text/concepts.ts';
import type { FeatureReader } from '../../text/features.ts';
import type { IntentExample } from './examples.ts';
import type { IntentClassifier } from './intent.ts';
import { spread } from './spread.ts';

/** Classes far larger than the rest would win every doubt. */
const largestClass = 300;
/** What the policy does not answer is of every kind, and needs more. */
const largestOutside = 700;
/** Longer messages show what they are by their beginning. */
const readLength = 600;

/** Takes a second or two. */
export function learnIntents(examples: readonly IntentExample[], features: FeatureReader): Model {
  const byIntent = Map.groupBy(examples, ({ intent }) => intent);
  const balanced = [...byIntent].flatMap(([label, all]) =>
    spread(all, label === 'outside' ? largestOutside : largestClass).map(({ text }) => ({ text, label })),
  );
  return train(balanced, { epochs: 8, maxFeatures: 40_000, features });
}

export function createIntentClassifier(model: Model, concepts: ConceptFinder): IntentClassifier {
  const classifier = classifierOf(model, concepts);
  return {
    classify: (text) =>
      classifier.scores(text.slice(0, readLength)).map(({ label, probability }) => ({ intent: label, probability })),
  };
}
