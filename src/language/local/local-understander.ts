/** Text → commands without a network and without a model: the fact reader, the reply reader and the intent classifier together. */
import type { Answer, Answerer } from '../../answers/answer.ts';
import { plainCommands, type Command, type PlainCommand, type Reading } from '../../command/command.ts';
import type { FactValue } from '../../policy/schema.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import { detectLanguage } from '../../text/language.ts';
import { normalise, type NormalText } from '../../text/normal-form.ts';
import type { OpenQuestion, Understander, Understanding, UnderstandingContext } from '../understander.ts';
import { isHardlyText, speaksOfOneself } from './clauses.ts';
import { sinceFact } from './dated-facts.ts';
import { FactReader, type FactReading } from './fact-reader.ts';
import { goalOf } from './goal.ts';
import { general, intentOf, type IntentClassifier } from './intent.ts';
import { buildLexicon, knownWords, levelWords } from './lexicon.ts';
import type { StatedFact } from './message.ts';
import type { ReplyClassifier } from './reply-classifier.ts';
import { ordinalOf, ReplyReader } from './reply-reader.ts';
import { isSure } from './sureness.ts';
import { Typos } from './typos.ts';

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
const plainlySteering = 0.95;

export interface LocalUnderstanderParts {
  readonly evaluator: Evaluator;
  readonly intents: IntentClassifier;
  readonly replies: ReplyClassifier;
  readonly answerer: Answerer;
}

/** Longer messages are read by their first part for facts, and whole for nothing: no reader of people does more. */
const readLength = 4000;
/** Forgetting something that is not all that is kept. */
const oneThing =
  /(?<![a-z])(?:forget|delete|remove|erase) (?:everything )?(?:about )?(?:the|my|that|this) (?!data|info|information|details|everything|answers|records?|conversation|chat|history|personal|whole|stuff|profile|account|file)[a-z]+|(?:日期|时间|年份|那[个条项]|这[个条项])(?:给我)?(?:删|忘|去|抹)|(?:删|忘|去|抹)[掉了除]?(?:我的|那个|这个)?(?:日期|时间|年份)/;
const allOfIt =
  /(?<![a-z])(?:everything(?! about)|all (?:my|of|the)|whole|entire)(?![a-z])|全部|所有|一切|统统|全都|都删|数据|资料|档案|记录|个人信息|隐私/;
const isPlain = (intent: string): intent is PlainCommand => plainCommands.some((each) => each === intent);

