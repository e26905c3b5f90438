/** Groups of words that people use for one thing, in both languages, found in a text: "no degree" and 没文凭 are about a diploma. */
import { normalise } from './normal-form.ts';
import { stem, tokenise, type Token } from './tokens.ts';

export interface Concept {
  readonly id: string;
  /** English words and phrases, whatever their endings. */
  readonly en: readonly string[];
  /** Chinese words, found wherever they stand in a run of characters. */
  readonly zh: readonly string[];
}

interface State {
  readonly next: Map<string, State>;
  readonly ids: string[];
}

/** Finds every concept of a text in one walk; matches may overlap. */
export class ConceptFinder {
  readonly #root: State = { next: new Map(), ids: [] };
  readonly #concepts: readonly Concept[];

  constructor(concepts: readonly Concept[]) {
    this.#concepts = concepts;
    for (const { id, en, zh } of concepts)
      for (const phrase of [...en, ...zh]) {
        let state = this.#root;
        for (const unit of unitsOf(tokenise(normalise(phrase).text))) {
          const next: State = state.next.get(unit) ?? { next: new Map(), ids: [] };
          state.next.set(unit, next);
          state = next;
        }
        if (state !== this.#root && !state.ids.includes(id)) state.ids.push(id);
      }
  }

  /** Tells finders of different words apart, where what was learnt with one is kept. */
  toJSON(): readonly Concept[] {
    return this.#concepts;
  }

  /** @param tokens of text in normal form. @returns ids, each once, in the order of their first word */
  find(tokens: readonly Token[]): string[] {
    const units = unitsOf(tokens);
    const found = new Set<string>();
    for (let start = 0; start < units.length; start += 1) {
      let state = this.#root.next.get(units[start] ?? '');
      for (let at = start + 1; state; at += 1) {
        if (state.ids.length > 0) for (const id of state.ids) found.add(id);
        state = state.next.get(units[at] ?? '');
      }
    }
    return [...found];
  }
}

/** Stemmed words, and single Han characters. */
function unitsOf(tokens: readonly Token[]): string[] {
  const units: string[] = [];
  for (const { text, kind } of tokens) if (kind !== 'pair') units.push(kind === 'word' ? stem(text) : text);
  return units;
}
