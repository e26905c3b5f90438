/**
 * Whether a sentence says what its grounds say: it is one of their sentences, or what is a sentence by itself of one, or several joined.
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

/** Fewer words of a part of a sentence are no sentence. */
const fewest = 4;

/** Between two sentences that are told as one. */
const joint: Readonly<Record<Language, RegExp>> = { en: /, and /, zh: /[,，](?:并且|而且)/ };

const duty: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:must|shall|required?|requires|requirements?|mandatory|compulsory|ha(?:ve|s) to|needs?|needed|necessary|only if|obligatory|conditions?)(?![a-z])/,
  zh: /必须|必需|须|应当|需要|一定要|务必|强制|要求|只有|条件/,
};
/** Followed by more it is no answer but a word: 有五项荣誉之一的. */
const opensWithYes = /^(?:(?:yes|yeah|right|correct|indeed|是的)(?![a-z])|(?:可以|能|会|对|算|有的?|需要|要)(?=[ ,.!。]|$))/;
const opensWithNo = /^(?:no|nope|not|never|不|不是|不行|不能|不会|不可以|不需要|不用|没有?|无需|无须|否)(?=[ ,.!。:]|$)/;

/** Begins what is no sentence without what stands before it. */
const headless: Readonly<Record<Language, RegExp>> = {
  en: /^(?:is|are|was|be|being|may|must|can|will|has|have|does|do|gets?|receives?|holds?|takes?|appl(?:y|ies)|enjoys?|exempt|opens?|leads?|counts?|needs?|stands?|comes?|waives?|keeps?|pass(?:es)?|of|for|to|by|with|without|in|at|on|from|as|than|like|under|that|which|who|because|and|or|but)(?![a-z])/,
  zh: /^(?!(?:[“"《(]?)(?:政策|文件|评审|评价|考试|职称|技能|学历|论文|证书|等级|单位|企业|用人|国家|全国|各地|各省|地方|省|人社|年限|津贴|荣誉|工资|待遇|职工|个人|任何|两者))/,
};
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

/** A sentence as it is compared, or a part of one that is a sentence by itself. */
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
  readonly #units = new Map<string, readonly Unit[]>();

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
      if (stance === undefined) return 'ungrounded';
      // "Yes, if …" is no "Yes".
      return limitsOf(opening, language).size === 0 ? undefined : 'recombined';
    }
    if (terms.filter((term) => known.has(term)).length < leastGrounded[language] * terms.length) return 'ungrounded';
    if (foreignWords(sentence, smallestOf(known)).length > 0) return 'ungrounded';
    if (duty[language].test(sentence) && !sentences.some((ground) => duty[language].test(ground))) return 'contrary';
    const units = sentences.flatMap((ground, at) =>
      this.#unitsOf(ground, starts.has(at) ? undefined : sentences[at - 1], language),
    );
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
    const limits = (bracket: string): boolean => limitsOf(bracket, language).size > 0;
    return saidIn(text, this.#figures.read(text).sequence, limits, language);
  }

  /** The sentence, and what is a sentence by itself of it: what stands before a colon, and what an "and" joins. */
  #unitsOf(sentence: string, before: string | undefined, language: Language): readonly Unit[] {
    const key = `${language} ${before ?? ''} ${sentence}`;
    const known = this.#units.get(key);
    if (known) return known;
    const colon = sentence.indexOf(':');
    const conditional = (text: string): boolean => conditions.some((kind) => limitsOf(text, language).has(kind));
    const head = colon > 0 && !conditional(sentence.slice(colon)) ? [{ text: sentence.slice(0, colon), before }] : [];
    const joined = conditional(sentence) ? [] : sentence.split(language === 'zh' ? /[,，]/ : joint[language]);
    const parts =
      joined.length < 2 ? [] : joined.map((text, at) => ({ text: text.trim(), before: at === 0 ? before : joined[at - 1] }));
    const stands = ({ text }: { readonly text: string }): boolean =>
      this.#read(text, language).length >= fewest && predicates[language].test(text);
    const units = [
      { text: sentence, before },
      ...head.filter(stands),
      ...(parts.every((part, at) => stands(part) && (at === 0 || !headless[language].test(part.text))) ? parts : []),
    ].map((each) => ({ ...each, said: this.#read(each.text, language), denied: isDeniedList(each.text, language) }));
    this.#units.set(key, units);
    return units;
  }
}

/** Without one of these it is a member of a list, and no sentence. */
const predicates: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:is|are|may|must|can|will|has|have|does|do|decides?|counts?|means?|applies|apply|gives?|needs?|says?|holds?|comes?|stays?|grows?|sets?|names?|judges?|takes?|leads?|makes?|remains?|keeps?|contains?|opens?|waives?)(?![a-z])/,
  zh: /是|可|须|能|会|有|要|由|不|没|无|仍|享受|通过|决定|规定|写/,
};

/** Kinds of limits that may hold for all of a sentence, wherever they stand in it. */
const conditions = ['condition', 'exception', 'place', 'only', 'mostly'] as const;

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
