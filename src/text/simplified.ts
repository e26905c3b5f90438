/**
 * Traditional → simplified Chinese, one character for one character, so that positions stay what they were. The package's own
 * converter is not used: it reports no positions, and it recurses once per ideographic description character, which a long enough
 * message turns into a stack overflow.
 */
import characterTable from 'opencc-js/dict/TSCharacters';
import phraseTable from 'opencc-js/dict/TSPhrases';

const pairs = (table: string): [string, string][] =>
  table.split('|').flatMap((entry) => {
    const space = entry.indexOf(' ');
    const [source, replacement] = [entry.slice(0, space), entry.slice(space + 1)];
    return source === replacement && source.length === 1 ? [] : [[source, replacement]];
  });

/** What people type by mistake, for the sound or in dialect, for what is written otherwise; as many characters for as many. */
const colloquial: readonly [string, string][] = [
  ['高极', '高级'],
  ['职秤', '职称'],
  ['支称', '职称'],
  ['木有', '没有'],
  ['么有', '没有'],
  ['莫得', '没有'],
  ['咋个', '怎么'],
  ['肿么', '怎么'],
  ['啥子', '什么'],
  ['神马', '什么'],
];

const characters = new Map([...pairs(characterTable), ['冇', '没'] as const]);

/** Phrases whose characters change otherwise than one by one (答覆 → 答复, but 覆盖 stays), by first character, longest first. */
const phrases = new Map<string, [string[], string[]][]>();
for (const [source, replacement] of [...pairs(phraseTable), ...colloquial]) {
  const [from, to] = [Array.from(source), Array.from(replacement)];
  const first = from[0];
  if (first === undefined || from.length !== to.length) continue;
  const known = phrases.get(first);
  if (known) known.push([from, to]);
  else phrases.set(first, [[from, to]]);
}
for (const list of phrases.values()) list.sort(([one], [other]) => other.length - one.length);

/**
 * Rewrites the list of single characters in place. Linear: no phrase is longer than about ten characters, and few share their
 * first one.
 */
export function simplify(text: string[]): void {
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character.length > 2 || character < '\u3400') continue;
    const phrase = phrases.get(character)?.find(([from]) => from.every((each, offset) => text[at + offset] === each));
    if (phrase) {
      for (const [offset, each] of phrase[1].entries()) text[at + offset] = each;
      at += phrase[1].length - 1;
    } else text[at] = characters.get(character) ?? character;
  }
}
