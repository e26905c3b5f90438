/**
 * A linear text classifier: multinomial logistic regression over hashed n-grams, weighted by inverse document frequency and
 * brought to length one. No early stopping and no penalty on the weights: steps that fall to zero over few passes did as well on
 * the public sets, and calibrate better than training to the end. Training is deterministic: fixed shuffles, one order of additions, no clock and no random numbers.
 */
import type { ConceptFinder } from './concepts.ts';
import { featuresOf } from './features.ts';

export interface Example {
  readonly text: string;
  readonly label: string;
}

export interface TrainingOptions {
  /** Passes over the examples. */
  readonly epochs?: number;
  /** Length of the first steps; it falls to zero over the training. */
  readonly rate?: number;
  /** At most so many features are kept, the most frequent ones; with the number of labels this bounds the memory. */
  readonly maxFeatures?: number;
  readonly concepts?: ConceptFinder;
}

export interface Score {
  readonly label: string;
  /** Over all labels they sum to 1. */
  readonly probability: number;
}

export interface Classifier {
  readonly labels: readonly string[];
  /** Every label, the most probable first; labels of equal probability by name. */
  scores(text: string): Score[];
}

interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** All that a trained classifier is, as plain data. Row f of `weights` holds the weights of feature f, one a label; the last row is the bias. */
export interface Model {
  readonly labels: readonly string[];
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;
  readonly weights: Float32Array;
  /** Rarity of a feature that no example has: it says nothing for a label, but makes the text less like all of them. */
  readonly unknownRarity: number;
}

const defaults = { epochs: 12, rate: 2, maxFeatures: 120_000 } as const;

/** Fails with a RangeError without examples; one label alone always has the probability 1. */
export function train(examples: readonly Example[], options: TrainingOptions = {}): Model {
  if (examples.length === 0) throw new RangeError('A classifier needs at least one example.');
  const { epochs, rate, maxFeatures } = { ...defaults, ...options };
  const labels = [...new Set(examples.map((example) => example.label))].toSorted(byCodeUnits);
  const labelIndex = new Map(labels.map((label, at) => [label, at]));
  const counts = examples.map((example) => featuresOf(example.text, options.concepts));
  const { hashes, rarity, unknownRarity } = vocabulary(counts, maxFeatures);
  const model: Model = { labels, hashes, rarity, unknownRarity, weights: new Float32Array((hashes.length + 1) * labels.length) };
  const feature = indexOf(hashes);
  const vectors = counts.map((count) => vectorOf(count, model, feature));
  const targets = examples.map((example) => labelIndex.get(example.label) ?? 0);
  descend(model, vectors, targets, epochs, rate);
  return model;
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const indexOf = (hashes: Uint32Array): Map<number, number> => new Map(Array.from(hashes, (hash, at) => [hash, at]));

function vocabulary(
  counts: readonly ReadonlyMap<number, number>[],
  maxFeatures: number,
): Pick<Model, 'hashes' | 'rarity' | 'unknownRarity'> {
  const documents = new Map<number, number>();
  for (const count of counts) for (const hash of count.keys()) documents.set(hash, (documents.get(hash) ?? 0) + 1);
  const kept = mostFrequent(documents, maxFeatures);
  const rarityOf = (times: number): number => 1 + Math.log((1 + counts.length) / (1 + times));
  return {
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    rarity: Float32Array.from(kept, ([, times]) => rarityOf(times)),
    unknownRarity: rarityOf(0),
  };
}

/** The `most` features that occur in most documents, those of smaller hashes first among equals; without sorting the many rare ones. */
function mostFrequent(documents: ReadonlyMap<number, number>, most: number): [number, number][] {
  if (documents.size <= most) return [...documents];
  const byTimes = new Map<number, number>();
  for (const times of documents.values()) byTimes.set(times, (byTimes.get(times) ?? 0) + 1);
  let [least, left] = [0, most];
  for (const [times, features] of [...byTimes].toSorted(([one], [other]) => other - one)) {
    least = times;
    if (features >= left) break;
    left -= features;
  }
  const all = [...documents];
  const last = all.filter(([, times]) => times === least).toSorted(([one], [other]) => one - other);
  return [...all.filter(([, times]) => times > least), ...last.slice(0, left)];
}

/** Known features with log-damped, rarity-weighted counts, in the length that all features (known or not) give. */
function vectorOf(counts: ReadonlyMap<number, number>, model: Model, feature: ReadonlyMap<number, number>): Vector {
  const index: number[] = [];
  const value: number[] = [];
  let squares = 0;
  for (const [hash, times] of counts) {
    const at = feature.get(hash);
    const weight = (1 + Math.log(times)) * (at === undefined ? model.unknownRarity : (model.rarity[at] ?? 0));
    squares += weight * weight;
    if (at === undefined) continue;
    index.push(at);
    value.push(weight);
  }
  const length = Math.sqrt(squares) || 1;
  return { index: Int32Array.from(index), value: Float32Array.from(value, (each) => each / length) };
}

/** Stochastic gradient descent. A label whose probability is right to within `settled` is left alone, which saves most of the work. */
const settled = 0.001;
/** The bias learns slowly, so that it does not stand in for features. */
const biasRate = 0.05;

function descend(
  { weights, labels, hashes }: Model,
  vectors: readonly Vector[],
  targets: readonly number[],
  epochs: number,
  rate: number,
): void {
  const width = labels.length;
  const probabilities = new Float64Array(width);
  const off = new Int32Array(width);
  const change = new Float64Array(width);
  const order = Array.from(vectors, (_, at) => at);
  const random = generator(20210106);
  const bias = hashes.length * width;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const length = rate * (1 - epoch / epochs);
    for (const at of order) {
      const vector = vectors[at];
      if (vector === undefined) continue;
      predict(weights, width, bias, vector, probabilities);
      const target = targets[at] ?? 0;
      // Labels that are far enough off, with how far each is to be moved; a feature's labels lie side by side.
      let moved = 0;
      for (let label = 0; label < width; label += 1) {
        const error = (label === target ? 1 : 0) - (probabilities[label] ?? 0);
        if (error < settled && error > -settled) continue;
        off[moved] = label;
        change[moved] = length * error;
        weights[bias + label] = (weights[bias + label] ?? 0) + biasRate * length * error;
        moved += 1;
      }
      for (let each = 0; each < vector.index.length; each += 1) {
        const row = (vector.index[each] ?? 0) * width;
        const value = vector.value[each] ?? 0;
        for (let one = 0; one < moved; one += 1) {
          const cell = row + (off[one] ?? 0);
          weights[cell] = (weights[cell] ?? 0) + (change[one] ?? 0) * value;
        }
      }
    }
  }
}

