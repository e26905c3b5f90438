/**
 * Whether a sentence says what its grounds say: by its words, by what it denies and demands, and by which levels, figures and relations
 * it puts together. Words alone prove nothing; a sentence that recombines or turns what it rests on is refused.
 */
import type { Language } from '../command/command.ts';
import { normalise } from '../text/normal-form.ts';
import type { FigureReader } from './figures.ts';
import { relationsOf, type Relations } from './relations.ts';
import { saidIn, saysAlike, type Said } from './said.ts';
import { denialsIn, foreignWords, runsOf, sentencesOf, smallestOf, termsOf } from './wording-units.ts';

/** Texts that a sentence may rest on, in its language and in normal form. */
export interface Grounds {
  readonly sentences: readonly string[];
  /** What the authors answer to the same question begins with. */
  readonly opening: string;
  /** Words of the grounds in either language. */
  readonly terms: ReadonlySet<string>;
}

export type GroundsFault = 'ungrounded' | 'contrary' | 'recombined';

/** Part of the sentence's words that must stand in its grounds. */
const leastGrounded: Readonly<Record<Language, number>> = { en: 0.6, zh: 0.5 };
/** From this part of shared words on it is nearly a copy, in which every denial counts. */
const nearlyCopied = 0.75;
/** Of fewer words a sentence is a ground's own. */
const leastTerms = 3;
/** A sentence says less than its ground; so many of its words stand there. */
const leastShared = 0.5;
/** Of one that rests on a clause alone more, and of the clause's own words so many stand in it: it drops nothing that counts. */
const clauseShared = 0.75;
const clauseCovered = 0.6;

/** Between two sentences that are told as one, of which the second does not speak of the first. */
const joint: Readonly<Record<Language, RegExp>> = {
  en: /, (?:and|but|so) (?!(?:it|its|they|their|that|this|these|those|then|there|so)(?![a-z]))/,
  zh: /,(?:但是?|而且|并且|而)(?![这那它其此])/,
};

const duty: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:must|shall|required?|requires|requirements?|mandatory|compulsory|ha(?:ve|s) to|needs?|needed|necessary|only if|obligatory|conditions?)(?![a-z])/,
  zh: /必须|必需|须|应当|需要|一定要|务必|强制|要求|只有|条件/,
};
/** Followed by more it is no answer but a word: 有五项荣誉之一的. */
const opensWithYes = /^(?:(?:yes|yeah|right|correct|indeed|是的)(?![a-z])|(?:可以|能|会|对|算|有的?|需要|要)(?=[ ,.!。]|$))/;
const opensWithNo = /^(?:no|nope|not|never|不|不是|不行|不能|不会|不可以|不需要|不用|没有?|无需|无须|否)(?=[ ,.!。:]|$)/;

/** A text to rest on, or a clause of one, as it is compared. */
interface Unit extends Relations {
  readonly text: string;
  /** What stands beside a clause in its sentence limits it too. */
  readonly clause: boolean;
  readonly terms: ReadonlySet<string>;
  /** Its words, and the single characters of its Han runs. */
  readonly words: ReadonlySet<string>;
  readonly denials: number;
  /** Denials in the rest of its sentence. */
  readonly beside: number;
  /** All that it says, in order. */
  readonly said: readonly Said[];
}

export class GroundsChecker {
  readonly #figures: FigureReader;
  /** By language and text; of no more texts than the policy data has. */
  readonly #units = new Map<string, readonly Unit[]>();

  constructor(figures: FigureReader) {
    this.#figures = figures;
  }

