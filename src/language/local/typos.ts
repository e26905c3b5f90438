/** Left-out apostrophes, and typing mistakes in the words that name levels and titles: "senoir worker" is read as it was meant. Quotes stay what was typed. */
import { distance } from '../../text/edit-distance.ts';
import type { NormalText } from '../../text/normal-form.ts';

const word = /(?<![\p{L}\p{N}'])[a-z]{2,}(?![\p{L}\p{N}'])/gu;

/** Typed without the apostrophe. Only what is no other word: not "well", "were", "its", "id" or "wont" the noun. */
const contractions: ReadonlyMap<string, string> = new Map(
  [
    "can't don't doesn't didn't won't isn't aren't wasn't weren't haven't hasn't hadn't couldn't wouldn't shouldn't mustn't",
    "i'm i've you're you've they're they've that's what's who's there's he's she's",
  ]
    .flatMap((words) => words.split(' '))
    .map((word) => [word.replace("'", ''), word]),
);

/** Shorter words are too near to others. */
const leastLetters = 5;

export class Typos {
  readonly #targets: readonly string[];
  readonly #known: ReadonlySet<string>;

  /**
   * @param targets words that may have been meant, in normal form
   * @param known words that are right as they stand
   */
  constructor(targets: Iterable<string>, known: Iterable<string>) {
    this.#targets = [...new Set(targets)].filter((each) => each.length >= leastLetters).toSorted();
    this.#known = new Set([...known, ...this.#targets]);
  }

  /** The message with mistyped words in place of the typed ones. One mistake a word, two in a long one; the first letter is right. */
  correct(message: NormalText): NormalText {
    const parts: string[] = [];
    /** For each place of the corrected text, the place in the message that it stands for. */
    const places: number[] = [];
    let done = 0;
    const copy = (end: number): void => {
      parts.push(message.text.slice(done, end));
      for (; done < end; done += 1) places.push(done);
    };
    for (const { 0: typed, index } of message.text.matchAll(word)) {
      const meant = this.#meant(typed);
      if (meant === undefined) continue;
      copy(index);
      parts.push(meant);
      for (let at = 0; at < meant.length; at += 1) places.push(index + Math.min(at, typed.length - 1));
      done = index + typed.length;
    }
    if (parts.length === 0) return message;
    copy(message.text.length);
    const text = parts.join('');
    const placeOf = (at: number): number => places[at] ?? message.text.length;
    return {
      text,
      original: message.original,
      // A word that was corrected is quoted whole, whatever its length was made.
      quote: (start, end) =>
        message.quote(placeOf(start), this.#endOf(message.text, placeOf(Math.min(end, text.length) - 1) + 1, placeOf(end))),
    };
  }

  #endOf(text: string, least: number, next: number): number {
    return /[a-z]/.test(text.charAt(least - 1)) && next > least && !/[^a-z]/.test(text.slice(least, next)) ? next : least;
  }

  #meant(typed: string): string | undefined {
    const whole = contractions.get(typed);
    if (whole !== undefined) return whole;
    if (typed.length < leastLetters || this.#known.has(typed)) return undefined;
    const plain = typed.replace(/s$/, '');
    if (this.#known.has(plain)) return undefined;
    const most = typed.length >= 9 ? 2 : 1;
    let best: { readonly word: string; readonly mistakes: number } | undefined;
    for (const target of this.#targets) {
      if (target.charAt(0) !== typed.charAt(0)) continue;
      const mistakes = distance(typed, target, most);
      // Of two that are as near the one with the same ending: "technican" is no "technical".
      const isNearer =
        best === undefined || (mistakes ?? 0) < best.mistakes || (mistakes === best.mistakes && target.at(-1) === typed.at(-1));
      if (mistakes !== undefined && isNearer) best = { word: target, mistakes };
    }
    return best?.word;
  }
}
