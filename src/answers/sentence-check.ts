/**
 * Whether a sentence that a model wrote may be said: what it states must stand in the provisions that it names. Pure; careful rather
 * than kind: a good sentence that is refused costs the words of one answer, a bad one that passes is a made-up answer.
 */
import type { Language } from '../command/command.ts';
import type { PolicyBook, Provision } from '../policy/book.ts';
import { readDates } from '../text/dates.ts';
import { detectLanguage } from '../text/language.ts';
import { normalise } from '../text/normal-form.ts';
import { readNumerals } from '../text/numerals.ts';
import { PhraseMatcher } from '../text/phrases.ts';
import { stem, tokenise } from '../text/tokens.ts';

/** As a model writes it: the sentence, and the ids of the provisions that it rests on. */
export interface WrittenSentence {
  readonly text: string;
  readonly cites: readonly string[];
}

export type SentenceFault =
  /** It names no provision, … */
  | 'no-source'
  /** … or one that was not given. */
  | 'foreign-source'
  /** Longer than a sentence is, empty, or more than one line. */
  | 'form'
  /** Addresses, mentions, code, or other signs that a platform would act upon. */
  | 'markup'
  /** Not the reader's language. */
  | 'language'
  /** Words that the policy data forbids: promises, verdicts on the reader. */
  | 'promise'
  /** A number, level or title, or date that none of its provisions has. */
  | 'number'
  | 'level'
  | 'date'
  /** Too few of its words stand in its provisions. */
  | 'ungrounded'
  /** It denies what they say, says what they deny, or demands what they don't. */
  | 'contrary';

export interface SentenceContext {
  /** Ids of the provisions that the writer was given. */
  readonly given: readonly string[];
  readonly language: Language;
  /** The answer of the policy data's authors to the same question; its words count as grounds, its figures do not. */
  readonly local: string;
}