  /** @param text in any form; of several sentences each has to stand by itself */
  fault(text: string, grounds: Grounds, language: Language): GroundsFault | undefined {
    for (const sentence of sentencesOf(normalise(text).text)) {
      const fault = this.#sentenceFault(withKnownBrackets(sentence, grounds.sentences), grounds, language);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #sentenceFault(sentence: string, { sentences, opening, terms: known }: Grounds, language: Language): GroundsFault | undefined {
    const stance = stanceOf(sentence);
    if (stance !== undefined && stance !== stanceOf(opening)) return 'contrary';
    const own = this.#read(sentence, language);
    if (own.terms.size === 0) {
      if (stance === undefined) return 'ungrounded';
      // "Yes, if …" is no "Yes".
      return relationsOf(opening, language).limits.size === 0 ? undefined : 'recombined';
    }
    const grounded = [...own.terms].filter((term) => known.has(term)).length;
    if (grounded < leastGrounded[language] * own.terms.size) return 'ungrounded';
    if (foreignWords(sentence, smallestOf(known)).length > 0) return 'ungrounded';
    if (duty[language].test(sentence) && !sentences.some((ground) => duty[language].test(ground))) return 'contrary';
    const units = sentences.flatMap((ground) => this.#unitsOf(ground, language));
    if (this.#rests(sentence, units, language)) return undefined;
    return isTurned(sentence, nearest(sentence, sentences), language) ? 'contrary' : 'recombined';
  }

  /** Whether it says what one unit says, or is made of sentences of which each does. */
  #rests(sentence: string, units: readonly Unit[], language: Language): boolean {
    const wordings = [sentence, ...turnedRound(sentence, language)].map((wording) => this.#read(wording, language));
    const says = (wording: Unit): boolean =>
      units.some((unit) => (wording.terms.size < leastTerms ? saysTheSame(wording, unit) : restsOn(wording, unit)));
    if (wordings.some(says)) return true;
    const joined = sentence.split(joint[language]);
    return joined.length > 1 && joined.every((part) => this.#rests(part.trim(), units, language));
  }

  #unitsOf(sentence: string, language: Language): readonly Unit[] {
    const key = `${language} ${sentence}`;
    const known = this.#units.get(key);
    if (known) return known;
    const whole = this.#read(sentence, language);
    const colon = sentence.indexOf(':');
    const clauses = runsOf(sentence).map(({ text, start, end }) => {
      // What stands before a colon is a sentence of its own.
      const wholeBefore = start === 0 && end === colon;
      const explained = colon >= 0 && end <= colon;
      const beside = [...whole.limits].filter((limit) => !ofWords.has(limit) && !(explained && ofExplanations.has(limit)));
      const unit = this.#read(text, language);
      return {
        ...unit,
        clause: true,
        beside: wholeBefore ? 0 : whole.denials - unit.denials,
        limits: new Set([...unit.limits, ...beside]),
      };
    });
    const units = [whole, ...clauses];
    this.#units.set(key, units);
    return units;
  }

  #read(text: string, language: Language): Unit {
    const terms = new Set(termsOf(text));
    const figures = this.#figures.read(text).sequence;
    const denials = denialsIn(text, language);
    const relations = relationsOf(text, language);
    return {
      text,
      clause: false,
      beside: 0,
      terms,
      words: smallestOf(terms),
      denials: denials.length,
      said: saidIn(text, { figures, denials, relating: relations.relating }),
      ...relations,
    };
  }
}

/** Kinds of limits that limit the words that they stand beside, and no other clause. */
const ofWords: ReadonlySet<string> = new Set([
  'threshold',
  'least',
  'matching',
  'one',
  'together',
  'appointed',
  'urge',
  'outstanding',
]);
/** What these limit behind a colon they don't limit before it. */
const ofExplanations: ReadonlySet<string> = new Set(['mostly', 'after', 'least', 'only', 'threshold']);

const sharedBy = (one: Unit, other: Unit): number => [...one.terms].filter((term) => other.terms.has(term)).length;

/** The same relations and figures in the same order, no limit left out, and of what is a clause the same denials. */
function restsOn(own: Unit, unit: Unit): boolean {
  const shared = sharedBy(own, unit);
  // One word of another ground makes another statement: the practical test for the theory test.
  if (foreignWords(own.text, unit.words).length > 0) return false;
  // What is denied in another clause may be this one's predicate: then it has to be all there.
  const least = !unit.clause ? leastShared : unit.beside === 0 ? clauseShared : 1;
  if (shared < least * own.terms.size) return false;
  if (own.denials !== unit.denials) return false;
  if (unit.clause && shared < clauseCovered * unit.terms.size) return false;
  // What one may do is not told as done.
  if (relates(unit, 'may') && !relates(own, 'may') && !relates(own, 'must')) return false;
  return [...unit.limits].every((limit) => own.limits.has(limit)) && saysAlike(own.said, unit);
}

const relates = ({ relating }: Unit, kind: string): boolean => relating.some((each) => each.kind === kind);

/** What stands in brackets as it does in a ground, behind the same word, explains that word; anything else is part of the sentence. */
const withKnownBrackets = (sentence: string, grounds: readonly string[]): string =>
  sentence.replaceAll(/([a-z0-9]+ |.)?\(([^()]*)\)/gu, (whole, before: string | undefined, inside: string) =>
    grounds.some((ground) => ground.includes(whole)) && before !== undefined ? whole : `${before ?? ''}, ${inside}, `,
  );

/** Of few words: the same ones, no more and no fewer. */
function saysTheSame(own: Unit, unit: Unit): boolean {
  return (
    own.terms.size === unit.terms.size &&
    sharedBy(own, unit) === own.terms.size &&
    own.denials === unit.denials &&
    own.said.length === unit.said.length &&
    [...unit.limits].every((limit) => own.limits.has(limit)) &&
    saysAlike(own.said, unit)
  );
}

/** The same with its condition or circumstance at the other end: "if …, one may …", "one may … if …". */
function turnedRound(sentence: string, language: Language): string[] {
  if (language !== 'en') return [];
  const last = /^(.+?),? ((?:if|when|unless|provided|as long as|once|after|under) .+?)[.]?$/.exec(sentence);
  const first = /^((?:if|when|unless|provided|as long as|once|after|under|by|with|in|for) [^,]+), (.+?)[.]?$/.exec(sentence);
  return [last ? [`${last[2]}, ${last[1]}`] : [], first ? [`${first[2]} ${first[1]}`] : []].flat();
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

/** Whether one of them denies and the other does not; of what is nearly a copy every denial counts. */
function isTurned(text: string, ground: string, language: Language): boolean {
  const [denials, others] = [denialsIn(text, language).length, denialsIn(ground, language).length];
  return isCopy(text, ground) ? denials !== others : denials === 0 ? others !== 0 : others === 0;
}

/** Whether they share so many of their words. */
function isCopy(text: string, ground: string, part = nearlyCopied): boolean {
  const terms = new Set(termsOf(text));
  const others = termsOf(ground);
  return others.filter((term) => terms.has(term)).length >= part * Math.max(terms.size, others.length);
}
