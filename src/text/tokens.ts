/** Tokens for matching: Latin words and figures, and the characters and pairs of characters of Han runs. */
export interface Token {
  readonly text: string;
  /** Place in the text, [start, end). */
  readonly start: number;
  readonly end: number;
  /** `pair`: two Han characters beside each other; no segmentation, so no segmentation mistakes. */
  readonly kind: 'word' | 'character' | 'pair';
}

const piece = /(?<han>\p{Script=Han}+)|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'[\p{L}]+)?/gu;
const hanInside = /\p{Script=Han}/u;

/** Of text in normal form, in the order of the text; a Han run gives its characters, each followed by the pair that it opens. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(piece)) {
    if (match.groups?.['han'] !== undefined) pushHan(tokens, match[0], match.index);
    else if (hanInside.test(match[0])) pushMixed(tokens, match[0], match.index);
    else tokens.push({ text: match[0], start: match.index, end: match.index + match[0].length, kind: 'word' });
  }
  return tokens;
}

function pushHan(tokens: Token[], run: string, offset: number): void {
  const characters = Array.from(run);
  let start = offset;
  for (const [at, character] of characters.entries()) {
    const end = start + character.length;
    tokens.push({ text: character, start, end, kind: 'character' });
    const next = characters[at + 1];
    if (next !== undefined) tokens.push({ text: character + next, start, end: end + next.length, kind: 'pair' });
    start = end;
  }
}

/** A word that runs into Han characters, as in `hr部门`. */
function pushMixed(tokens: Token[], run: string, offset: number): void {
  let start = offset;
  for (const part of run.split(/(\p{Script=Han}+)/u)) {
    if (part === '') continue;
    if (hanInside.test(part)) pushHan(tokens, part, start);
    else tokens.push({ text: part, start, end: start + part.length, kind: 'word' });
    start += part.length;
  }
}

const kept = new Set([
  'this',
  'his',
  'its',
  'is',
  'was',
  'has',
  'does',
  'yes',
  'us',
  'as',
  'thus',
  'during',
  'series',
  'always',
  'need',
  'speed',
  'thing',
]);

/**
 * An English word without its commonest endings (titles → title, applied → appli, applying → appli, applies → appli): a stem to compare, not a word
 * to show. Light on purpose: a heavy stemmer makes one of words that differ here (qualification, qualified).
 */
export function stem(word: string): string {
  if (word.length < 4 || kept.has(word) || !/^[a-z']+$/.test(word)) return word;
  let root = word.replace(/'s?$/, '');
  if (root.endsWith('sses')) root = root.slice(0, -2);
  else if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (root.endsWith('s') && !/(?:ss|us|is)$/.test(root)) root = root.slice(0, -1);
  const cut = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(root)?.[1];
  if (cut !== undefined && cut.length > 2) root = cut.replace(/([bdgmnprt])\1$/, '$1');
  return root.length > 3 ? root.replace(/y$/, 'i').replace(/e$/, '') : root;
}
