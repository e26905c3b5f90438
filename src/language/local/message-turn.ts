/** One message as a whole, or one part of it, on the way to commands: what was read in it against what it is for. */
import { plainCommands, type Command, type Language, type PlainCommand } from '../../command/command.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { Understanding, UnderstandingContext } from '../understander.ts';
import { isHardlyText, speaksOfOneself, type Clause } from './clauses.ts';
import type { FactReading } from './fact-reading.ts';
import { asksToDelete, isOfOneThing } from './forgetting.ts';
import { languageNamed } from './language-named.ts';
import { ourselves } from './intent.ts';
import type { StatedFact } from './message.ts';
import { ordinalOf } from './ordinals.ts';
import { requestsOf } from './part-requests.ts';
import { Purpose, steering, type TurnParts, type TurnReading } from './purpose.ts';
import type { Request } from './requests.ts';
import { isNamedAsOneself } from './standing.ts';
import { Statements } from './statements.ts';

/** A clause that asks to have one's case looked at, and nothing else. */
const bareRequest =
  /^\s*(?:(?:请|麻烦|能不能|能|可以|劳驾|你|您|师傅|老师){0,3}帮(?:我|忙|个忙|俺)?(?:看看|看一?下|查查|查一?下|核一?下|核对一?下|算算|判断一?下|评估一?下|瞧瞧)(?:吧|吗|呗|我|我的情况)?|(?:please |can you |could you |pls |hi |hello |just )*(?:check|assess|look at|review|evaluate) (?:me|my case|my situation|this for me|it for me)(?: please| out)?)\s*$/;
const isPlain = (intent: string): intent is PlainCommand => plainCommands.some((each) => each === intent);

const telling: ReadonlySet<string> = new Set(['inform', 'correct', 'dont-know']);
/** How plainly a message must be worded to stop or turn the conversation, whatever a reply might be made of it. */
const plainlySteering = 0.95;

/** What one message, or one part of it, becomes: the commands of a new message, of a reply, or what a part wants by itself. */
export class MessageTurn {
  readonly reading: FactReading;
  readonly #message: NormalText;
  readonly #statements: Statements;
  readonly #context: UnderstandingContext;
  readonly #parts: TurnParts;
  readonly #language: Understanding['language'];
  readonly #purpose: Purpose;

  constructor(
    message: NormalText,
    read: TurnReading,
    context: UnderstandingContext,
    parts: TurnParts,
    language: Understanding['language'],
  ) {
    this.#message = message;
    this.reading = read.reading;
    this.#context = context;
    this.#parts = parts;
    this.#language = language;
    this.#statements = new Statements(message, read.reading, parts.evaluator);
    this.#purpose = new Purpose(message.text, read, context, parts, language);
  }