/** Fills in the probability of each label. */
function predict(weights: Float32Array, width: number, bias: number, vector: Vector, into: Float64Array): void {
  for (let label = 0; label < width; label += 1) into[label] = weights[bias + label] ?? 0;
  for (let each = 0; each < vector.index.length; each += 1) {
    const row = (vector.index[each] ?? 0) * width;
    const value = vector.value[each] ?? 0;
    for (let label = 0; label < width; label += 1) into[label] = (into[label] ?? 0) + value * (weights[row + label] ?? 0);
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (const each of into) if (each > highest) highest = each;
  let sum = 0;
  for (let label = 0; label < width; label += 1) {
    const each = Math.exp((into[label] ?? 0) - highest);
    into[label] = each;
    sum += each;
  }
  for (let label = 0; label < width; label += 1) into[label] = (into[label] ?? 0) / sum;
}

/** Park and Miller's minimal standard generator: whole numbers only, the same on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed % 2147483647;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

function shuffle(order: number[], random: (below: number) => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    const [one, two] = [order[last] ?? 0, order[other] ?? 0];
    order[last] = two;
    order[other] = one;
  }
}

/** @param concepts those that the model was trained with */
export function classifierOf(model: Model, concepts?: ConceptFinder): Classifier {
  const width = model.labels.length;
  const feature = indexOf(model.hashes);
  return {
    labels: model.labels,
    scores: (text) => {
      const probabilities = new Float64Array(width);
      predict(
        model.weights,
        width,
        model.hashes.length * width,
        vectorOf(featuresOf(text, concepts), model, feature),
        probabilities,
      );
      return model.labels
        .map((label, at) => ({ label, probability: probabilities[at] ?? 0 }))
        .toSorted((one, other) => other.probability - one.probability || byCodeUnits(one.label, other.label));
    },
  };
}
