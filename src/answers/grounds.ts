/**
 * Whether a sentence says what its grounds say: by its words, by what it denies and demands, and by which levels, figures and relations
 * it puts together. Words alone prove nothing; a sentence that recombines or turns what it rests on is refused.
 */
import type { Language } from '../command/command.ts';
import { normalise } from '../text/normal-form.ts';
import { stem, tokenise } from '../text/tokens.ts';
import type { FigureReader } from './figures.ts';
import { relationsOf } from './relations.ts';

/** Texts that a sentence may rest on, in its language and in normal form. */
export interface Grounds {
  readonly sentences: readonly string[];
  /** What the authors answer to the same question begins with. */
  readonly opening: string;
  /** Words of the grounds in either language. */
  readonly terms: ReadonlySet<string>;
}

/** Part of the sentence's words that must stand in its grounds. */
const leastGrounded: Readonly<Record<Language, number>> = { en: 0.6, zh: 0.5 };
/** From this part of shared words on it is nearly a copy, in which every denial counts. */
const nearlyCopied = 0.75;
/** Fewer words in a clause are compared with the whole sentence only; of fewer words a sentence is a ground's own. */
const leastTerms = 3;
const denial: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:not|no|never|none|neither|nor|nothing|nobody|without|cannot|hardly|waive[sd]?|instead of|rather than|unless|except|exempt(?:ed|ion)?|refus\w+|lacks?|false|wrong)(?![a-z])|n't(?![a-z])/g,
  zh: /不|没|无(?!论)|非|未|免|勿|莫|否|除外|取消/g,
};
const duty: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:must|shall|required?|requires|requirements?|mandatory|compulsory|ha(?:ve|s) to|needs?|needed|necessary|only if|obligatory|conditions?)(?![a-z])/,
  zh: /必须|必需|须|应当|需要|一定要|务必|强制|要求|只有|条件/,
};
const opensWithYes = /^(?:yes|yeah|right|correct|indeed|是的|可以|能|会|对|算|有的?|需要|要)(?![a-z])/;
const opensWithNo = /^(?:no|nope|not|never|不|没有?|无需|无须|否)(?![a-z])/;

const stopWords = new Set(
  (
    'a an the and or but if of in on at to for from with by as is am are was were be been it its this that these those there here you your they them their we our who what ' +
    'which when where how can could may might will would shall should must not no do does did have has had also only just still too so than then such any all each both other ' +
    'yes well first one same more most very about under into over up out there'
  ).split(' '),
);

