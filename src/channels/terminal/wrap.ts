/** Text in columns: a Chinese character takes two, and lines break where readers of either language expect it. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** May not begin a line, and may not end one, where Chinese is broken between characters. */
const closing = /^[\p{Pe}\p{Pf}，。、；：？！…—·％%,.;:?!~～]/u;
const opening = /^[\p{Ps}\p{Pi}]/u;
/** Marks that reverse the order of what is shown after them. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const controls = /[^\P{Cc}\n]/gu;

/** Columns that text takes in a terminal. */
export const columns = (text: string): number => stringWidth(text, { countAnsiEscapeCodes: true });

/**
 * The text without anything that a terminal would obey: escape sequences, control characters other than the line feed, and marks
 * that turn the direction of writing. Tabs become two spaces, lone surrogates U+FFFD.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(controls, '')
    .replaceAll(directions, '')
    .toWellFormed();
}

/**
 * Lines of at most `width` columns (2 or more). Breaks at spaces and between Chinese characters, inside a word only where it is
 * longer than a line. A paragraph's indentation is kept, also on its further lines. Takes printable text; gives one line or more.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const content = paragraph.trimStart();
    const indent = ' '.repeat(Math.min(columns(paragraph.slice(0, paragraph.length - content.length)), Math.floor(width / 2)));
    return wrapParagraph(content, width - indent.length).map((line) => (line === '' ? '' : indent + line));
  });
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(paragraph)) {
    const word = piece.trimEnd();
    // A line is measured whole: what two pieces take side by side may be more than what each takes alone.
    if (line !== '' && columns(line + word) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    const parts = hardBroken(word, width);
    lines.push(...parts.slice(0, -1));
    line += (parts.at(-1) ?? '') + piece.slice(word.length);
  }
  return [...lines, line.trimEnd()];
}

/** The word in parts that each fit; one part where it fits itself. */
function hardBroken(word: string, width: number): string[] {
  if (columns(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && columns(part + segment) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

/** The paragraph cut where a line may end; spaces stay with what stands before them. */
function* pieces(paragraph: string): Generator<string> {
  let piece = '';
  let before = '';
  for (const { segment } of graphemes.segment(paragraph)) {
    if (piece !== '' && mayBreak(before, segment)) {
      yield piece;
      piece = '';
    }
    piece += segment;
    before = segment;
  }
  if (piece !== '') yield piece;
}

function mayBreak(before: string, after: string): boolean {
  if (after.trim() === '') return false;
  if (before.trim() === '') return true;
  return (cjk.test(before) || cjk.test(after)) && !opening.test(before) && !closing.test(after);
}