const longest = 400;
/** Part of the sentence's words that must stand in its provisions or in the authors' answer. */
const leastGrounded: Readonly<Record<Language, number>> = { en: 0.6, zh: 0.5 };
const markup = /https?:|www\.|[@<>`{}|\\]|\]\(|\*\*|__|~~|(?:^|\s)#|\p{Cc}|\p{Cf}/u;
const denial: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:not|no|never|none|neither|nor|nothing|nobody|without|cannot|hardly|waive[sd]?|instead of|rather than|unless|except|exempt(?:ed|ion)?|refus\w+|lacks?|false|wrong)(?![a-z])|n't(?![a-z])/,
  zh: /不|没|无(?!论)|非|未|免|勿|莫|否|除外|取消/,
};
const duty: Readonly<Record<Language, RegExp>> = {
  en: /(?<![a-z])(?:must|shall|required?|requires|requirements?|mandatory|compulsory|ha(?:ve|s) to|needs?|needed|necessary|only if|obligatory|conditions?)(?![a-z])/,
  zh: /必须|必需|须|应当|需要|一定要|务必|强制|要求|只有|条件/,
};
/** What relates to today is in no provision. */
const nearDate =
  /(?<![a-z])(?:today|tomorrow|yesterday|tonight|this (?:year|month|week)|(?:next|last) (?:year|month|week)|(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday))(?![a-z])|今天|明天|昨天|今年|明年|去年|后年|前年|[本上下]个?月|[一二三四五六七八九十\d]+月|[上下本]周|星期|周[一二三四五六日]/g;
const multiples =
  /(?<![a-z])(?:twice|thrice|double[sd]?|triple[sd]?|half|quarter|percent)(?![a-z])|%|一半|双倍|两倍|翻倍|加倍|折半|减半|成$/g;
const units =
  /^[ -]?(?:full |whole |more |further |calendar )?(?:(years?|年)|(months?|个月)|(days?|天|日)|(weeks?|周)|(percent|%)|(yuan|rmb|元|块)|(papers?|篇)|(hours?|小时))/;
/** "One of them", 一项: no figure, unless something is counted with it. */
const isArticle = (value: number, script: string, unit: number | undefined): boolean =>
  value === 1 && script !== 'figures' && unit === undefined;

const stopWords = new Set(
  (
    'a an the and or but if of in on at to for from with by as is are was were be been it its this that these those there here you your they their them we our who what ' +
    'which when where how can could may might will would shall should must not no do does did have has had also only just still too so than then such any all each both other ' +
    'yes well first one same more most very about under into over up out there'
  ).split(' '),
);

/** What a text states that can be compared. */
interface Stated {
  /** Numbers, with their unit where one follows: `3 years`, `2018`. */
  readonly numbers: ReadonlySet<string>;
  readonly plainNumbers: ReadonlySet<number>;
  /** By mention, all that the name may mean. */
  readonly levels: readonly (readonly string[])[];
  readonly dates: ReadonlySet<string>;
  readonly nearDates: ReadonlySet<string>;
  readonly multiples: ReadonlySet<string>;
}

interface Source {
  readonly stated: Stated;
  readonly levels: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
  readonly sentences: Readonly<Record<Language, readonly string[]>>;
}

/** Any day will do: only dates that don't hang on it are compared. */
const someDay = '2026-01-01';

export class SentenceChecker {
  readonly #book: PolicyBook;
  readonly #levels: PhraseMatcher<string>;
  readonly #forbidden: PhraseMatcher<true>;
  readonly #sources = new Map<string, Source>();

  constructor(book: PolicyBook) {
    this.#book = book;
    this.#levels = levelNames(book);
    this.#forbidden = new PhraseMatcher<true>();
    for (const phrase of [...book.policy.neverSaid.en, ...book.policy.neverSaid.zh]) this.#forbidden.add(phrase, true);
  }

  /** @returns what is wrong with the sentence, or undefined where it may be said */
  fault({ text, cites }: WrittenSentence, { given, language, local }: SentenceContext): SentenceFault | undefined {
    if (cites.length === 0) return 'no-source';
    if (!cites.every((id) => given.includes(id) && this.#book.provisions.has(id))) return 'foreign-source';
    if (text.trim() === '' || text.length > longest || text.includes('\n')) return 'form';
    if (markup.test(text)) return 'markup';
    if (detectLanguage(text, language) !== language) return 'language';
    const normal = normalise(text).text;
    if (this.#forbidden.find(normal).length > 0) return 'promise';
    const sources = cites.map((id) => this.#source(id));
    return (
      this.#figuresFault(normal, sources) ??
      // Of several sentences in one each has to stand by itself.
      sentencesOf(normal)
        .map((sentence) => groundsFault(sentence, sources, sentencesOf(normalise(local).text), language))
        .find((fault) => fault !== undefined)
    );
  }

  #figuresFault(normal: string, sources: readonly Source[]): SentenceFault | undefined {
    const stated = this.#stated(normal);
    const inSome = (has: (source: Source) => boolean): boolean => sources.some(has);
    const every = <T>(found: Iterable<T>, has: (source: Source, each: T) => boolean): boolean =>
      [...found].every((each) => inSome((source) => has(source, each)));
    if (!every(stated.levels, ({ levels }, names) => names.some((name) => levels.has(name)))) return 'level';
    if (
      !every(stated.dates, (source, date) => source.stated.dates.has(date)) ||
      !every(stated.nearDates, (source, date) => source.stated.nearDates.has(date))
    )
      return 'date';
    const numbered = every(stated.numbers, (source, number) =>
      number.includes(' ') ? source.stated.numbers.has(number) : source.stated.plainNumbers.has(Number(number)),
    );
    return numbered && every(stated.multiples, (source, word) => source.stated.multiples.has(word)) ? undefined : 'number';
  }

  #source(id: string): Source {
    const known = this.#sources.get(id);
    if (known) return known;
    const provision = this.#book.provisions.get(id);
    if (!provision) throw new Error(`no provision '${id}'`);
    const texts = this.#textsOf(provision);
    const all = normalise([...texts.en, ...texts.zh].join('\n')).text;
    const stated = this.#stated(all);
    const sentences = (language: Language): string[] => texts[language].flatMap((text) => sentencesOf(normalise(text).text));
    const source: Source = {
      stated,
      levels: new Set(stated.levels.flat()),
      terms: new Set(termsOf(all)),
      sentences: { en: sentences('en'), zh: sentences('zh') },
    };
    this.#sources.set(id, source);
    return source;
  }

  #textsOf({ label, statement, misreading, source, terms }: Provision): Record<Language, string[]> {
    const document = this.#book.sources.get(source);
    const of = (language: Language): string[] => [
      statement[language],
      label[language],
      ...(misreading ? [misreading[language]] : []),
      ...(document ? [document.name[language]] : []),
      ...(document?.note ? [document.note[language]] : []),
    ];
    return { en: of('en'), zh: [...of('zh'), ...terms] };
  }

  #stated(normal: string): Stated {
    const numerals = readNumerals(normal).map(({ value, upper, script, end }) => {
      const unit = units
        .exec(normal.slice(end))
        ?.slice(1)
        .findIndex((each) => each !== undefined);
      return { values: upper === undefined ? [value] : [value, upper], script, unit };
    });
    const counted = numerals.filter(({ values, script, unit }) => !isArticle(values[0] ?? 0, script, unit));
    return {
      numbers: new Set(
        counted.flatMap(({ values, unit }) => values.map((value) => (unit === undefined ? `${value}` : `${value} ${unit}`))),
      ),
      plainNumbers: new Set(counted.flatMap(({ values }) => values)),
      levels: this.#levels
        .find(normal)
        .map(({ values }) => values.filter((name) => name !== ''))
        .filter((names) => names.length > 0),
      dates: new Set(
        readDates(normalise(normal), someDay).flatMap(({ kind, value, start, end }) =>
          kind === 'date' ? [value ?? normal.slice(start, end)] : [],
        ),
      ),
      nearDates: new Set(normal.match(nearDate) ?? []),
      multiples: new Set(normal.match(multiples) ?? []),
    };
  }
}

/** Words of its own in the sentence, and whether it turns what its nearest ground says. */
function groundsFault(
  sentence: string,
  sources: readonly Source[],
  local: readonly string[],
  language: Language,
): SentenceFault | undefined {
  const stance = stanceOf(sentence);
  if (stance !== undefined && stance !== stanceOf(local[0] ?? '')) return 'contrary';
  const terms = termsOf(sentence);
  if (terms.length === 0) return stance === undefined ? 'ungrounded' : undefined;
  const localTerms = new Set(local.flatMap(termsOf));
  const grounded = terms.filter((term) => localTerms.has(term) || sources.some((source) => source.terms.has(term)));
  if (grounded.length < leastGrounded[language] * terms.length) return 'ungrounded';
  const grounds = [...sources.flatMap((source) => source.sentences[language]), ...local];
  if (duty[language].test(sentence) && !grounds.some((ground) => duty[language].test(ground))) return 'contrary';
  const turned = (part: string, among: readonly string[]): boolean => isTurned(part, nearest(part, among), language);
  const clauses = grounds.flatMap(clausesOf);
  return turned(sentence, grounds) || clausesOf(sentence).some((clause) => turned(clause, clauses)) ? 'contrary' : undefined;
}

/** Whether one of them denies and the other does not; of what is nearly a copy every denial counts. */
function isTurned(text: string, ground: string, language: Language): boolean {
  const count = (words: string): number => [...words.matchAll(new RegExp(denial[language], 'g'))].length;
  const [denials, others] = [count(text), count(ground)];
  const terms = new Set(termsOf(text));
  const kept = termsOf(ground).filter((term) => terms.has(term)).length;
  const copied = kept >= nearlyCopied * Math.max(terms.size, termsOf(ground).length);
  return copied ? denials !== others : denials === 0 ? others !== 0 : others === 0;
}
const nearlyCopied = 0.75;

/** The text that shares most words with it, for its length. */
function nearest(text: string, grounds: readonly string[]): string {
  const terms = termsOf(text);
  const shared = (ground: string): number => {
    const others = new Set(termsOf(ground));
    return terms.filter((term) => others.has(term)).length / Math.sqrt(others.size + 4);
  };
  return grounds.toSorted((one, other) => shared(other) - shared(one))[0] ?? '';
}

const opensWithYes = /^(?:yes|yeah|right|correct|indeed|是的|可以|能|会|对|算|有的?|需要|要)(?![a-z])/;
const opensWithNo = /^(?:no|nope|not|never|不|没有?|无需|无须|否)(?![a-z])/;
/** What a sentence that answers with yes or no begins with. */
const stanceOf = (sentence: string): 'yes' | 'no' | undefined =>
  opensWithYes.test(sentence) ? 'yes' : opensWithNo.test(sentence) ? 'no' : undefined;

/** Those with words enough to be compared. */
const clausesOf = (sentence: string): string[] =>
  sentence.split(/[,;:()、]+| (?:and|but|so|or|while) /).filter((clause) => termsOf(clause).length >= leastTerms);
const leastTerms = 3;

const sentencesOf = (normal: string): string[] =>
  normal
    .split(/(?<=[.!?])\s+|[。;!?\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');

/** Stemmed words that mean something, and pairs of Han characters. */
function termsOf(normal: string): string[] {
  const terms = tokenise(normal).flatMap(({ text, kind }) =>
    kind === 'pair' ? [text] : kind === 'word' && !stopWords.has(text) ? [stem(text)] : [],
  );
  return [...new Set(terms)];
}

/** Every name of a skill level or title; a title's name in one series also says the series. Empty: a name that is no level. */
function levelNames(book: PolicyBook): PhraseMatcher<string> {
  const matcher = new PhraseMatcher<string>();
  const add = (names: { readonly en: readonly string[]; readonly zh: readonly string[] } | undefined, key: string): void => {
    for (const phrase of new Set([...(names?.en ?? []), ...(names?.zh ?? [])])) matcher.add(phrase, key);
  };
  for (const { id, synonyms } of book.ladders.skill) if (id !== 'none') add(synonyms, `skill ${id}`);
  for (const { id, synonyms } of book.ladders.title) if (id !== 'none') add(synonyms, `title ${id}`);
  for (const { field, titles } of book.ladders.series)
    for (const [level, names] of Object.entries(titles)) add(names, `title ${level} ${field}`);
  for (const { words, readings } of book.glossary.ambiguous)
    for (const { fact, value } of readings) {
      const ladder = book.facts.get(fact)?.ladder;
      if (ladder !== undefined) add(words, `${ladder} ${value}`);
    }
  for (const { names } of book.glossary.terms) add(names, '');
  return matcher;
}
