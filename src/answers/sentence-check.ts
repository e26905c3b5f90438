/**
 * Whether a sentence that a model wrote may be said: what it states must stand in the provisions that it names. Pure; careful rather
 * than kind: a good sentence that is refused costs the words of one answer, a bad one that passes is a made-up answer.
 */
import { languages, type Language } from '../command/command.ts';
import type { PolicyBook, Provision } from '../policy/book.ts';
import { detectLanguage } from '../text/language.ts';
import { normalise } from '../text/normal-form.ts';
import { PhraseMatcher } from '../text/phrases.ts';
import { FigureReader, type Figures } from './figures.ts';
import { GroundsChecker } from './grounds.ts';
import { sentencesOf, termsOf } from './wording-units.ts';

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
  /** Longer than a sentence is, empty, more than one line, or a question. */
  | 'form'
  /** Addresses, mentions, code, or other signs: a platform would act upon some, and a ≤ or a cross would say what no word does. */
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
  | 'contrary'
  /** It puts levels, figures, parties or duties together that none of them does, or leaves a condition out. */
  | 'recombined';

export interface SentenceContext {
  /** Ids of the provisions that the writer was given. */
  readonly given: readonly string[];
  readonly language: Language;
  /** The answer of the policy data's authors to the same question; its words count as grounds, its figures do not. */
  readonly local: string;
  /** The sentence that is told before it. */
  readonly previous?: string | undefined;
}

const longest = 400;
/** All that a sentence is made of: letters, figures, and the signs of plain text. */
const plain = /^[\p{L}\p{Nd} .,;:!'"()/\-–—…、，。；：！“”‘’（）《》〈〉「」·〇\u3000]*$/u;
const asks = /[?？]|[吗么]\s*[。.!！]*$/;
const markup = /https?:|www\.|[@<>`{}|\\]|\]\(|\*\*|__|~~|(?:^|\s)#|\p{Cc}|\p{Cf}/u;

/** Right before a forbidden word it makes no promise of it: it is denied, or supposed. What is denied is for the grounds to say. */
const denied = /(?:(?<![a-z])(?:if|unless|provided) |不(?:会|能)?)$/;

interface Source {
  readonly figures: Figures;
  readonly terms: readonly string[];
  /** Sentences, by text. */
  readonly texts: Readonly<Record<Language, readonly (readonly string[])[]>>;
}

export class SentenceChecker {
  readonly #book: PolicyBook;
  readonly #figures: FigureReader;
  readonly #grounds: GroundsChecker;
  readonly #forbidden = new PhraseMatcher<true>();
  readonly #sources = new Map<string, Source>();

  constructor(book: PolicyBook) {
    this.#book = book;
    this.#figures = new FigureReader(book);
    this.#grounds = new GroundsChecker(this.#figures);
    for (const language of languages) for (const phrase of book.policy.neverSaid[language]) this.#forbidden.add(phrase, true);
  }

  /** @returns what is wrong with the sentence, or undefined where it may be said */
  fault({ text, cites }: WrittenSentence, { given, language, local, previous }: SentenceContext): SentenceFault | undefined {
    if (cites.length === 0) return 'no-source';
    if (!cites.every((id) => given.includes(id) && this.#book.provisions.has(id))) return 'foreign-source';
    if (text.trim() === '' || text.length > longest || text.includes('\n') || asks.test(text)) return 'form';
    if (markup.test(text) || !plain.test(text.normalize('NFC'))) return 'markup';
    if (detectLanguage(text, language) !== language) return 'language';
    const normal = normalise(text).text;
    const prepared = normalise(local).text;
    if (this.#promises(normal, prepared)) return 'promise';
    const sources = cites.map((id) => this.#source(id));
    const own = sentencesOf(prepared);
    const texts = [...sources.flatMap(({ texts: each }) => each[language]), own];
    const starts = texts.map((_, at) => texts.slice(0, at).reduce((sum, { length }) => sum + length, 0));
    const grounds = {
      sentences: texts.flat(),
      starts: new Set(starts),
      opening: own[0] ?? '',
      terms: new Set([...sources.flatMap(({ terms }) => terms), ...termsOf(prepared)]),
    };
    return (
      foreignFigure(
        this.#figures.read(normal),
        sources.map(({ figures }) => figures),
      ) ?? this.#grounds.fault(text, grounds, language, previous)
    );
  }

  /** A clause of the authors' own may have the words: "nothing is automatic" is what they say to them. */
  #promises(normal: string, prepared: string): boolean {
    const clauses = normal.split(/[,;:.!?，；：。！？]/);
    return clauses.some(
      (clause) =>
        this.#forbidden.find(clause).some(({ start }) => !denied.test(clause.slice(0, start))) && !prepared.includes(clause.trim()),
    );
  }

  #source(id: string): Source {
    const known = this.#sources.get(id);
    if (known) return known;
    const provision = this.#book.provisions.get(id);
    if (!provision) throw new Error(`no provision '${id}'`);
    const { statement, misreading } = provision;
    const all = normalise(this.#textsOf(provision).join('\n')).text;
    const texts = (language: Language): string[][] =>
      [statement, misreading].flatMap((text) => (text ? [sentencesOf(normalise(text[language]).text)] : []));
    const source = {
      figures: this.#figures.read(all),
      terms: termsOf(all),
      texts: { en: texts('en'), zh: texts('zh') },
    };
    this.#sources.set(id, source);
    return source;
  }

  /** All that is known of it, in both languages. */
  #textsOf({ label, statement, misreading, source, terms }: Provision): string[] {
    const document = this.#book.sources.get(source);
    const texts = [statement, label, misreading, document?.name, document?.note];
    return [...texts.flatMap((text) => (text ? [text.en, text.zh] : [])), ...terms];
  }
}

/** A level, date, number or multiple that stands in none of the sources. */
function foreignFigure(stated: Figures, sources: readonly Figures[]): 'level' | 'date' | 'number' | undefined {
  const levels = new Set(sources.flatMap((source) => source.levels.flat()));
  if (!stated.levels.every((names) => names.some((name) => levels.has(name)))) return 'level';
  const dates = new Set(sources.flatMap((source) => source.dates));
  if (!stated.dates.every((date) => dates.has(date))) return 'date';
  const numbers = sources.flatMap((source) => source.numbers);
  const multiples = new Set(sources.flatMap((source) => source.multiples));
  const stands = stated.numbers.every(({ value, unit }) =>
    numbers.some((other) => other.value === value && (unit === undefined || other.unit === unit)),
  );
  return stands && stated.multiples.every((word) => multiples.has(word)) ? undefined : 'number';
}
