/** The choice that a bare number or ordinal names: "2", "the second one", 第三个. */

const ordinals: readonly RegExp[] = [
  /^(?:(?:number|no\.?|option|choice|选项?|第|答案)\s*)?(\d{1,2})(?:\s*(?:号|个|项|st|nd|rd|th)?(?: one| option)?)?[.)、。!]?$/,
  /^(?:the )?(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?: one| option| choice)?[.!]?$/,
  /^(?:选|就|是)?第?([一二两三四五六七八九十])(?:个|项|号|种)?[。!]?$/,
];
const english = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** The choice that a bare number or ordinal names, from 0; -1 for the last. Undefined where the text is no such thing. */
export function ordinalOf(text: string): number | undefined {
  for (const form of ordinals) {
    const word = form.exec(text.trim())?.[1];
    if (word === undefined) continue;
    if (word === 'last') return -1;
    // No choice is numbered 0.
    if (/^\d+$/.test(word)) return Number(word) === 0 ? undefined : Number(word) - 1;
    const place = english.indexOf(word);
    return place >= 0 ? place : '一二三四五六七八九十'.indexOf(word.replace('两', '二'));
  }
  return undefined;
}
