/**
 * The classifier on public sets, beside published figures: `npm run bench:language -- [FOLDER]`. Each is trained on the set's training
 * part alone; thresholds come from training and validation parts, never from the test.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { classifierOf, train, type Classifier, type Example, type TrainingOptions } from '../src/text/classifier.ts';

const folder = process.argv[2] ?? '../shared/benchmarks';
if (!existsSync(folder)) {
  process.stdout.write(`The public sets are not here (${folder}). Give the folder that holds clinc150, banking77 and hint3.\n`);
  process.exit(0);
}

const outOfScope = 'out of scope';
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
const share = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length / items.length;

function timed(
  examples: readonly Example[],
  options?: TrainingOptions,
): { readonly classifier: Classifier; readonly seconds: number } {
  const started = performance.now();
  const classifier = classifierOf(train(examples, options));
  return { classifier, seconds: (performance.now() - started) / 1000 };
}

function print(set: string, measure: string, ours: string, others: string): void {
  process.stdout.write(`${set.padEnd(12)} ${measure.padEnd(46)} ${ours.padEnd(18)} ${others}\n`);
}

/** Rows of a CSV file with two columns, the head left out; quoted fields may hold commas, quotes and line ends. */
function rows(text: string): Example[] {
  const fields = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)];
  const found: Example[] = [];
  let row: string[] = [];
  for (const [whole, quoted, plain, end] of fields) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    const [first, label] = row;
    if (first !== undefined && label !== undefined) found.push({ text: first, label });
    row = [];
    if (whole === '') break;
  }
  return found.slice(1);
}

/** The same for the same seed (Park and Miller). */
function shuffled<T>(items: readonly T[], seed: number): T[] {
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

interface Judged {
  readonly wanted: string;
  readonly found: string;
  readonly probability: number;
}
const judge = (classifier: Classifier, examples: readonly Example[]): Judged[] =>
  examples.map(({ text, label }) => {
    const [best] = classifier.scores(text);
    return { wanted: label, found: best?.label ?? '', probability: best?.probability ?? 0 };
  });

/** Part of the out-of-scope validation messages that must be told as such. */
const wantedRecall = 0.84;

function clinc150(): void {
  const pairs = z.array(z.tuple([z.string(), z.string()])).transform((list) => list.map(([text, label]) => ({ text, label })));
  const set = z
    .object({ train: pairs, val: pairs, test: pairs, oos_train: pairs, oos_val: pairs, oos_test: pairs })
    .parse(JSON.parse(read('clinc150', 'data_full.json')));
  const outside = (examples: readonly Example[]): Example[] => examples.map(({ text }) => ({ text, label: outOfScope }));
  const { classifier, seconds } = timed([...set.train, ...outside(set.oos_train)], { epochs: 8, maxFeatures: 60_000 });
  const scored = (inside: readonly Example[], out: readonly Example[]): Judged[] =>
    judge(classifier, [...inside, ...outside(out)]).map((each) => ({
      ...each,
      probability: each.found === outOfScope ? 0 : each.probability,
    }));
  const measure = (judged: readonly Judged[], threshold: number): { accuracy: number; recall: number } => ({
    accuracy: share(
      judged.filter(({ wanted }) => wanted !== outOfScope),
      ({ wanted, found, probability }) => probability >= threshold && wanted === found,
    ),
    recall: share(
      judged.filter(({ wanted }) => wanted === outOfScope),
      ({ probability }) => probability < threshold,
    ),
  });
  const validation = scored(set.val, set.oos_val);
  // The highest accuracy at which enough of the messages that are out of scope are still told.
  const threshold =
    Array.from({ length: 99 }, (_, at) => (at + 1) / 100).find((each) => measure(validation, each).recall >= wantedRecall) ?? 0.5;
  const { accuracy, recall } = measure(scored(set.test, set.oos_test), threshold);
  print(
    'CLINC150',
    'in-scope accuracy / out-of-scope recall',
    `${percent(accuracy)} / ${percent(recall)}`,
    'linear SVM 89.1 / 82.9, node-nlp 81.3 / 34.1',
  );
  print('', `trained in ${seconds.toFixed(1)} s, threshold ${threshold}`, '', '');
}

function banking77(): void {
  const [training, test] = [rows(read('banking77', 'train.csv')), rows(read('banking77', 'test.csv'))];
  const accuracy = (classifier: Classifier): number => share(judge(classifier, test), ({ wanted, found }) => wanted === found);
  const { classifier, seconds } = timed(training);
  print('BANKING77', 'accuracy, all examples', percent(accuracy(classifier)), 'linear SVM 91.4, node-nlp 50.6');
  const few = [1, 2, 3, 4, 5].map((seed) => {
    const byLabel = Map.groupBy(shuffled(training, seed * 7919), ({ label }) => label);
    return accuracy(timed([...byLabel.values()].flatMap((examples) => examples.slice(0, 10))).classifier);
  });
  print(
    '',
    'accuracy, 10 examples a class, mean of 5',
    percent(few.reduce((sum, each) => sum + each, 0) / few.length),
    'linear SVM 72.3',
  );
  print('', `trained in ${seconds.toFixed(1)} s`, '', '');
}

/** Matthews correlation over several classes. */
function correlation(judged: readonly { readonly wanted: string; readonly found: string }[]): number {
  const count = (key: 'wanted' | 'found'): Map<string, number> =>
    new Map([...Map.groupBy(judged, (each) => each[key])].map(([label, all]) => [label, all.length]));
  const [wanted, found] = [count('wanted'), count('found')];
  const right = judged.filter((each) => each.wanted === each.found).length;
  const product = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number =>
    [...one].reduce((sum, [label, times]) => sum + times * (other.get(label) ?? 0), 0);
  const all = judged.length ** 2;
  return (
    (right * judged.length - product(wanted, found)) / Math.sqrt((all - product(found, found)) * (all - product(wanted, wanted)))
  );
}

/** Part of the held-out training messages, rightly read, that the threshold keeps. */
const keptOfRight = 0.8;

function hint3(): void {
  const none = 'NO_NODES_DETECTED';
  const results = ['sofmattress', 'curekart', 'powerplay11'].map((bot) => {
    const [training, test] = [rows(read('hint3', `${bot}_train.csv`)), rows(read('hint3', `${bot}_test.csv`))];
    const mixed = shuffled(training, 20_210_106);
    const folds = 5;
    const heldOut = Array.from({ length: folds }, (_, fold) =>
      judge(
        timed(mixed.filter((__, at) => at % folds !== fold)).classifier,
        mixed.filter((__, at) => at % folds === fold),
      ),
    ).flat();
    const right = heldOut
      .filter(({ wanted, found }) => wanted === found)
      .map(({ probability }) => probability)
      .toSorted((one, other) => other - one);
    const threshold = right[Math.floor(right.length * keptOfRight)] ?? 0;
    const judged = judge(timed(training).classifier, test).map((each) => ({
      ...each,
      found: each.probability < threshold ? none : each.found,
    }));
    return correlation(judged);
  });
  const mean = results.reduce((sum, each) => sum + each, 0) / results.length;
  print('HINT3 v1', 'mean Matthews correlation', mean.toFixed(3), 'linear SVM .506; on test thresholds Haptik .539, Rasa .459');
  print('', results.map((each) => each.toFixed(3)).join(' '), '', '');
}

print('set', 'measure', 'this classifier', 'published or measured elsewhere');
clinc150();
banking77();
hint3();