export function createLocalUnderstander({
  evaluator,
  intents,
  replies: classifier,
  answerer,
}: LocalUnderstanderParts): Understander {
  const reader = new FactReader(evaluator.book, buildLexicon(evaluator.book));
  const replies = new ReplyReader(evaluator.book, classifier);
  const typos = new Typos(levelWords(evaluator.book), knownWords(evaluator.book));
  return {
    understand: (text, context): Understanding => {
      const message = typos.correct(normalise(text.length > readLength ? text.slice(0, readLength) : text));
      const language = detectLanguage(message.text, context.language);
      const reading = reader.read(message, context.asOf);
      const turn = new MessageTurn(message, reading, context, evaluator, intents, answerer, language);
      const reply = context.open && replies.read(message, context.open, reading);
      const aside = !reply && context.open && replies.readAside(message, context.open, reading);
      if (aside) return { language, commands: [aside], sure: true };
      // A number that none of the choices has is no message of another kind.
      if (!reply && context.open && ordinalOf(message.text) !== undefined)
        return { language, commands: [{ type: 'outside', quote: message.original }], sure: true };
      const replied = reply && !turn.steers() ? turn.withReply(reply) : undefined;
      const commands = replied ?? turn.commands();
      const sure = isSure(message.text, reading, commands, intents, replied !== undefined);
      return { language, commands: commands.map((each) => aboutOpen(each, context.open)), sure };
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
  #answered: Answer | undefined;

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
    const { facts } = this.#evaluator.book;
    // Who is asked about an employer speaks of its workers, not of himself.
    const forEmployer = open?.kind === 'fact' && facts.get(open.fact)?.subject === 'employer';
    const others = this.#reading.stated.filter(
      ({ fact }) => fact !== answered && !(forEmployer && facts.get(fact)?.subject === 'worker'),
    );
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
    const quote = this.#questions();
    if (quote === undefined) return [];
    const [best] = this.#intents.classify(quote);
    const isQuestion =
      best !== undefined && !steering.has(best.intent) && this.#answerer.answer(quote, this.#language).outcome !== 'declined';
    return isQuestion ? [{ type: 'ask', quote }] : [];
  }

  commands(): Command[] {
    const { text } = this.#message;
    if (isHardlyText(text)) return [this.#emoji()];
    const intent = this.#intent();
    const quote = this.#message.original;
    const informs = this.#informs('inform');
    switch (intent) {
      case 'ask':
        return this.#withQuestion(this.#ownStatements());
      case 'check': {
        const goal = general.test(text) ? null : this.#goal(this.#reading.clauses.some(({ question }) => question));
        return [...informs, { type: 'check', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'inform': {
        if (informs.length === 0) return [{ type: 'outside', quote }];
        // Who says what he holds and what he wants wants it checked.
        const wanted = this.#reading.sought.some(({ fact, pathway }) => fact !== undefined || pathway !== undefined);
        const goal = wanted ? this.#goal(false) : undefined;
        return goal === undefined ? informs : [...informs, { type: 'check', goal, quote }];
      }
      case 'correct':
        return this.#corrections(quote);
      case 'why': {
        const fact = this.#reading.named[0];
        return [{ type: 'why', ...(fact === undefined ? {} : { fact }), quote }];
      }
      case 'when': {
        const goal = this.#goal(false);
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
        if (intent === 'forget' && (oneThing.test(text) || (this.#reading.named.length > 0 && !allOfIt.test(text))))
          return this.#corrections(quote);
        return isPlain(intent) ? [...informs, { type: intent, quote }] : [{ type: 'outside', quote }];
    }
  }

  #intent(): string {
    const { text } = this.#message;
    return intentOf({
      text,
      reading: this.#reading,
      unprompted: this.#context.open === undefined,
      intents: this.#intents,
      answer: () => this.#answer(),
      goal: (asking) => this.#goal(asking),
      provisionOf: (goal) => this.#evaluator.book.pathways.get(goal)?.cites[0],
    });
  }

  #answer(): Answer {
    this.#answered ??= this.#answerer.answer(this.#message.text, this.#language);
    return this.#answered;
  }

  /** @param asking the message asks, so that the provision which would answer it points to a pathway too */
  #goal(asking: boolean): string | undefined {
    const { text } = this.#message;
    if (general.test(text)) return undefined;
    const provision = (): string | undefined => (asking ? this.#answer().restsOn[0] : undefined);
    return goalOf(text, this.#reading, this.#evaluator, this.#context.asOf, provision);
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

  /** Beside what the asker says of himself the question is what the rest asks. */
  #withQuestion(statements: readonly Command[]): Command[] {
    const whole = this.#message.original;
    const asked = this.#questions();
    const answered = asked !== undefined && this.#answerer.answer(asked, this.#language).outcome !== 'declined';
    return [...statements, { type: 'ask', quote: statements.length > 0 && answered ? asked : whole }];
  }

  /** The message's own words after the facts that it states, up to the last clause that asks; undefined where none or all of it asks. */
  #questions(): string | undefined {
    const { clauses, stated } = this.#reading;
    const asked = clauses.filter(({ question, dontKnow }) => question && !dontKnow);
    const last = asked.at(-1);
    if (!last || asked.length === clauses.length) return undefined;
    const first = clauses.findIndex((clause) => clause.question || !stated.some((each) => each.clause === clause));
    return this.#message.quote(clauses[first]?.start ?? last.start, last.end);
  }

  /** In a question about the policy only what the asker plainly says of himself is noted. */
  #ownStatements(): Command[] {
    return this.#reading.stated
      .filter(
        ({ clause, fact }) =>
          !clause.question &&
          fact !== 'field' &&
          fact !== 'examField' &&
          (speaksOfOneself(clause.text) || speaksOfOneself(this.#message.text)),
      )
      .map((stated) => this.#inform(stated, 'inform'));
  }

  #corrections(quote: string): Command[] {
    const corrections = this.#informs('correct');
    if (corrections.length > 0) return corrections;
    const dates = this.#reading.dates.filter((date) => date.vague !== true);
    const fact = this.#reading.named.at(-1);
    // "June 2024, not 2021": the one that is denied is the old one, whichever comes first.
    const denied = dates.find(({ start }) =>
      /(?:not|不是|instead of|rather than) (?:in |since )?$|不是$/.test(this.#message.text.slice(0, start)),
    );
    const told = dates.filter((date) => date !== denied);
    const value = told.at(-1)?.value;
    const was = denied?.value ?? (told.length > 1 ? told[0]?.value : undefined);
    const isDate = fact !== undefined && this.#evaluator.book.facts.get(fact)?.type === 'date';
    if (value !== undefined && (fact === undefined || isDate))
      return [{ type: 'correct', value, ...(fact === undefined ? {} : { fact }), ...(was === undefined ? {} : { was }), quote }];
    return [{ type: 'correct', ...(fact === undefined ? {} : { fact }), quote }];
  }

  #whatIf(quote: string): Command {
    const { supposed, supposedWords, stated, ambiguous, sought } = this.#reading;
    const [first] = supposed;
    const [unclear] = supposedWords;
    if (!first && unclear) return { type: 'what-if', readings: this.#dated(unclear), quote };
    const [told] = stated;
    if (!first && told) return { type: 'what-if', fact: told.fact, value: mutable(told.value), quote };
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

  /** "If I had been a technician since 2020": what is supposed is the date, of whichever level is meant. */
  #dated({ readings, clause }: FactReading['ambiguous'][number]): Reading[] {
    const date = this.#reading.dates
      .filter((each) => each.vague !== true)
      .find(({ start }) => start >= clause.start && start < clause.end);
    return readings.map(({ fact, value }) => {
      const since = date && sinceFact(this.#evaluator.book, { fact, value });
      return since === undefined ? { fact, value } : { fact: since, value: date?.value ?? value };
    });
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
