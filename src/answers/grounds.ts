/**
 * Whether a sentence says what its grounds say: it is one of their sentences, or several joined. Parts of one are none: what stands
 * before a colon or an "and" is often limited by what stands behind it.
 * Words alone prove nothing; a sentence that recombines or turns what it rests on is refused.
 */
import type { Language } from '../command/command.ts';
import { normalise } from '../text/normal-form.ts';
import type { FigureReader } from './figures.ts';
import { limitsOf } from './limits.ts';
import { inOneWording, saidIn, saysTheSame, type Said } from './said.ts';
import { denialsIn, foreignWords, sentencesOf, smallestOf, termsOf } from './wording-units.ts';

/** Texts that a sentence may rest on, in its language and in normal form. */
export interface Grounds {
  /** Of all texts, in order. */
  readonly sentences: readonly string[];
  /** Places of the sentences with which a text begins. */
  readonly starts: ReadonlySet<number>;
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

/** Between two sentences that are told as one. */
const joint: Readonly<Record<Language, RegExp>> = { en: /, and /, zh: /[,，](?:并且|而且)/ };

const duty: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:must|shall|required?|requires|requirements?|mandatory|compulsory|ha(?:ve|s) to|needs?|needed|necessary|only if|obligatory|conditions?)(?![a-z])/,
  zh: /必须|必需|须|应当|需要|一定要|务必|强制|要求|只有|条件/,
};
/** Followed by more it is no answer but a word: 有五项荣誉之一的. */
const opensWithYes = /^(?:(?:yes|yeah|right|correct|indeed|是的)(?![a-z])|(?:可以|能|会|对|算|有的?|需要|要)(?=[ ,.!。]|$))/;
const isBareStance = /^[^\s,.!。，]+[,.!。， ]*$/;
const opensWithNo =
  /^(?:(?:no|nope|never)(?=[,.!:]|$)|not(?= )|不|不是|不行|不能|不会|不可以|不需要|不用|没有?|无需|无须|否)(?=[ ,.!。:]|$)/;

