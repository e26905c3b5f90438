/**
 * Whether a sentence says what its grounds say: by its words, by what it denies and demands, and by which levels, figures and relations
 * it puts together. Words alone prove nothing; a sentence that recombines or turns what it rests on is refused.
 */
import type { Language } from '../command/command.ts';
import { normalise } from '../text/normal-form.ts';
import type { FigureReader } from './figures.ts';
import { relationsOf } from './relations.ts';
import { foundIn, inOneWording, saidIn, type Said } from './said.ts';
import { denialsIn, foreignWords, sentencesOf, smallestOf, termsOf } from './wording-units.ts';

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

/** Of fewer words a sentence is a ground's own: members of a list are no statements. */
const fewest = 3;

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

/** Begins what is no sentence without what stands before it. */
const headless: Readonly<Record<Language, RegExp>> = {
  en: /^(?:is|are|was|be|being|may|must|can|will|has|have|does|do|gets?|receives?|holds?|takes?|appl(?:y|ies)|enjoys?|exempt|opens?|leads?|counts?|needs?|stands?|comes?|waives?|keeps?|of|for|to|by|with|without|from|as|than|like|under|that|which|because|and|or|but)(?![a-z])/,
  zh: /^(?!(?:[“"《(]?)(?:政策|文件|规定|评审|评价|认定|考试|职称|技能|学历|论文|外语|计算机|文凭|毕业|证书|等级|单位|企业|用人|国家|全国|各地|各省|各市|地方|省|市|人社|人力|条件|年限|工作年限|累计|津贴|荣誉|奖|高级工|技师|高级技师|特级|首席|初级|中级|副高|正高|助理|员级|工程|农业|工资|待遇|学徒|职工|个人|专业|职业|任何|凡|有|没有|无|不|两者|两|三|四|五|八|每|哪|是否|谁|怎|什么|在|四川|山东))/,
};
/** Told of the reader himself, and not only for the case that it is so. */
const ofReader: Readonly<Record<Language, RegExp>> = {
  en: /(?<!(?:if|when|where|once|unless|provided|provided that|as long as|whether) )(?<![a-z])(?:you(?:'re| are| have| hold| meet| already| currently| now| possess| belong)|you, |as you|your (?:title|level|certificate|diploma|years) (?:is|are|suffices?|meets?))(?![a-z])/,
  zh: /(?<!(?:如果|若|只要|凡|要是|是否|如))(?:您|你)(?:已经?|现在|目前|就)?(?:是|有|具备|持有|属于|取得|符合|满足|达到|拥有|在)/,
};

/** A text as it is compared. */
interface Unit {
  readonly text: string;
  readonly said: readonly Said[];
  /** Conditions and bounds by kind, of the whole and of what stands before a colon. */
  readonly limits: ReadonlySet<string>;
  readonly head: { readonly limits: ReadonlySet<string>; readonly last: number } | undefined;
}

export class GroundsChecker {
  readonly #figures: FigureReader;
  /** By language and text; of no more texts than the policy data has. */
  readonly #units = new Map<string, Unit>();

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
    if (ofReader[language].test(sentence)) return 'recombined';
    const stance = stanceOf(sentence);
    if (stance !== undefined && stance !== stanceOf(opening)) return 'contrary';
    const terms = termsOf(sentence);
    if (terms.length === 0) {
      if (stance === undefined) return 'ungrounded';
      // "Yes, if …" is no "Yes".
      return relationsOf(opening, language).limits.size === 0 ? undefined : 'recombined';
    }
    if (terms.filter((term) => known.has(term)).length < leastGrounded[language] * terms.length) return 'ungrounded';
    if (foreignWords(sentence, smallestOf(known)).length > 0) return 'ungrounded';
    if (duty[language].test(sentence) && !sentences.some((ground) => duty[language].test(ground))) return 'contrary';
    const units = sentences.map((ground) => this.#unitOf(ground, language));
    if (this.#rests(sentence, units, language)) return undefined;
    return isTurned(sentence, nearest(sentence, sentences), language) ? 'contrary' : 'recombined';
  }

  /** Whether it says what one unit says, or is made of sentences of which each does. */
  #rests(sentence: string, units: readonly Unit[], language: Language): boolean {
    const wordings = [sentence, ...turnedRound(sentence, language)].map((wording) => this.#read(wording, language));
    if (wordings.some((wording) => units.some((unit) => restsOn(wording, unit, language)))) return true;
    const joined = sentence.split(joint[language]);
    return joined.length > 1 && joined.every((part) => this.#rests(part.trim(), units, language));
  }

  #unitOf(sentence: string, language: Language): Unit {
    const key = `${language} ${sentence}`;
    const known = this.#units.get(key) ?? this.#read(sentence, language);
    this.#units.set(key, known);
    return known;
  }

  #read(sentence: string, language: Language): Unit {
    const text = inOneWording(sentence, language);
    const said = saidIn(text, this.#figures.read(text).sequence, language);
    const colon = sentence.indexOf(':');
    const before = colon < 0 ? undefined : sentence.slice(0, colon);
    return {
      text: sentence,
      said,
      limits: relationsOf(sentence, language).limits,
      head:
        before === undefined
          ? undefined
          : {
              limits: relationsOf(before, language).limits,
              last: saidIn(inOneWording(before, language), [], language).at(-1)?.segment ?? 0,
            },
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

/** The same words in the same order, and no condition left out with the clause that it stands in. */
function restsOn(own: Unit, unit: Unit, language: Language): boolean {
  const found = foundIn(own.said, unit.said, toYou.test(own.text));
  if (!found || (found.first > 0 && headless[language].test(own.text))) return false;
  if (own.said.length < fewest && own.said.length < unit.said.length) return false;
  const { head } = unit;
  const isHead = head !== undefined && found.last <= head.last;
  const limits = [...unit.limits].filter(
    (limit) => !ofWords.has(limit) && !(isHead && ofExplanations.has(limit) && !head.limits.has(limit)),
  );
  return limits.every((limit) => own.limits.has(limit));
}

const toYou = /(?<![a-z])you(?![a-z])|[您你]/;

/** What stands in brackets as it does in a ground, behind the same word, explains that word; anything else is part of the sentence. */
const withKnownBrackets = (sentence: string, grounds: readonly string[]): string =>
  sentence.replaceAll(/([a-z0-9]+ |.)?\(([^()]*)\)/gu, (whole, before: string | undefined, inside: string) =>
    grounds.some((ground) => ground.includes(whole)) && before !== undefined ? whole : `${before ?? ''}, ${inside}, `,
  );

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
