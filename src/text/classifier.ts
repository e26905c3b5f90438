/**
 * A linear text classifier: multinomial logistic regression over hashed n-grams, weighted by inverse document frequency and
 * brought to length one. No early stopping and no penalty on the weights: steps that fall to zero over few passes did as well on
 * the public sets, and calibrate better than training to the end. Training is deterministic: fixed shuffles, one order of additions, no clock and no random numbers.
 */
import type { ConceptFinder } from './concepts.ts';
import { featuresOf, type FeatureReader, type Features } from './features.ts';
import { HashIndex } from './hash-index.ts';

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
  /** What is seen of a text; without it, its n-grams. */
  readonly features?: FeatureReader;
}

export interface Score {
  readonly label: string;
  /** Over all labels they sum to 1. */
  readonly probability: number;
}

export interface Classifier {
  readonly labels: readonly string[];
  /**
   * Every label, the most probable first; labels of equal probability by name.
   * @param text or what was seen of it
   */
  scores(text: string | Features): Score[];
}

interface Vector {
  readonly index: Int32Array;
  readonly value: Float32Array;
}

/** All that a trained classifier is, as plain data. Row f of `weights` holds the weights of feature f, one a label; the last row is the bias. */
export interface Model {
  readonly labels: readonly string[];
  readonly hashes: Int32Array;
  readonly rarity: Float32Array;
  readonly weights: Float32Array;
  /** Rarity of a feature that no example has: it says nothing for a label, but makes the text less like all of them. */
  readonly unknownRarity: number;
}

const defaults = { epochs: 12, rate: 2, maxFeatures: 120_000, features: (text: string): Features => featuresOf(text) } as const;

/** Fails with a RangeError without examples; one label alone always has the probability 1. */
export function train(examples: readonly Example[], options: TrainingOptions = {}): Model {
  if (examples.length === 0) throw new RangeError('A classifier needs at least one example.');
  const { epochs, rate, maxFeatures, features } = { ...defaults, ...options };
  const labels = [...new Set(examples.map((example) => example.label))].toSorted(byCodeUnits);
  const labelIndex = new Map(labels.map((label, at) => [label, at]));
  const read = examples.map((example) => features(example.text));
  const { hashes, rarity, unknownRarity, places } = vocabulary(read, maxFeatures);
  const model: Model = { labels, hashes, rarity, unknownRarity, weights: new Float32Array((hashes.length + 1) * labels.length) };
  const vectors = read.map(({ counts }, at) => vectorOf(places[at] ?? new Int32Array(), counts, model));
  const targets = examples.map((example) => labelIndex.get(example.label) ?? 0);
  descend(model, vectors, targets, epochs, rate);
  return model;
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

interface Vocabulary extends Pick<Model, 'hashes' | 'rarity' | 'unknownRarity'> {
  /** Of each text the places that its features have in `hashes`; `unknown` for one that was left out. */
  readonly places: readonly Int32Array[];
}

const unknown = -1;

/** The features of the texts in the order in which they come up, so that those of one text lie together. */
function vocabulary(texts: readonly Features[], maxFeatures: number): Vocabulary {
  const index = new HashIndex(texts.length);
  const hashes: number[] = [];
  const times: number[] = [];
  const places = texts.map((text) =>
    text.hashes.map((hash) => {
      const place = index.get(hash) ?? hashes.length;
      if (place === hashes.length) {
        index.set(hash, place);
        hashes.push(hash);
        times.push(1);
      } else times[place] = (times[place] ?? 0) + 1;
      return place;
    }),
  );
  const rarityOf = (count: number): number => 1 + Math.log((1 + texts.length) / (1 + count));
  const kept = mostFrequent(hashes, times, maxFeatures);
  const keptPlaces = new Int32Array(hashes.length).fill(unknown);
  for (const [at, place] of kept.entries()) keptPlaces[place] = at;
  return {
    hashes: Int32Array.from(kept, (place) => hashes[place] ?? 0),
    rarity: Float32Array.from(kept, (place) => rarityOf(times[place] ?? 0)),
    unknownRarity: rarityOf(0),
    places: places.map((each) => each.map((place) => keptPlaces[place] ?? unknown)),
  };
}

/** Places of the `most` features that occur in most texts, those of smaller hashes first among equals; only those are sorted that may be left out. */
function mostFrequent(hashes: readonly number[], times: readonly number[], most: number): number[] {
  const places = [...hashes.keys()];
  if (places.length <= most) return places;
  const byTimes = Map.groupBy(times, (each) => each);
  let [least, left] = [0, most];
  for (const [count, features] of [...byTimes].toSorted(([one], [other]) => other - one)) {
    least = count;
    if (features.length >= left) break;
    left -= features.length;
  }
  const timesOf = (place: number): number => times[place] ?? 0;
  const last = places
    .filter((place) => timesOf(place) === least)
    .toSorted((one, other) => (hashes[one] ?? 0) - (hashes[other] ?? 0))
    .slice(0, left);
  const isLast = new Set(last);
  return places.filter((place) => timesOf(place) > least || isLast.has(place));
}

/**
 * Known features with log-damped, rarity-weighted counts, in the length that all features (known or not) give.
 * @param places of the features in the vocabulary, or `unknown`
 */
function vectorOf(places: Int32Array, counts: Uint16Array, { rarity, unknownRarity }: Model): Vector {
  const index = new Int32Array(places.length);
  const value = new Float32Array(places.length);
  let size = 0;
  let squares = 0;
  for (let each = 0; each < places.length; each += 1) {
    const at = places[each] ?? unknown;
    const times = counts[each] ?? 1;
    const weight = (times === 1 ? 1 : 1 + Math.log(times)) * (at === unknown ? unknownRarity : (rarity[at] ?? 0));
    squares += weight * weight;
    if (at === unknown) continue;
    index[size] = at;
    value[size] = weight;
    size += 1;
  }
  const length = Math.sqrt(squares) || 1;
  for (let each = 0; each < size; each += 1) value[each] = (value[each] ?? 0) / length;
  return { index: index.subarray(0, size), value: value.subarray(0, size) };
}

/** Stochastic gradient descent. A label whose probability is right to within `settled` is left alone, which saves most of the work. */
const settled = 0.005;
/** An example whose label is so nearly certain is passed over twice: most are soon learnt. */
const learnt = 0.15;
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
  const resting = new Uint8Array(vectors.length);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const length = rate * (1 - epoch / epochs);
    for (const at of order) {
      const vector = vectors[at];
      if (vector === undefined) continue;
      if ((resting[at] ?? 0) > 0) {
        resting[at] = (resting[at] ?? 0) - 1;
        continue;
      }
      predict(weights, width, bias, vector, probabilities);
      const target = targets[at] ?? 0;
      if ((probabilities[target] ?? 0) > 1 - learnt) resting[at] = 2;
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
  const index = new HashIndex(model.hashes.length);
  for (const [at, hash] of model.hashes.entries()) index.set(hash, at);
  return {
    labels: model.labels,
    scores: (text) => {
      const probabilities = new Float64Array(width);
      const { hashes, counts } = typeof text === 'string' ? featuresOf(text, concepts) : text;
      const places = hashes.map((hash) => index.get(hash) ?? unknown);
      predict(model.weights, width, model.hashes.length * width, vectorOf(places, counts, model), probabilities);
      return model.labels
        .map((label, at) => ({ label, probability: probabilities[at] ?? 0 }))
        .toSorted((one, other) => other.probability - one.probability || byCodeUnits(one.label, other.label));
    },
  };
}
