/**
 * Whether a sentence says what its grounds say: by its words, by what it denies and demands, and by which levels, figures and relations
 * it puts together. Words alone prove nothing; a sentence that recombines or turns what it rests on is refused.
 */
import type { Language } from '../command/command.ts';
import { normalise } from '../text/normal-form.ts';
import { stem, tokenise } from '../text/tokens.ts';
import type { FigureMention, FigureReader } from './figures.ts';
import { relationsOf, type Relations } from './relations.ts';
import { denialsIn, foreignWords, isNaming, parts, runsOf, sentencesOf, smallestOf, termsOf } from './wording-units.ts';

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
/** So many naming words, or twice as many Han characters, may be left out between its own. */
const mostSkipped = 2;
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
  /** What each clause says that may, must or will be. */
  readonly clauses: readonly { readonly modals: readonly string[]; readonly terms: ReadonlySet<string> }[];
  readonly denials: number;
  /** Denials in the rest of its sentence. */
  readonly beside: number;
  readonly figures: readonly FigureMention[];
  /** What it names, in order. */
  readonly names: readonly Name[];
}

/** A figure, or a word that names something. */
interface Name {
  readonly keys: readonly string[];
  readonly isFigure: boolean;
  /** Number of the clause or the member of a list that it stands in. */
  readonly segment: number;
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
      const fault = this.#sentenceFault(sentence, grounds, language);
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
    return {
      text,
      clause: false,
      beside: 0,
      terms,
      words: smallestOf(terms),
      clauses: parts(text).map((clause) => ({
        modals: relationsOf(clause, language).sequence.filter((kind) => modalKinds.has(kind)),
        terms: new Set(termsOf(clause)),
      })),
      denials: denialsIn(text, language),
      names: namesIn(text, figures),
      figures,
      ...relationsOf(text, language),
    };
  }
}

const modalKinds: ReadonlySet<string> = new Set(['may', 'must', 'will', 'pass']);
/** So many words of the shorter of two clauses stand in the other where a modal is of both. */
const modalShared = 0.5;
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
  return (
    relatesAlike(own.sequence, unit) &&
    [...unit.limits].every((limit) => own.limits.has(limit)) &&
    follows(own.figures.map(keysOf), unit.figures.map(keysOf)) &&
    ordersAlike(own, unit) &&
    keepsModals(own, unit)
  );
}

/** The same relations in the same order; of the unit some may be left out, and a list may be told with an "and". */
function relatesAlike(own: readonly string[], { sequence, clause }: Unit): boolean {
  const lists = !sequence.includes('or');
  // Of a clause the predicate may stand elsewhere.
  const kept = own.filter((kind) => !(kind === 'and' && lists) && !(kind === 'be' && !clause));
  return follows(kept.map(alone), sequence.map(alone));
}

const bracketed = /\([^()]*\)/g;
const separator = /[,:、/]| (?:and|or|but|so|while) |或者?|和|与/g;

/** What stands in brackets is the same once more. */
function namesIn(text: string, figures: readonly FigureMention[]): Name[] {
  const brackets = [...text.matchAll(bracketed)].map(({ index, 0: inside }) => ({ start: index, end: index + inside.length }));
  const separators = [...text.matchAll(separator)].map(({ index }) => index);
  const isIn = (place: number, spans: readonly { readonly start: number; readonly end: number }[]): boolean =>
    spans.some(({ start, end }) => start <= place && place < end);
  const words = tokenise(text)
    .filter((token) => isNaming(token) && !isIn(token.start, figures))
    .map(({ text: word, kind, start }) => ({ keys: [kind === 'word' ? stem(word) : word], isFigure: false, start }));
  return [...words, ...figures.map(({ keys, start }) => ({ keys, isFigure: true, start }))]
    .filter(({ start }) => !isIn(start, brackets))
    .toSorted((one, other) => one.start - other.start)
    .map(({ keys, isFigure, start }) => ({ keys, isFigure, segment: separators.filter((place) => place < start).length }));
}

/** Whether the unit names the same in the same order, and close to each other: who does it is not whom it is done to. */
function ordersAlike({ names: own, text }: Unit, { names: others }: Unit): boolean {
  const most = mostSkipped * (/\p{Script=Han}/u.test(text) ? 2 : 1);
  // By the place of the unit at which what is read so far may end: how many words were passed over, at the fewest.
  let ends = new Map<number, number>();
  for (const [at, { keys }] of own.entries()) {
    const next = new Map<number, number>();
    for (const [place, other] of others.entries()) {
      if (!meet(keys, other.keys)) continue;
      const before = [...ends].filter(([end]) => end < place).map(([end, passed]) => passed + passedOver(others, end, place));
      const fewest = at === 0 ? 0 : Math.min(...before);
      if (fewest <= most) next.set(place, fewest);
    }
    ends = next;
  }
  return own.length === 0 || ends.size > 0;
}

/** How many words stand between two places, whole clauses and members of lists aside; no figure may be among them. */
function passedOver(names: readonly Name[], from: number, to: number): number {
  const ends = new Set([names[from]?.segment, names[to]?.segment]);
  const between = names.slice(from + 1, to).filter(({ segment }) => ends.has(segment));
  return between.some(({ isFigure }) => isFigure) ? Infinity : between.length;
}

/** Whether what one may do is not told as done, and what may, must or will be is said so in one clause of the unit. */
function keepsModals(own: Unit, unit: Unit): boolean {
  if (unit.sequence.includes('may') && !own.sequence.includes('may') && !own.sequence.includes('must')) return false;
  return own.clauses.every(({ modals, terms }) =>
    modals.every((modal) =>
      unit.clauses.some(
        (other) =>
          other.modals.includes(modal) &&
          [...terms].filter((term) => other.terms.has(term)).length >= modalShared * Math.min(terms.size, other.terms.size),
      ),
    ),
  );
}

/** Of few words: the same ones, no more and no fewer. */
function saysTheSame(own: Unit, unit: Unit): boolean {
  return (
    own.terms.size === unit.terms.size &&
    sharedBy(own, unit) === own.terms.size &&
    own.denials === unit.denials &&
    own.sequence.join(' ') === unit.sequence.join(' ') &&
    [...unit.limits].every((limit) => own.limits.has(limit)) &&
    follows(own.figures.map(keysOf), unit.figures.map(keysOf))
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
  const [denials, others] = [denialsIn(text, language), denialsIn(ground, language)];
  return isCopy(text, ground) ? denials !== others : denials === 0 ? others !== 0 : others === 0;
}

/** Whether they share so many of their words. */
function isCopy(text: string, ground: string, part = nearlyCopied): boolean {
  const terms = new Set(termsOf(text));
  const others = termsOf(ground);
  return others.filter((term) => terms.has(term)).length >= part * Math.max(terms.size, others.length);
}

const alone = (key: string): string[] => [key];
const keysOf = ({ keys }: FigureMention): readonly string[] => keys;
const meet = (one: readonly string[], other: readonly string[]): boolean => one.some((key) => other.includes(key));

/** Whether the one stands in the other in the same order, with others between. */
function follows(one: readonly (readonly string[])[], other: readonly (readonly string[])[]): boolean {
  let at = 0;
  for (const keys of other) {
    const next = one[at];
    if (next && meet(next, keys)) at += 1;
  }
  return at === one.length;
}
