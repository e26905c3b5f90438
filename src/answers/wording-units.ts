/** What sentences are made of: words that mean something, and words that deny. */
import type { Language } from '../command/command.ts';
import { stem, tokenise } from '../text/tokens.ts';

const stopWords = new Set(
  (
    'a an the and or but if of in on at to for from with by as is am are was were be been it its itself this that these those there here you your they them their we our who ' +
    'what which when where how can could may might will would shall should must not no do does did have has had also only just still yet too so than then such any all each ' +
    'both other yes well first one same more most very about under into over up out there whoever whether'
  ).split(' '),
);

/** Words of which a sentence may have some that its grounds don't: they name nothing, and say nothing that could be false by itself. */
const plainWords = new Set(
  (
    'say says said state mean name list put call word policy provision rule document text question answer count matter stand stay remain keep kept apply application hold holder ' +
    'people person anyone somebody someone candidate case thing point part take need ask look see know note show come find way kind sort form ' +
    'include among within because therefore however instead separate own another these further for example short clear exact detail figure ' +
    'skilled worker currently now already'
  )
    .split(' ')
    .map(stem),
);
const plainHan = new Set(
  Array.from(
    '的了地得着过是在有也还就都而且但如果若可以能会要须需应当您你我们他她它这那哪些个一两其他为以及与和或对于从到等又再仍才即便均将被把给让使由于所此该各每另外并同时则因故按照根据指说写明确定规' +
      '然话认条项点种类人员者来去上下中里内外之后前时候只仅不没无非未否用看做办问请想需属包括具体情况关方面本身自己必至少多么什怎样样吗呢吧',
  ),
);

const contractions: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z])won't(?![a-z])/g, 'will not'],
  [/(?<![a-z])(?:can't|cannot)(?![a-z])/g, 'can not'],
  [/(?<=[a-z])n't(?![a-z])/g, ' not'],
  [/(?<![a-z])(it|that|there|what|who)'s(?![a-z])/g, '$1 is'],
  [/(?<![a-z])(you|they|we)'re(?![a-z])/g, '$1 are'],
];
const spelledOut = (normal: string): string => contractions.reduce((text, [short, long]) => text.replace(short, long), normal);

/** Sentences, contractions spelled out. A semicolon ends none: what stands before it may be one of three that are needed. */
export const sentencesOf = (normal: string): string[] =>
  spelledOut(normal)
    .split(/(?<=[.!?])\s+|[。!?\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** Stemmed words that mean something, and pairs of Han characters. */
export function termsOf(normal: string): string[] {
  const terms = tokenise(normal).flatMap(({ text, kind }) =>
    kind === 'pair' ? [text] : kind === 'word' && !stopWords.has(text) ? [stem(text)] : [],
  );
  return [...new Set(terms)];
}

/** The single characters of Han pairs, and all other terms as they are. */
export const smallestOf = (terms: Iterable<string>): Set<string> =>
  new Set([...terms].flatMap((term) => (/^\p{Script=Han}/u.test(term) ? Array.from(term) : [term])));

/** Words that its grounds don't have and that are more than filling. */
export function foreignWords(normal: string, known: ReadonlySet<string>): string[] {
  const words = tokenise(normal).flatMap(({ text, kind }) =>
    kind === 'pair' || (kind === 'word' && stopWords.has(text)) ? [] : [kind === 'word' ? stem(text) : text],
  );
  return words.filter((word) => !known.has(word) && !isPlain(word));
}

/** Whether a term names nothing. */
export const isPlain = (term: string): boolean => plainWords.has(term) || Array.from(term).every((sign) => plainHan.has(sign));

const denial: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:not|no|never|none|neither|nor|nothing|nobody|without|cannot|hardly|waive[sd]?|instead of|rather than|unless|except|exempt(?:ed|ion)?|refus\w+|lacks?|missing|false|wrong)(?![a-z])|n't(?![a-z])/g,
  zh: /不|没|无(?!论)|非|未|免|勿|莫|否|除外|取消/g,
};
/** How often a text denies. "Not only" denies nothing, or twice. */
export const denialsIn = (text: string, language: Language): number => [...text.matchAll(denial[language])].length;
