/**
 * What the rules and the learnt wordings make of words that somebody else has read: a model may point at what the local reader passed
 * over, and is believed no further than this goes.
 */
import type { Answerer } from '../../answers/answer.ts';
import type { Language, Reading } from '../../command/command.ts';
import { dontKnow, readValue } from '../../eligibility/credentials.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { FactValue } from '../../policy/schema.ts';
import { normalise, type NormalText } from '../../text/normal-form.ts';
import { isNegated, saysDontKnow, speaksOfOneself, type Clause } from './clauses.ts';
import { FactReader } from './fact-reader.ts';
import type { FactReading } from './fact-reading.ts';
import { goalOf } from './goal.ts';
import type { IntentClassifier } from './intent.ts';
import { buildLexicon } from './lexicon.ts';
import type { LocalUnderstanderParts } from './local-understander.ts';
import type { ReplyClassifier } from './reply-classifier.ts';

/** How probable the value must be by the words alone. */
const likely = 0.5;
const wordy = /[\p{Script=Latin}\p{N}]/u;

export class SecondOpinion {
  readonly #evaluator: Evaluator;
  readonly #reader: FactReader;
  readonly #intents: IntentClassifier;
  readonly #replies: ReplyClassifier;
  readonly #answerer: Answerer;

  constructor({ evaluator, intents, replies, statements, answerer }: LocalUnderstanderParts) {
    this.#evaluator = evaluator;
    this.#reader = new FactReader(evaluator.book, buildLexicon(evaluator.book), statements);
    this.#intents = intents;
    this.#replies = replies;
    this.#answerer = answerer;
  }

  /**
   * @param asOf day (YYYY-MM-DD) to which relative times relate
   * @param asked the fact that was asked for last
   */
  on(text: string, asOf: string, asked?: string): MessageOpinion {
    const message = normalise(text);
    const reading = this.#reader.read(message, asOf);
    // Several facts may be said to stand in the same words.
    const known = new Map<string, FactReading>();
    const read = (words: NormalText): FactReading => {
      const found = known.get(words.text) ?? this.#reader.read(words, asOf);
      known.set(words.text, found);
      return found;
    };
    return {
      quoted: (quote) => placeOf(message.text, quote) !== undefined,
      words: (quote) => {
        const place = placeOf(message.text, quote);
        return place && message.quote(place.start, place.end);
      },
      mayMean: (fact, value, quote) => {
        const place = placeOf(message.text, quote);
        return place !== undefined && this.#mayMean({ fact, value }, normalise(quote), place, { message, reading, read, asked });
      },
      doubts: (quote) => placeOf(message.text, quote) !== undefined && saysDontKnow(normalise(quote).text),
      wants: (type, quote) => this.#intents.classify(normalise(quote).text).find(({ intent }) => intent === type)?.probability ?? 0,
      goal: () => goalOf(message.text, reading, this.#evaluator, asOf, () => undefined),
      names: (fact) => reading.named.includes(fact),
      isAnswered: (quote, language) => this.#answerer.answer(quote, language).outcome !== 'declined',
    };
  }

  /** Whether nothing is read of a person: no level, no date, nothing that is or might be held, and nothing told beside what is asked. */
  isImpersonal(text: string, asOf: string): boolean {
    const { stated, ambiguous, supposed, supposedWords, dates, clauses } = this.#reader.read(normalise(text), asOf);
    const tellsOfOneself = clauses.some((clause) => !clause.question && speaksOfOneself(clause.text));
    return !tellsOfOneself && stated.length + ambiguous.length + supposed.length + supposedWords.length + dates.length === 0;
  }

  #mayMean({ fact: id, value }: Reading, quote: NormalText, place: Place, { message, reading, read, asked }: Read): boolean {
    const fact = this.#evaluator.book.facts.get(id);
    if (!fact || readValue(fact, value) === undefined || value === dontKnow) return false;
    const around = reading.clauses.filter(({ start, end }) => start < place.end && place.start < end);
    if (around.some((clause) => !states(clause, place))) return false;
    // Whatever the rules read of this fact is theirs to say.
    const known = [...reading.stated, ...reading.supposed].some((each) => each.fact === id);
    const unclear = [...reading.ambiguous, ...reading.supposedWords].some(({ readings }) =>
      readings.some((each) => each.fact === id),
    );
    if (known || unclear || reading.sought.some((each) => each.fact === id && each.value === value)) return false;
    const denied = around.some((clause) => isNegated(message.text, clause, place.start, place.end));
    if (denied && value !== false && value !== 'none') return false;
    const own = read(quote);
    const stated = own.stated.filter((each) => each.fact === id);
    if (stated.length > 0) return stated.every((each) => same(each.value, value));
    if (fact.type === 'date') {
      const [date, ...others] = own.dates;
      return date !== undefined && others.length === 0 && date.vague !== true && date.value === value;
    }
    const [best] = this.#replies.scores(id, quote.text);
    if (best?.value === String(value)) return best.probability >= likely || id === asked;
    // An answer to the question just put need not be worded as any that is known, as long as it is not worded as another.
    return id === asked && (best === undefined || best.probability < likely);
  }
}

/** What is made of quotes out of one message. */
export interface MessageOpinion {
  /** It stands in the message literally, in normal form, and cuts no word. */
  readonly quoted: (quote: string) => boolean;
  /** The user's own spelling of it. */
  readonly words: (quote: string) => string | undefined;
  /** Whether the words may well state the fact, and the message says nothing against it. */
  readonly mayMean: (fact: string, value: FactValue, quote: string) => boolean;
  /** Whether the words say that something is not known. */
  readonly doubts: (quote: string) => boolean;
  /** How probable the wording makes a command, 0 to 1. */
  readonly wants: (type: string, quote: string) => number;
  /** The pathway that the message names. */
  readonly goal: () => string | undefined;
  /** Whether the message names the fact itself. */
  readonly names: (fact: string) => boolean;
  /** Whether the policy has something to say to it. */
  readonly isAnswered: (quote: string, language: Language) => boolean;
}

/** A message that has been read, and how its words are. */
interface Read {
  readonly message: NormalText;
  readonly reading: FactReading;
  readonly read: (words: NormalText) => FactReading;
  readonly asked: string | undefined;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Stated of oneself: not asked, supposed, wished, or said of somebody else. */
const states = ({ other, hypothetical, question, wishFrom, end, dontKnow: unknown }: Clause, place: Place): boolean =>
  !other && !hypothetical && !question && !unknown && !(wishFrom <= Math.min(end, place.end));

function placeOf(text: string, quote: string): Place | undefined {
  const words = normalise(quote).text;
  if (words === '') return undefined;
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1)) {
    const end = start + words.length;
    if (!cuts(text, start) && !cuts(text, end)) return { start, end };
  }
  return undefined;
}

/** Whether a Latin word or a figure goes on over the place. */
const cuts = (text: string, at: number): boolean =>
  at > 0 && at < text.length && wordy.test(text.charAt(at - 1)) && wordy.test(text.charAt(at));

const same = (one: FactValue, other: FactValue): boolean => JSON.stringify(one) === JSON.stringify(other);