  /** Whether the message is plainly about the conversation ("stop here, never mind"), whatever a reply might be made of its words. */
  steers(): boolean {
    const { stated, ambiguous, dates } = this.reading;
    if (stated.length + ambiguous.length + dates.length > 0 || ordinalOf(this.#message.text) !== undefined) return false;
    const [best] = this.#parts.intents.classify(this.#message.text);
    return best !== undefined && best.probability >= plainlySteering && steering.has(best.intent);
  }

  /** The reply to the open question first, then whatever else the message states. */
  withReply(reply: Command): Command[] {
    const open = this.#context.open;
    const unread = reply.type === 'outside' && open?.kind === 'fact' ? open.fact : undefined;
    const answered = 'fact' in reply ? reply.fact : unread;
    // "No, the date is wrong": what is to be changed is said with it.
    if (open?.kind === 'review' && reply.type === 'correct') return this.#statements.corrections(this.#message.original);
    const { facts } = this.#parts.evaluator.book;
    // Who is asked about an employer speaks of its workers, not of himself.
    const forEmployer = open?.kind === 'fact' && facts.get(open.fact)?.subject === 'employer';
    // Words that are the reply, and nothing beside it, state nothing else.
    const isReply = ({ start, end }: StatedFact): boolean => (end - start) * 2 > this.#message.text.length;
    const others = this.reading.stated.filter(
      (each) => each.fact !== answered && !isReply(each) && !(forEmployer && facts.get(each.fact)?.subject === 'worker'),
    );
    const asked = open?.kind === 'fact' || open?.kind === 'clarify';
    const rest = asked && reply.type !== 'confirm' ? [...others, ...this.#dateOf(reply)] : [];
    // An ambiguous word that is no part of the reply has to be asked about all the same.
    const unclear =
      open?.kind === 'fact' && answered !== undefined
        ? this.reading.ambiguous.filter(({ readings }) => readings.every(({ fact }) => fact !== answered))
        : [];
    return [
      reply,
      ...rest.map((stated) => this.#statements.inform(stated, 'inform')),
      ...unclear.map((word) => this.#statements.unclear(word, 'inform')),
      ...this.#alsoAsked(),
    ];
  }

  /** "The certificate, March 2024": the date is that of the level which the reply settles on. */
  #dateOf(reply: Command): StatedFact[] {
    const { stated, dates, clauses } = this.reading;
    if (this.#context.open?.kind !== 'clarify' || reply.type !== 'inform' || reply.fact === undefined || reply.value === undefined)
      return [];
    const fact = sinceFact(this.#parts.evaluator.book, { fact: reply.fact, value: reply.value });
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
    const [best] = this.#parts.intents.classify(quote);
    const isQuestion =
      best !== undefined && !steering.has(best.intent) && this.#parts.answerer.answer(quote, this.#language).outcome !== 'declined';
    return isQuestion ? [{ type: 'ask', quote }] : [];
  }

  commands(): Command[] {
    const { text } = this.#message;
    if (isHardlyText(text)) return [this.#emoji()];
    const intent = this.#purpose.intent();
    const quote = this.#message.original;
    const informs = this.#statements.told('inform');
    // Of somebody else alone nothing is told or corrected.
    if (telling.has(intent) && informs.length === 0 && this.reading.clauses.every(({ other }) => other))
      return [{ type: 'outside', quote }];
    switch (intent) {
      case 'ask':
        return this.#asks();
      case 'check': {
        const goal = this.#purpose.checkGoal(this.reading.clauses.some(({ question }) => question));
        const forEmployer = goal === null ? this.#statements.forEmployer() : [];
        return [...forEmployer, ...this.facts(goal), { type: 'check', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'inform': {
        if (informs.length === 0) return [{ type: 'outside', quote }];
        // Who says what he holds and what he wants wants it checked.
        const wanted = this.reading.sought.some(
          ({ fact, pathway, other }) => !other && (fact !== undefined || pathway !== undefined),
        );
        const goal = wanted ? this.#purpose.goal(false) : undefined;
        return goal === undefined ? informs : [...this.facts(goal), { type: 'check', goal, quote }];
      }
      case 'correct':
        return this.#statements.corrections(quote);
      case 'why': {
        const fact = this.reading.named[0];
        return [{ type: 'why', ...(fact === undefined ? {} : { fact }), quote }];
      }
      case 'when': {
        const goal = this.#purpose.goal(false);
        return [...this.facts(goal), { type: 'when', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'what-if':
        return this.#supposes(quote);
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
        if (intent === 'forget' && isOfOneThing(text, this.reading.named))
          return this.#forgetsOne() ?? this.#statements.corrections(quote);
        return isPlain(intent) ? [...informs, { type: intent, quote }] : [{ type: 'outside', quote }];
    }
  }

  /** "Forget my title" deletes that one; what says another value as well, or names several, is a correction. */
  #forgetsOne(): Command[] | undefined {
    const { named, stated, ambiguous, dates } = this.reading;
    const [fact, ...others] = new Set(named);
    if (!asksToDelete(this.#message.text)) return undefined;
    if (fact === undefined || others.length > 0 || stated.length + ambiguous.length + dates.length > 0) return undefined;
    return [{ type: 'forget', fact, quote: this.#message.original }];
  }

  /** The pathway that is named or sought. */
  goal(): string | undefined {
    return this.#purpose.goal(false);
  }

  /** What a part of a message plainly wants, by itself. */
  requests(): Request[] {
    return requestsOf({
      message: this.#message,
      reading: this.reading,
      commands: this.commands(),
      purpose: this.#purpose,
      unprompted: this.#context.open === undefined,
      parts: this.#parts,
      language: this.#language,
    });
  }

  #emoji(): Command {
    const quote = this.#message.original;
    if (/👍|👌|🙏|❤|😊|💯/u.test(quote)) return { type: 'feedback-good', quote };
    if (/👎|😡|🤬/u.test(quote)) return { type: 'feedback-bad', quote };
    return { type: 'outside', quote };
  }

  /** "If I had …? I'm a technician": what is plainly so is told beside it; who asks nothing has only said how it is not. */
  #supposes(quote: string): Command[] {
    const { stated, ambiguous, clauses, supposed } = this.reading;
    const isPlain = ({ hypothetical, question }: Clause): boolean => !hypothetical && !question;
    const told = supposed.length === 0 ? [] : this.#statements.told('inform', ({ clause }) => isPlain(clause));
    const plain = [...stated, ...ambiguous].some(({ clause }) => isPlain(clause));
    const asks = clauses.some(({ question }) => question);
    return plain && told.length > 0 && !asks ? told : [...told, ...this.#statements.suppositions(quote)];
  }

  /** Everything that the message states, for a check of the goal. */
  facts(goal: string | null | undefined): Command[] {
    return [...this.#statements.told('inform'), ...this.#statements.ifSought(goal)];
  }

  /** Beside what the asker says of himself the question is what the rest asks. */
  #withQuestion(statements: readonly Command[]): Command[] {
    const whole = this.#message.original;
    const asked = this.#questions();
    const answered = asked !== undefined && this.#parts.answerer.answer(asked, this.#language).outcome !== 'declined';
    return [...statements, { type: 'ask', quote: statements.length > 0 && answered ? asked : whole }];
  }

  /** "Have a look for me: a technician since 2020; do I need …?" asks for a check as well. */
  #asks(): Command[] {
    const { clauses, stated } = this.reading;
    // … and so does who says what he holds and, in words of its own, what he is after.
    const wished = this.reading.sought.some(
      ({ fact, start, other }) =>
        fact !== undefined && !other && clauses.some((clause) => !clause.question && clause.start <= start && start < clause.end),
    );
    const { facts } = this.#parts.evaluator.book;
    const employers = stated.filter(({ fact }) => facts.get(fact)?.subject === 'employer').length > 1;
    const exam = stated.some(({ fact, clause }) => facts.get(fact)?.wanted === true && !clause.question);
    const bare = wished || employers || exam || clauses.some(({ text }) => bareRequest.test(text));
    if (!bare || clauses.length < 2 || !stated.some(({ fact }) => fact !== 'subject'))
      return this.#withQuestion(this.#ownStatements());
    const goal = this.#purpose.goal(false);
    const check: Command = { type: 'check', ...(goal === undefined ? {} : { goal }), quote: this.#message.original };
    return [...this.#withQuestion(this.facts(goal)), check];
  }

  /** The message's own words after the facts that it states, up to the last clause that asks; undefined where none or all of it asks. */
  #questions(): string | undefined {
    const { clauses, stated } = this.reading;
    const asked = clauses.filter(({ question, dontKnow }) => question && !dontKnow);
    const last = asked.at(-1);
    if (!last || asked.length === clauses.length) return undefined;
    // "No diploma: does it matter?": what is so or not so belongs to the question.
    const { facts } = this.#parts.evaluator.book;
    const isTold = (clause: Clause): boolean =>
      stated.some((each) => each.clause === clause && facts.get(each.fact)?.type !== 'boolean');
    const first = clauses.findIndex((clause) => clause.question || !isTold(clause));
    return this.#message.quote(clauses[first]?.start ?? last.start, last.end);
  }

  /** In a question about the policy only what the asker plainly says of himself is noted. */
  #ownStatements(): Command[] {
    const { stated, ambiguous } = this.reading;
    const isOwn = ({ question, text }: Clause): boolean =>
      !question && (speaksOfOneself(text) || speaksOfOneself(this.#message.text) || ourselves.test(text));
    const isOneself = ({ clause, start, end }: Pick<StatedFact, 'clause' | 'start' | 'end'>): boolean =>
      isNamedAsOneself(this.#message.text, clause, start, end);
    return [
      ...stated
        .filter((each) => (isOwn(each.clause) && each.fact !== 'field' && each.fact !== 'examField') || isOneself(each))
        .map((each) => this.#statements.inform(each, 'inform')),
      ...ambiguous.filter((word) => isOwn(word.clause) || isOneself(word)).map((word) => this.#statements.unclear(word, 'inform')),
    ];
  }

  #languageWanted(): Language | undefined {
    const other = this.#language === this.#context.language ? undefined : this.#language;
    return languageNamed(this.#message.text) ?? other;
  }
}
