/** Long text in parts that each fit, cut between paragraphs, lines or sentences, and only where a sentence alone is too long within it. */

/** After a full stop of either script, with the quotes and brackets that close the sentence. */
const sentenceEnd = /(?<=[.!?…]["”’)\]]*\s)|(?<=[。！？；]["”’）」』]*)(?!["”’）」』])/u;
const lineEnd = /(?<=\n)/u;
const paragraphEnd = /(?<=\n\n)/u;
const wordEnd = /(?<=[\s,，、;；])/u;

/** The sentences of a text, with the space that follows each, so that joined they are the text again. */
export const sentences = (text: string): string[] => text.split(lineEnd).flatMap((line) => line.split(sentenceEnd));

/**
 * The text in parts of at most `size`; joined (but for space at the seams) they are the text again.
 * @param size UTF-16 code units, at least 2 so that every character fits
 */
export function splitText(text: string, size: number): string[] {
  return pack(text, size, [paragraphEnd, lineEnd, sentenceEnd, wordEnd])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Fills parts with the largest pieces that fit; a piece that fits nowhere is itself taken apart at the next finer seam. */
function pack(text: string, size: number, [seam, ...finer]: readonly RegExp[]): string[] {
  if (text.trimEnd().length <= size) return [text];
  if (!seam) return hardCut(text, size);
  const parts: string[] = [];
  let current = '';
  for (const piece of text.split(seam)) {
    if ((current + piece).trimEnd().length <= size) {
      current += piece;
      continue;
    }
    if (current !== '') parts.push(current);
    const inner = pack(piece, size, finer);
    parts.push(...inner.slice(0, -1));
    current = inner.at(-1) ?? '';
  }
  if (current !== '') parts.push(current);
  return parts;
}

/** A run without any seam, such as an address; cut between whole characters. */
function hardCut(text: string, size: number): string[] {
  const parts: string[] = [];
  let current = '';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    // A grapheme of many code points may itself be longer than a part.
    const units = segment.length <= size ? [segment] : Array.from(segment);
    for (const unit of units) {
      if (current.length + unit.length > size) {
        parts.push(current);
        current = '';
      }
      current += unit;
    }
  }
  parts.push(current);
  return parts;
}

/** As many whole sentences from the start as fit; what follows is left to the full text elsewhere. */
export function firstSentences(text: string, size: number): string {
  const [first = ''] = splitText(text, size);
  return first;
}

/** For labels, which can't be continued elsewhere: the start, with an ellipsis where something is left out. */
export function shorten(text: string, size: number): string {
  if (text.length <= size) return text;
  const [start = ''] = hardCut(text, size - 1);
  return `${start.trimEnd()}…`;
}
