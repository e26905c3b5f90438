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
  /** A snapshot for `restore`. */
  serialise(): Uint8Array;
}

/** A snapshot that is damaged, or of another version. Train anew. */
export class SnapshotError extends Error {
  readonly code = 'classifier-snapshot';

  constructor(message: string) {
    super(message);
    this.name = 'SnapshotError';
  }
}

interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** All that a trained classifier is. Row f of `weights` holds the weights of feature f, one a label; the last row is the bias. */
interface Model {
  readonly labels: readonly string[];
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;
  readonly weights: Float32Array;
  /** Rarity of a feature that no example has: it says nothing for a label, but makes the text less like all of them. */
  readonly unknownRarity: number;
}

const defaults = { epochs: 12, rate: 2, maxFeatures: 120_000 } as const;

/** Fails with a RangeError without examples; one label alone always has the probability 1. */
export function train(examples: readonly Example[], options: TrainingOptions = {}): Classifier {
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
  return classifierOf(model, feature, options.concepts);
}

/** Fails with a SnapshotError. `concepts`: those that it was trained with. */
export function restore(snapshot: Uint8Array, concepts?: ConceptFinder): Classifier {
  const model = read(snapshot);
  return classifierOf(model, indexOf(model.hashes), concepts);
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const indexOf = (hashes: Uint32Array): Map<number, number> => new Map(Array.from(hashes, (hash, at) => [hash, at]));

function vocabulary(
  counts: readonly ReadonlyMap<number, number>[],
  maxFeatures: number,
): Pick<Model, 'hashes' | 'rarity' | 'unknownRarity'> {
  const documents = new Map<number, number>();
  for (const count of counts) for (const hash of count.keys()) documents.set(hash, (documents.get(hash) ?? 0) + 1);
  const kept = [...documents]
    .toSorted(([one, times], [other, otherTimes]) => otherTimes - times || one - other)
    .slice(0, maxFeatures);
  const rarityOf = (times: number): number => 1 + Math.log((1 + counts.length) / (1 + times));
  return {
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    rarity: Float32Array.from(kept, ([, times]) => rarityOf(times)),
    unknownRarity: rarityOf(0),
  };
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
const settled = 0.0005;
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
      for (let label = 0; label < width; label += 1) {
        const error = (label === target ? 1 : 0) - (probabilities[label] ?? 0);
        if (error < settled && error > -settled) continue;
        const change = length * error;
        for (let each = 0; each < vector.index.length; each += 1) {
          const cell = (vector.index[each] ?? 0) * width + label;
          weights[cell] = (weights[cell] ?? 0) + change * (vector.value[each] ?? 0);
        }
        weights[bias + label] = (weights[bias + label] ?? 0) + biasRate * change;
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

function classifierOf(model: Model, feature: ReadonlyMap<number, number>, concepts: ConceptFinder | undefined): Classifier {
  const width = model.labels.length;
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
    serialise: () => write(model),
  };
}

const magic = 'text-classifier 1';

/** A line of JSON, then the numbers, little-endian. */
function write({ labels, hashes, rarity, weights, unknownRarity }: Model): Uint8Array {
  const head = new TextEncoder().encode(`${JSON.stringify([magic, unknownRarity, hashes.length, ...labels])}\n`);
  const snapshot = new Uint8Array(head.length + 4 * (hashes.length + rarity.length + weights.length));
  snapshot.set(head);
  const view = new DataView(snapshot.buffer);
  let at = head.length;
  for (const hash of hashes) view.setUint32((at += 4) - 4, hash, true);
  for (const each of rarity) view.setFloat32((at += 4) - 4, each, true);
  for (const each of weights) view.setFloat32((at += 4) - 4, each, true);
  return snapshot;
}

function read(snapshot: Uint8Array): Model {
  const end = snapshot.indexOf(10);
  const [name, unknownRarity, features, ...labels] = parseHead(new TextDecoder().decode(snapshot.subarray(0, Math.max(0, end))));
  if (name !== magic || typeof unknownRarity !== 'number' || typeof features !== 'number')
    throw new SnapshotError('This is no snapshot of a text classifier of this version. Train it anew.');
  const names = labels.filter((label) => typeof label === 'string');
  const cells = (features + 1) * names.length;
  if (names.length === 0 || snapshot.length !== end + 1 + 4 * (2 * features + cells))
    throw new SnapshotError('The snapshot of the text classifier is cut short or damaged. Train it anew.');
  const view = new DataView(snapshot.buffer, snapshot.byteOffset + end + 1);
  const floats = (from: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, at) => view.getFloat32(4 * (from + at), true));
  return {
    labels: names,
    hashes: Uint32Array.from({ length: features }, (_, at) => view.getUint32(4 * at, true)),
    rarity: floats(features, features),
    weights: floats(2 * features, cells),
    unknownRarity,
  };
}

function parseHead(text: string): unknown[] {
  try {
    const head: unknown = JSON.parse(text);
    return Array.isArray(head) ? head : [];
  } catch {
    return [];
  }
}
