/** Which command a message is, by its wording alone. */
import type { ConceptFinder } from '../../text/concepts.ts';
import { trained } from '../../text/trained.ts';
import type { IntentExample } from './examples.ts';
import type { IntentClassifier } from './intent.ts';

/** Classes far larger than the rest would win every doubt. */
const largestClass = 300;
/** What the policy does not answer is of every kind, and needs more. */
const largestOutside = 700;

/** @param cache folder for the trained classifier, see `trained` */
export function createIntentClassifier(
  examples: readonly IntentExample[],
  concepts: ConceptFinder,
  cache?: string,
): IntentClassifier {
  const byIntent = Map.groupBy(examples, ({ intent }) => intent);
  const balanced = [...byIntent].flatMap(([label, all]) =>
    spread(all, label === 'outside' ? largestOutside : largestClass).map(({ text }) => ({ text, label })),
  );
  const classifier = trained(balanced, { maxFeatures: 40_000, concepts }, cache);
  return {
    classify: (text) => classifier.scores(text.slice(0, 600)).map(({ label, probability }) => ({ intent: label, probability })),
  };
}

/** At most so many, taken evenly over the list. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).filter(
    (item) => item !== undefined,
  );
}