/** Points to what was said before: it means something else behind another sentence. */
const pointsBack: Readonly<Record<Language, RegExp>> = {
  en: /^(?:"|')?(?:it|its|that|this|they|their|them|these|those|one|ones|both|neither|either|each|all(?= (?:is|are|three|four|five|of))|such|there|then|so|here|the (?:same|other|first|second|third|last|latter|former|rest))(?![a-z])/,
  zh: /^[“"]?(?:这|那|其|它|两者|二者|两种|三点|四点|五项|一项|有一项|前者|后者|都|均|也|只|同时|此|该)/,
};
/** Told of the reader himself, and not only for the case that it is so. */
const ofReader: Readonly<Record<Language, RegExp>> = {
  en: /(?<!(?:if|when|where|once|unless|provided|provided that|as long as|whether) )(?<![a-z])(?:you(?:'re| are| have| hold| meet| already| currently| now| possess| belong)|you, |as you|your (?:title|level|certificate|diploma|years) (?:is|are|suffices?|meets?))(?![a-z])/,
  zh: /(?<!(?:如果|若|只要|凡|要是|是否|如))(?:您|你)(?:已经?|现在|目前|就)?(?:是|有|具备|持有|属于|取得|符合|满足|达到|拥有|在)/,
};

/** A sentence as it is compared. */
interface Unit {
  readonly text: string;
  readonly said: readonly Said[];
  /** Of its list nothing is so. */
  readonly denied: boolean;
  /** The sentence before it in its text. */
  readonly before: string | undefined;
}

export class GroundsChecker {
  readonly #figures: FigureReader;
  /** By language and text; of no more texts than the policy data has. */
  readonly #units = new Map<string, Unit>();

  constructor(figures: FigureReader) {
    this.#figures = figures;
  }

  /**
   * @param text in any form; of several sentences each has to stand by itself
   * @param previous the sentence that is told before it
   */
  fault(text: string, grounds: Grounds, language: Language, previous?: string): GroundsFault | undefined {
    let before = previous;
    for (const sentence of sentencesOf(normalise(text).text)) {
      const fault = this.#sentenceFault(sentence, before, grounds, language);
      if (fault !== undefined) return fault;
      before = sentence;
    }
    return undefined;
  }

  #sentenceFault(
    sentence: string,
    previous: string | undefined,
    { sentences, starts, opening, terms: known }: Grounds,
    language: Language,
  ): GroundsFault | undefined {
    if (ofReader[language].test(sentence)) return 'recombined';
    const stance = stanceOf(sentence);
    if (stance !== undefined && stance !== stanceOf(opening)) return 'contrary';
    const terms = termsOf(sentence);
    if (terms.length === 0) {
      if (stance === undefined || !isBareStance.test(sentence)) return 'ungrounded';
      // "Yes, if …" is no "Yes".
      return limitsOf(opening, language).size === 0 ? undefined : 'recombined';
    }
    if (terms.filter((term) => known.has(term)).length < leastGrounded[language] * terms.length) return 'ungrounded';
    if (foreignWords(sentence, smallestOf(known)).length > 0) return 'ungrounded';
    if (duty[language].test(sentence) && !sentences.some((ground) => duty[language].test(ground))) return 'contrary';
    const units = sentences.map((ground, at) => this.#unitOf(ground, starts.has(at) ? undefined : sentences[at - 1], language));
    if (this.#rests(sentence, previous, units, language)) return undefined;
    return isTurned(sentence, nearest(sentence, sentences), language) ? 'contrary' : 'recombined';
  }

  /** Whether it says what one unit says, or is made of sentences of which each does. */
  #rests(sentence: string, previous: string | undefined, units: readonly Unit[], language: Language): boolean {
    const refers = pointsBack[language].test(sentence);
    const quoted = sentence.match(/"[^"]*"/g) ?? [];
    const said = [sentence, ...turnedRound(sentence, language)].map((wording) => this.#read(wording, language));
    const rests = (unit: Unit): boolean =>
      (!refers || unit.before === undefined || (previous !== undefined && this.#isSaid(previous, unit.before, language))) &&
      quoted.every((quote) => unit.text.includes(quote)) &&
      said.some((own) => saysTheSame(own, unit.said, unit.denied));
    if (units.some(rests)) return true;
    const [first = '', ...others] = sentence.split(joint[language]);
    return (
      others.length > 0 &&
      this.#rests(first, previous, units, language) &&
      others.every((part, at) => this.#rests(part.trim(), at === 0 ? first : others[at - 1], units, language))
    );
  }

  #isSaid(sentence: string, ground: string, language: Language): boolean {
    return saysTheSame(this.#read(normalise(sentence).text, language), this.#read(ground, language), false);
  }

  #read(sentence: string, language: Language): Said[] {
    const text = inOneWording(sentence, language);
    // (区、市) adds members and explains nothing.
    const limits = (bracket: string): boolean => bracket.includes('、') || limitsOf(bracket, language).size > 0;
    return saidIn(text, this.#figures.read(text).sequence, limits, language);
  }

  #unitOf(text: string, before: string | undefined, language: Language): Unit {
    const key = `${language} ${before ?? ''} ${text}`;
    const unit = this.#units.get(key) ?? { text, before, said: this.#read(text, language), denied: isDeniedList(text, language) };
    this.#units.set(key, unit);
    return unit;
  }
}

/** "A, B and C are no …": of no number that is named, and not of only some. */
const isDeniedList = (text: string, language: Language): boolean =>
  denialsIn(text, language) === 1 && !exclusive[language].test(text);
const exclusive: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:only|alone|just|merely|solely|all|both|neither|either|every|each|together|two|three|four|five|six|eight|or|if|unless)(?![a-z])|\d/,
  zh: /只|仅|单|都|均|同时|一并|全|[两二三四五六八九\d][项点种个类条]|或|如果|除/,
};

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
function isCopy(text: string, ground: string): boolean {
  const terms = new Set(termsOf(text));
  const others = termsOf(ground);
  return others.filter((term) => terms.has(term)).length >= nearlyCopied * Math.max(terms.size, others.length);
}
