/**
 * The normal form in which texts are compared: NFKC (full-width → half-width), lower case, simplified characters, one kind of
 * quote, apostrophe and dash, white space collapsed and trimmed, invisible characters dropped.
 */
import { simplify } from './simplified.ts';

export interface NormalText {
  /** The normal form. */
  readonly text: string;
  /** What the user wrote. */
  readonly original: string;
  /** The user's own words for the positions [start, end) of `text`; positions outside are cut to it. Never splits a character. */
  quote(start: number, end: number): string;
}

const replacements = new Map<string, string>();
for (const [to, from] of [
  ['"', '“”„‟«»″「」『』〝〞＂'],
  ["'", '‘’‚‛′`´ʼ＇'],
  ['-', '‐‑‒–—―−﹘﹣－⁃'],
  ['~', '〜～∼'],
  ['〇', '○◯'],
  ['/', '⁄∕'],
] as const)
  for (const each of from) replacements.set(each, to);

/** NFKC makes 2½ a "21/2": as decimals they stay what they mean. */
const fractions = new Map([
  ['½', '.5'],
  ['¼', '.25'],
  ['¾', '.75'],
]);

/** Marks and jamo that may compose with what stands before them, and so are normalised together with it. */
const joins = /^[\p{M}\u1160-\u11ff\u3131-\u318e\ud7b0-\ud7ff\uff9e-\uffdc]/u;
const invisible = /^\p{Default_Ignorable_Code_Point}$/u;
const half = /^\p{Surrogate}/u;
const blank = /^[\s\p{Cc}\p{Z}]+$/u;
/** As many as the Unicode stream-safe format allows: normalising is not linear in the number of marks on one letter. */
const mostMarks = 30;
const mostGrowth = 4;

/** A piece of the original, and what became of it. */
interface Pieces {
  readonly text: string[];
  readonly from: number[];
  readonly to: number[];
}

/** Plain English, of which only the case may change. */
const plain = /^[!-_a-~]+(?: [!-_a-~]+)*$/;

/** Takes any string, lone surrogates and all, in linear time; never throws. */
export function normalise(original: string): NormalText {
  if (plain.test(original))
    return { text: original.toLowerCase(), original, quote: (start, end) => original.slice(Math.max(0, start), Math.max(0, end)) };
  const pieces = split(original);
  simplify(pieces.text);
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let spaceFrom = -1;
  let spaceTo = -1;
  for (let at = 0; at < pieces.text.length; at += 1) {
    const piece = pieces.text[at] ?? '';
    const [start, end] = [pieces.from[at] ?? 0, pieces.to[at] ?? 0];
    if (piece === ' ') {
      if (spaceFrom < 0) spaceFrom = start;
      spaceTo = end;
      continue;
    }
    if (spaceFrom >= 0 && parts.length > 0) {
      parts.push(' ');
      from.push(spaceFrom);
      to.push(spaceTo);
    }
    spaceFrom = -1;
    parts.push(piece);
    for (let unit = 0; unit < piece.length; unit += 1) {
      from.push(start);
      to.push(end);
    }
  }
  const text = parts.join('');
  return {
    text,
    original,
    quote: (start, end) => {
      const [first, last] = [Math.max(0, start), Math.min(text.length, end)];
      return first < last ? original.slice(from[first], to[last - 1]) : '';
    },
  };
}

/** The original in characters, each in normal form by itself; a piece of more than one character holds no blank. */
function split(original: string): Pieces {
  const pieces: Pieces = { text: [], from: [], to: [] };
  const push = (text: string, from: number, to: number): void => {
    pieces.text.push(text);
    pieces.from.push(from);
    pieces.to.push(to);
  };
  for (let at = 0; at < original.length;) {
    const code = original.charCodeAt(at);
    const next = original.charCodeAt(at + 1);
    // The two that fill most messages: ASCII, and common Han characters; neither changes unless a mark follows.
    const plain = (code > 0x20 && code < 0x7f) || (code >= 0x4e00 && code < 0xa000);
    if (plain && (Number.isNaN(next) || next < 0x300 || (next >= 0x4e00 && next < 0xa000))) {
      const character = original.charAt(at);
      push(code < 0x80 ? (character === '`' ? "'" : character.toLowerCase()) : character, at, at + 1);
      at += 1;
      continue;
    }
    const end = endOfCharacter(original, at);
    pushRare(original.slice(at, end), (text) => push(text, at, end), pieces.text.at(-1));
    at = end;
  }
  return pieces;
}

function endOfCharacter(original: string, start: number): number {
  const width = (at: number): number => ((original.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  let end = start + width(start);
  for (let marks = 0; marks < mostMarks && end < original.length; marks += 1) {
    if (original.charCodeAt(end) < 0x300 || !joins.test(original.slice(end, end + width(end)))) break;
    end += width(end);
  }
  return end;
}

function pushRare(character: string, push: (text: string) => void, before: string | undefined): void {
  if (blank.test(character)) return push(' ');
  // Half a character must not become a whole one with the half of another, once what stands between them is dropped.
  if (half.test(character)) return push('\ufffd');
  const visible = Array.from(character)
    .filter((each) => !invisible.test(each))
    .join('');
  if (visible === '') return;
  const fraction = fractions.get(visible);
  if (fraction !== undefined) return push(/^\d$/.test(before ?? '') ? fraction : `0${fraction}`);
  const known = replacements.get(visible);
  if (known !== undefined) return push(known);
  // NFKC may bring in blanks (spacing accents) and quotes; lower case may undo NFKC.
  const normal = visible.normalize('NFKC').toLowerCase().normalize('NFKC');
  // A ligature may stand for a whole phrase: a message of them would grow eighteenfold.
  if (normal.length > mostGrowth * visible.length) return push(visible);
  for (const each of normal) if (!invisible.test(each)) push(blank.test(each) ? ' ' : (replacements.get(each) ?? each));
}
