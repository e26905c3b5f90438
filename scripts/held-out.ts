/**
 * Training examples as a classifier takes them that has not seen them nor their like: what a threshold may be fixed on, where there is
 * nothing out of scope to learn from.
 */
import { classifierOf, train, type Classifier, type Example } from '../src/text/classifier.ts';
import { featuresOf } from '../src/text/features.ts';

/** A message, and what it was taken for. */
export interface Judged {
  readonly wanted: string;
  readonly found: string;
  readonly probability: number;
}

export function judge(classifier: Classifier, examples: readonly Example[]): Judged[] {
  return examples.map(({ text, label }) => {
    const [best] = classifier.scores(text);
    return { wanted: label, found: best?.label ?? '', probability: best?.probability ?? 0 };
  });
}

/** The same for the same seed (Park and Miller). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (last + 1);
    const [one, two] = [result[last], result[other]];
    if (one !== undefined && two !== undefined) [result[last], result[other]] = [two, one];
  }
  return result;
}

const folds = 10;
/** Examples that share so many of their features are wordings of one hand; real messages are further from what was learnt. */
const alike = 0.5;

/**
 * In each fold some groups of like examples are held out, and some labels altogether: their examples are wanted as `outside`, and
 * stand for messages near the scope.
 * @param foreign messages far from the scope, of which each fold takes as many as it has near ones
 */
export function heldOut(examples: readonly Example[], foreign: readonly Example[], outside: string, seed: number): Judged[] {
  const labels = shuffled([...new Set(examples.map(({ label }) => label))], seed);
  const foldOf = new Map(labels.map((label, at) => [label, at % folds]));
  const parts = groups(shuffled(examples, seed)).flatMap((group, at) => group.map((example) => ({ example, fold: at % folds })));
  const far = shuffled(foreign, seed).map(({ text }) => ({ text, label: outside }));
  const each = Math.round(examples.length / folds);
  return Array.from({ length: folds }, (_, fold) => {
    const near = ({ label }: Example): boolean => foldOf.get(label) === fold;
    const seen = parts.filter((part) => part.fold !== fold && !near(part.example));
    const unseen = parts.filter((part) => part.fold === fold || near(part.example));
    return judge(classifierOf(train(seen.map(({ example }) => example))), [
      ...unseen.map(({ example }) => (near(example) ? { ...example, label: outside } : example)),
      ...far.slice(fold * each, (fold + 1) * each),
    ]);
  }).flat();
}

/** Like examples of one label together, and what is like one of them. */
function groups(examples: readonly Example[]): Example[][] {
  interface Member {
    readonly example: Example;
    readonly features: ReadonlySet<number>;
  }
  let found: Member[][] = [];
  for (const example of examples) {
    const features = new Set(featuresOf(example.text).hashes);
    const isNear = (other: Member): boolean => other.example.label === example.label && likeness(features, other.features) >= alike;
    const near = new Set(found.filter((group) => group.some(isNear)));
    found = [...found.filter((group) => !near.has(group)), [{ example, features }, ...[...near].flat()]];
  }
  return found.map((group) => group.map(({ example }) => example));
}

/** Jaccard's: what is in both, of what is in either. */
function likeness(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  const both = [...one].filter((each) => other.has(each)).length;
  return both / (one.size + other.size - both || 1);
}
