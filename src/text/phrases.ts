/** Finds many phrases in one text in a single walk: leftmost, longest, at word boundaries where the phrase is of Latin words. */
import { normalise } from './normal-form.ts';

interface State<T> {
  readonly next: Map<string, State<T>>;
  values: T[] | undefined;
}

export interface PhraseMatch<T> {
  /** Place in the normal form, [start, end). */
  readonly start: number;
  readonly end: number;
  readonly values: readonly T[];
}

const letter = /[\p{Script=Latin}\p{N}]/u;

export class PhraseMatcher<T> {
  readonly #root: State<T> = { next: new Map(), values: undefined };

  add(phrase: string, value: T): void {
    let state = this.#root;
    for (const character of folded(normalise(phrase).text)) {
      const next: State<T> = state.next.get(character) ?? { next: new Map(), values: undefined };
      state.next.set(character, next);
      state = next;
    }
    // Two spellings that are the same in normal form are one name.
    if (state !== this.#root && state.values?.includes(value) !== true) state.values = [...(state.values ?? []), value];
  }

  /** @param text in normal form */
  find(text: string): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    const source = folded(text);
    for (let start = 0; start < source.length;) {
      const match = this.#longest(source, start);
      if (match) {
        found.push(match);
        start = match.end;
      } else start += 1;
    }
    return found;
  }

  #longest(text: string, start: number): PhraseMatch<T> | undefined {
    if (isLetter(text, start) && isLetter(text, start - 1)) return undefined;
    let state: State<T> | undefined = this.#root;
    let best: PhraseMatch<T> | undefined;
    for (let at = start; at < text.length; at += 1) {
      state = state.next.get(text.charAt(at));
      if (!state) break;
      if (!state.values) continue;
      const end = pluralEnd(text, at + 1);
      if (end !== undefined) best = { start, end, values: state.values };
    }
    return best;
  }
}

/** A hyphen and a blank are the same between words. Keeps every position. */
const folded = (text: string): string => text.replaceAll('-', ' ');

const isLetter = (text: string, at: number): boolean => at >= 0 && at < text.length && letter.test(text.charAt(at));

/** End of the phrase where a word ends there, with an English plural or possessive taken in; undefined inside a word. */
function pluralEnd(text: string, end: number): number | undefined {
  if (!isLetter(text, end - 1) || !isLetter(text, end)) return end;
  for (const ending of ['s', "'s"]) {
    if (text.startsWith(ending, end) && !isLetter(text, end + ending.length)) return end + ending.length;
  }
  return undefined;
}