export const sentencesOf = (normal: string): string[] =>
  normal
    .split(/(?<=[.!?])\s+|[。;!?\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** Stemmed words that mean something, and pairs of Han characters. */
export function termsOf(normal: string): string[] {
  const terms = tokenise(normal).flatMap(({ text, kind }) =>
    kind === 'pair' ? [text] : kind === 'word' && !stopWords.has(text) ? [stem(text)] : [],
  );
  return [...new Set(terms)];
}

/** @param text in any form; of several sentences each has to stand by itself */
export function groundsFault(
  text: string,
  grounds: Grounds,
  figures: FigureReader,
  language: Language,
): 'ungrounded' | 'contrary' | 'recombined' | undefined {
  for (const sentence of sentencesOf(normalise(text).text)) {
    const fault = sentenceFault(sentence, grounds, figures, language);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function sentenceFault(
  sentence: string,
  { sentences, opening, terms: known }: Grounds,
  figures: FigureReader,
  language: Language,
): 'ungrounded' | 'contrary' | 'recombined' | undefined {
  const stance = stanceOf(sentence);
  if (stance !== undefined && stance !== stanceOf(opening)) return 'contrary';
  const terms = termsOf(sentence);
  if (terms.length === 0) {
    if (stance === undefined) return 'ungrounded';
    // "Yes, if …" is no "Yes".
    return relationsOf(opening, language).limits.size === 0 ? undefined : 'recombined';
  }
  if (terms.filter((term) => known.has(term)).length < leastGrounded[language] * terms.length) return 'ungrounded';
  if (duty[language].test(sentence) && !sentences.some((ground) => duty[language].test(ground))) return 'contrary';
  const clauses = sentences.flatMap(clausesOf);
  const turned = (part: string, among: readonly string[]): boolean => isTurned(part, nearest(part, among), language);
  if (turned(sentence, sentences) || clausesOf(sentence).some((clause) => clauses.length > 0 && turned(clause, clauses)))
    return 'contrary';
  return isRecombined(sentence, sentences, figures) || isUnbacked(sentence, sentences, figures, language)
    ? 'recombined'
    : undefined;
}

/** The text that shares most words with it, for its length. */
function nearest(text: string, grounds: readonly string[]): string {
  const terms = termsOf(text);
  const shared = (ground: string): number => {
    const others = new Set(termsOf(ground));
    return terms.filter((term) => others.has(term)).length / Math.sqrt(others.size + 4);
  };
  return grounds.toSorted((one, other) => shared(other) - shared(one))[0] ?? '';
}

/** What a sentence that answers with yes or no begins with. */
const stanceOf = (sentence: string): 'yes' | 'no' | undefined =>
  opensWithYes.test(sentence) ? 'yes' : opensWithNo.test(sentence) ? 'no' : undefined;

/** What stands in brackets is the same once more. */
const parts = (sentence: string): string[] => sentence.replaceAll(/\([^()]*\)/g, '').split(/[,;:、]+| (?:and|but|so|or|while) /);
/** Those with words enough to be compared. */
const clausesOf = (sentence: string): string[] => parts(sentence).filter((clause) => termsOf(clause).length >= leastTerms);

/** Whether one of them denies and the other does not; of what is nearly a copy every denial counts. */
function isTurned(text: string, ground: string, language: Language): boolean {
  const count = (words: string): number => [...words.matchAll(denial[language])].length;
  const [denials, others] = [count(text), count(ground)];
  return isCopy(text, ground) ? denials !== others : denials === 0 ? others !== 0 : others === 0;
}

/** Whether they share so many of their words. */
function isCopy(text: string, ground: string, part = nearlyCopied): boolean {
  const terms = new Set(termsOf(text));
  const others = termsOf(ground);
  return others.filter((term) => terms.has(term)).length >= part * Math.max(terms.size, others.length);
}

/** A sentence says less than its ground; so many of its words stand there. */
const leastShared = 0.5;

/** Whether no single ground says all of it: the same relations and figures in the same order, and no limit that the sentence leaves out. */
function isUnbacked(sentence: string, grounds: readonly string[], figures: FigureReader, language: Language): boolean {
  const terms = termsOf(sentence);
  if (terms.length < leastTerms)
    return !grounds
      .flatMap((ground) => (relationsOf(ground, language).limits.size === 0 ? [ground, ...parts(ground)] : [ground]))
      .some((ground) => bare(ground) === bare(sentence));
  const own = { figures: figures.read(sentence).sequence, ...relationsOf(sentence, language) };
  return !grounds.some((ground) => {
    const others = new Set(termsOf(ground));
    if (terms.filter((term) => others.has(term)).length < leastShared * terms.length) return false;
    const { sequence, limits } = relationsOf(ground, language);
    return (
      follows(own.sequence.map(alone), sequence.map(alone)) &&
      [...limits].every((limit) => own.limits.has(limit)) &&
      follows(own.figures, figures.read(ground).sequence)
    );
  });
}
const alone = (key: string): string[] => [key];
const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();

/**
 * Whether the sentence puts levels and figures where its grounds do not: what it nearly copies, as a whole or a clause, has them in the
 * same order; several in any other clause stand so in one clause of a ground.
 */
function isRecombined(sentence: string, grounds: readonly string[], figures: FigureReader): boolean {
  const own = figures.read(sentence).sequence;
  if (own.length === 0) return false;
  const copied = grounds.filter((ground) => isCopy(sentence, ground));
  if (copied.length > 0) return !copied.some((ground) => follows(own, figures.read(ground).sequence));
  const clauses = grounds.flatMap(parts);
  return parts(sentence).some((clause) => {
    const stated = figures.read(clause).sequence;
    if (stated.length === 0) return false;
    const like = stated.length > 1 ? clauses : clauses.filter((ground) => isCopy(clause, ground, likeClause));
    return like.length > 0 && !like.some((ground) => follows(stated, figures.read(ground).sequence));
  });
}
/** A clause is short: one other word in two may still be the same statement. */
const likeClause = 0.5;

type Sequence = ReturnType<FigureReader['read']>['sequence'];
const meet = (one: readonly string[], other: readonly string[]): boolean => one.some((key) => other.includes(key));

/** Whether the one stands in the other in the same order, with others between. */
function follows(one: Sequence, other: Sequence): boolean {
  let at = 0;
  for (const keys of other) {
    const next = one[at];
    if (next && meet(next, keys)) at += 1;
  }
  return at === one.length;
}
