/** Text → commands without a network and without a model: the fact reader, the reply reader and the intent classifier together. */
import type { Answerer } from '../../answers/answer.ts';
import { plainCommands, type Command, type PlainCommand } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import { detectLanguage } from '../../text/language.ts';
import { normalise, type NormalText } from '../../text/normal-form.ts';
import type { OpenQuestion, Understander, Understanding, UnderstandingContext } from '../understander.ts';
import { sinceFact } from './dated-facts.ts';
import { FactReader, type FactReading } from './fact-reader.ts';
import { goalOf } from './goal.ts';
import { buildLexicon } from './lexicon.ts';
import type { StatedFact } from './message.ts';
import { ordinalOf, ReplyReader } from './reply-reader.ts';

/** Commands that end or turn the interview; a reply is hardly ever worded like one. */
const steering: ReadonlySet<string> = new Set([
  'cancel',
  'back',
  'restart',
  'resume',
  'summary',
  'human',
  'forget',
  'export',
  'why',
  'language',
]);
const plainlySteering = 0.85;

export interface IntentClassifier {
  /** Every intent, the most probable first. */
  classify(text: string): readonly { readonly intent: string; readonly probability: number }[];
}

export interface LocalUnderstanderParts {
  readonly evaluator: Evaluator;
  readonly intents: IntentClassifier;
  readonly answerer: Answerer;
}

/** Longer messages are read by their first part for facts, and whole for nothing: no reader of people does more. */
const readLength = 4000;
/** Below this the most probable intent is not trusted over what was read. */
const sure = 0.5;

/** "Can I …", "do I meet …", 我能不能……: asked for oneself. */
const eligibility =
  /(?<![a-z])(?:(?:can|could|may|might|would|will) (?:i|we|my company|our company)|(?:am i|are we) (?:eligible|covered|qualified|allowed|in)|(?:do|would|will) (?:i|we) (?:meet|qualify|fit|count)|fits? me|apply to me|applies to me|for me|what (?:do|can|could) i (?:qualify|apply)|check|ok)(?![a-z])|帮我|帮忙|给我|看看|查一?下|核一?下|(?:我|现在|还)?能(?:不能)?(?:报|评|申报|申请|参加|升|晋|免|直接|够|走|享受)|够不够|够得上|够条件|符合(?:条件)?(?:吗|不|么)|行不行|可以(?:报|评|申报|申请)|想知道我/;
/** Forgetting something that is not all that is kept. */
const oneThing =
  /(?<![a-z])(?:forget|delete|remove|erase) (?:about )?(?:the|my|that|this) (?!data|info|information|details|everything|answers|records?|conversation|chat|history|personal|whole|stuff|profile|account)[a-z]+/;
/** Intents whose questions may well be about the policy. */
const arbitrated = new Set(['ask', 'outside', 'help', 'when', 'why', 'human', 'inform']);

const isPlain = (intent: string): intent is PlainCommand => plainCommands.some((each) => each === intent);

export function createLocalUnderstander({ evaluator, intents, answerer }: LocalUnderstanderParts): Understander {
  const reader = new FactReader(evaluator.book, buildLexicon(evaluator.book));
  const replies = new ReplyReader(evaluator.book);
  return {
    understand: (text, context): Understanding => {
      const message = normalise(text.length > readLength ? text.slice(0, readLength) : text);
      const language = detectLanguage(message.text, context.language);
      const reading = reader.read(message, context.asOf);
      const turn = new MessageTurn(message, reading, context, evaluator, intents, answerer, language);
      const reply = context.open && replies.read(message, context.open, reading);
      // A number that none of the choices has is no message of another kind.
      if (!reply && context.open && ordinalOf(message.text) !== undefined)
        return { language, commands: [{ type: 'outside', quote: message.original }] };
      const commands = reply && !turn.steers() ? turn.withReply(reply) : turn.commands();
      return { language, commands: commands.map((each) => aboutOpen(each, context.open)) };
    },
  };
}

/** "I don't know" to an open question is about its fact. */
const aboutOpen = (command: Command, open: OpenQuestion | undefined): Command =>
  command.type === 'dont-know' && command.fact === undefined && open?.kind === 'fact'
    ? { ...command, fact: open.fact, value: 'dontKnow' }
    : command;

