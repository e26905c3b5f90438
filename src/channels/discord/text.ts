/** Text for Discord: escaped, so that nothing it holds formats, links or mentions; and split where a reader would pause. */

/** What Discord reads as formatting, a mention, an emoji or the start of a list. */
const special = /[\\*_~`|<>[\]#@]|:(?=\w+:)|(?<=^|\n)\s*[-+](?= )|(?<=(?:^|\n)\s*\d+)\.(?= )/g;

/** The text as it reads, whatever characters it holds. */
export function escapeText(text: string): string {
  return text.replaceAll(special, (found) => `${found.slice(0, -1)}\\${found.slice(-1)}`);
}

/** Where text may be parted, the best first; each matches the end of what stays. */
const pauses: readonly RegExp[] = [/\n\n/g, /\n/g, /[。！？；]|[.!?;](?=\s)/g, /[，、：]|[,:](?=\s)/g, /\s/g];
/** A pause nearer to the beginning than this part of the limit leaves too little in a part. */
const leastPart = 0.3;

/**
 * The text in parts of at most `limit` UTF-16 units, in order, parted at paragraphs, else lines, sentences, clauses or words; only
 * where there is no such place between two characters. Nothing is lost but white space around the cuts. Never between a backslash
 * and what it escapes.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const at = cutAt(rest, limit);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit + 1);
  for (const pause of pauses) {
    const ends = [...window.matchAll(pause)].map(({ index, 0: found }) => index + found.length);
    const best = ends.findLast((end) => end <= limit);
    if (best !== undefined && best >= limit * leastPart) return best;
  }
  return betweenCharacters(text, limit);
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Longest grapheme that is looked for; longer ones are no writing. */
const longestGrapheme = 64;

function betweenCharacters(text: string, limit: number): number {
  const from = Math.max(0, limit - longestGrapheme);
  const starts = [...graphemes.segment(text.slice(from, limit + longestGrapheme))].map(({ index }) => from + index);
  const whole = starts.findLast((start) => start > 0 && start <= limit && !isEscaped(text, start));
  if (whole !== undefined && whole > from) return whole;
  let at = limit;
  while (at > 1 && (isEscaped(text, at) || isLowSurrogate(text, at))) at -= 1;
  return at;
}

/** Whether the character there belongs to the backslash before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc_00 && unit <= 0xdf_ff;
}

/** For labels whose full text stands elsewhere, and for titles: at most so long, with an ellipsis where something is left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, betweenCharacters(text, limit - 1)).trimEnd()}…`;
}