class MessageTurn {
  readonly #message: NormalText;
  readonly #reading: FactReading;
  readonly #context: UnderstandingContext;
  readonly #evaluator: Evaluator;
  readonly #intents: IntentClassifier;
  readonly #answerer: Answerer;
  readonly #language: Understanding['language'];

  constructor(
    message: NormalText,
    reading: FactReading,
    context: UnderstandingContext,
    evaluator: Evaluator,
    intents: IntentClassifier,
    answerer: Answerer,
    language: Understanding['language'],
  ) {
    this.#message = message;
    this.#reading = reading;
    this.#context = context;
    this.#evaluator = evaluator;
    this.#intents = intents;
    this.#answerer = answerer;
    this.#language = language;
  }

  /** Whether the message is plainly about the conversation ("stop here, never mind"), whatever a reply might be made of its words. */
  steers(): boolean {
    const { stated, ambiguous, dates } = this.#reading;
    if (stated.length + ambiguous.length + dates.length > 0 || ordinalOf(this.#message.text) !== undefined) return false;
    const [best] = this.#intents.classify(this.#message.text);
    return best !== undefined && best.probability >= plainlySteering && steering.has(best.intent);
  }

  /** The reply to the open question first, then whatever else the message states. */
  withReply(reply: Command): Command[] {
    const answered = 'fact' in reply ? reply.fact : undefined;
    const open = this.#context.open;
    // "No, the date is wrong": what is to be changed is said with it.
    if (open?.kind === 'review' && reply.type === 'correct') return this.#corrections(this.#message.original);
    const others = this.#reading.stated.filter(({ fact }) => fact !== answered);
    const asked = open?.kind === 'fact' || open?.kind === 'clarify';
    const rest = asked && reply.type !== 'confirm' ? [...others, ...this.#dateOf(reply)] : [];
    // An ambiguous word that is no part of the reply has to be asked about all the same.
    const unclear =
      open?.kind === 'fact' && answered !== undefined
        ? this.#reading.ambiguous.filter(({ readings }) => readings.every(({ fact }) => fact !== answered))
        : [];
    return [
      reply,
      ...rest.map((stated) => this.#inform(stated, 'inform')),
      ...unclear.map((word) => this.#unclear(word, 'inform')),
      ...this.#alsoAsked(),
    ];
  }

  /** "The certificate, March 2024": the date is that of the level which the reply settles on. */
  #dateOf(reply: Command): StatedFact[] {
    const { stated, dates, clauses } = this.#reading;
    if (this.#context.open?.kind !== 'clarify' || reply.type !== 'inform' || reply.fact === undefined || reply.value === undefined)
      return [];
    const fact = sinceFact(this.#evaluator.book, { fact: reply.fact, value: reply.value });
    const date = dates
      .filter((each) => each.vague !== true)
      .find((each) => !stated.some(({ start, end }) => start <= each.start && each.start < end));
    const clause = date && clauses.find(({ start, end }) => start <= date.start && date.start < end);
    return fact === undefined || !date || !clause ? [] : [{ fact, value: date.value, start: date.start, end: date.end, clause }];
  }

  /** A question that stands beside the reply ("three years; does my diploma matter?") is asked too. */
  #alsoAsked(): Command[] {
    const { clauses } = this.#reading;
    const asked = clauses.filter(({ question, dontKnow }) => question && !dontKnow);
    if (asked.length === 0 || asked.length === clauses.length) return [];
    const quote = this.#message.quote(asked[0]?.start ?? 0, asked.at(-1)?.end ?? 0);
    const [best] = this.#intents.classify(quote);
    return best?.intent === 'ask' && best.probability >= sure ? [{ type: 'ask', quote }] : [];
  }

  commands(): Command[] {
    const { text } = this.#message;
    if (!/[\p{L}\p{N}]/u.test(text)) return [this.#emoji()];
    const ranked = this.#intents.classify(text);
    const intent = this.#intent(ranked);
    const quote = this.#message.original;
    const informs = this.#informs('inform');
    switch (intent) {
      case 'ask':
        return [...this.#ownStatements(), { type: 'ask', quote }];
      case 'check': {
        const goal = goalOf(text, this.#reading, this.#evaluator, this.#context.asOf);
        return [...informs, { type: 'check', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'inform': {
        if (informs.length === 0) return [{ type: 'outside', quote }];
        // Who says what he holds and what he wants wants it checked.
        const wanted = this.#reading.sought.some(({ fact, pathway }) => fact !== undefined || pathway !== undefined);
        const goal = wanted ? goalOf(text, this.#reading, this.#evaluator, this.#context.asOf) : undefined;
        return goal === undefined ? informs : [...informs, { type: 'check', goal, quote }];
      }
      case 'correct':
        return this.#corrections(quote);
      case 'why': {
        const fact = this.#reading.named[0];
        return [{ type: 'why', ...(fact === undefined ? {} : { fact }), quote }];
      }
      case 'when': {
        const goal = goalOf(text, this.#reading, this.#evaluator, this.#context.asOf);
        return [...informs, { type: 'when', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'what-if':
        return [this.#whatIf(quote)];
      case 'dont-know':
        return [...informs, ...(informs.length > 0 ? [] : [{ type: 'dont-know', quote } as const])];
      case 'language': {
        const wanted = this.#languageWanted();
        return [{ type: 'language', ...(wanted === undefined ? {} : { language: wanted }), quote }];
      }
      case 'outside':
        return [{ type: 'outside', quote }];
      default:
        // "Forget the date" takes back one thing; only the whole is deleted without asking.
        if (intent === 'forget' && oneThing.test(text)) return this.#corrections(quote);
        return isPlain(intent) ? [...informs, { type: intent, quote }] : [{ type: 'outside', quote }];
    }
  }

  #intent(ranked: readonly { readonly intent: string; readonly probability: number }[]): string {
    const [best] = ranked;
    const intent = best?.intent ?? 'outside';
    const probability = best?.probability ?? 0;
    const { stated, ambiguous, supposed, clauses, sought } = this.#reading;
    const facts = stated.length + ambiguous.length;
    const asked = clauses.some(({ question }, at) => question && clauses[at + 1]?.polarity === undefined);
    const own = eligibility.test(this.#message.text);
    const about = stated.filter(({ fact }) => fact !== 'region' && fact !== 'field').length + ambiguous.length;
    if (intent === 'ask' || intent === 'outside' || intent === 'inform') {
      // What one holds and "can I …?" is a check; a bare statement is none of a question.
      if (own && (about > 0 || (stated.length > 0 && sought.length > 0))) return 'check';
      if (about > 0 && !asked && (intent !== 'outside' || probability < 0.9)) return 'inform';
    }
    // Something was plainly read, and nothing is asked: whatever the words look like, it is a statement.
    if (about > 0 && !asked && probability < 0.8 && !['inform', 'correct', 'check', 'what-if', 'summary'].includes(intent))
      return 'inform';
    if (facts === 0 && supposed.length === 0 && arbitrated.has(intent)) return this.#arbitrate(intent, probability);
    if (facts > 0 && ['dont-know', 'greeting', 'thanks', 'confirm'].includes(intent)) return 'inform';
    if (intent === 'what-if' && supposed.length === 0 && facts > 0 && probability < sure) return 'inform';
    if (intent === 'confirm' && this.#context.open === undefined && probability < sure) return 'outside';
    return intent;
  }

  /** Whether a question is one about the policy the answers know better than the wording of intents. */
  #arbitrate(intent: string, probability: number): string {
    const answer = this.#answerer.answer(this.#message.text, this.#language);
    const [best] = answer.explanation.candidates;
    const clear = answer.outcome === 'answered' && (best?.score ?? 0) > 0.2;
    if (intent === 'outside' || (intent === 'help' && probability < 0.9)) return clear ? 'ask' : intent;
    if (intent === 'ask') return answer.declined === 'outside' && probability < 0.9 ? 'outside' : 'ask';
    if (probability < 0.6) return clear ? 'ask' : answer.declined === 'outside' ? 'outside' : intent;
    return intent;
  }

  #emoji(): Command {
    const quote = this.#message.original;
    if (/👍|👌|🙏|❤|😊|💯/u.test(quote)) return { type: 'feedback-good', quote };
    if (/👎|😡|🤬/u.test(quote)) return { type: 'feedback-bad', quote };
    return { type: 'outside', quote };
  }

  #informs(type: 'inform' | 'correct'): Command[] {
    const { stated, ambiguous } = this.#reading;
    return [...stated.map((each) => this.#inform(each, type)), ...ambiguous.map((word) => this.#unclear(word, type))];
  }

  #unclear({ readings, start, end }: FactReading['ambiguous'][number], type: 'inform' | 'correct'): Command {
    return { type, readings: [...readings], quote: this.#message.quote(start, end) };
  }

  #inform({ fact, value, start, end }: StatedFact, type: 'inform' | 'correct'): Command {
    return { type, fact, value: mutable(value), quote: this.#message.quote(start, end) };
  }

  /** In a question about the policy only what the asker plainly says of himself is noted. */
  #ownStatements(): Command[] {
    return this.#reading.stated
      .filter(
        ({ clause, fact }) =>
          !clause.question &&
          fact !== 'field' &&
          fact !== 'examField' &&
          /(?<![a-z'])(?:i'm|i am|i've|i have|i hold|i got|i work|i do have)(?![a-z])|我(?:是|有|在|已|拿|得)/.test(clause.text),
      )
      .map((stated) => this.#inform(stated, 'inform'));
  }

  #corrections(quote: string): Command[] {
    const corrections = this.#informs('correct');
    if (corrections.length > 0) return corrections;
    const dates = this.#reading.dates.filter((date) => date.vague !== true);
    const fact = this.#reading.named.at(-1);
    const value = dates.at(-1)?.value;
    const was = dates.length > 1 ? dates[0]?.value : undefined;
    const isDate = fact !== undefined && this.#evaluator.book.facts.get(fact)?.type === 'date';
    if (value !== undefined && (fact === undefined || isDate))
      return [{ type: 'correct', value, ...(fact === undefined ? {} : { fact }), ...(was === undefined ? {} : { was }), quote }];
    return [{ type: 'correct', ...(fact === undefined ? {} : { fact }), quote }];
  }

  #whatIf(quote: string): Command {
    const { supposed, stated, ambiguous, sought } = this.#reading;
    const [first] = [...supposed, ...stated];
    if (first) return { type: 'what-if', fact: first.fact, value: mutable(first.value), quote };
    const [word] = ambiguous;
    if (word) return { type: 'what-if', readings: [...word.readings], quote };
    const aim = sought.find(({ fact }) => fact !== undefined);
    if (aim?.fact !== undefined && aim.value !== undefined) return { type: 'what-if', fact: aim.fact, value: aim.value, quote };
    // A date by itself is about the one that is noted.
    const date = this.#reading.dates.find((each) => each.vague !== true);
    if (date) return { type: 'what-if', value: date.value, quote };
    return { type: 'what-if', quote };
  }

  #languageWanted(): 'en' | 'zh' | undefined {
    const { text } = this.#message;
    const english = /english|英文|英语|yingwen|yingyu/.test(text);
    const chinese = /chinese|mandarin|中文|汉语|普通话|zhongwen|国语/.test(text);
    if (english && chinese) return this.#lastOf(text);
    if (english) return 'en';
    if (chinese) return 'zh';
    return this.#language === this.#context.language ? undefined : this.#language;
  }

  /** "Chinese please, my English is poor": the language that is asked for is not the one that is called poor. */
  #lastOf(text: string): 'en' | 'zh' | undefined {
    if (/english (?:is|isn't)|(?:don't|can't|poor|bad).{0,24}english|英[语文](?:不|很?差|看不)|看不懂英/.test(text)) return 'zh';
    if (/chinese (?:is|isn't)|(?:don't|can't|poor|bad).{0,24}chinese|中文(?:不|很?差|看不)|看不懂中/.test(text)) return 'en';
    return text.search(/english|英[文语]/) < text.search(/chinese|中文|汉语/) ? 'zh' : 'en';
  }
}

const mutable = (value: FactValue): FactValue => (Array.isArray(value) ? [...value] : value);
