/** One message as a whole, or one part of it, on the way to commands: what was read in it against what it is for. */
import type { Answer, Answerer } from '../../answers/answer.ts';
import { plainCommands, type Command, type Language, type PlainCommand } from '../../command/command.ts';
import { sinceFact } from '../../eligibility/credentials.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { NormalText } from '../../text/normal-form.ts';
import type { Understanding, UnderstandingContext } from '../understander.ts';
import { isHardlyText, speaksOfOneself, type Clause } from './clauses.ts';
import type { Aims, Goal } from './aim-classifier.ts';
import type { FactReading } from './fact-reading.ts';
import { asksToDelete, isOfOneThing } from './forgetting.ts';
import { goalOf } from './goal.ts';
import { languageNamed } from './language-named.ts';
import { general, intentOf, ourselves, type IntentClassifier } from './intent.ts';
import type { StatedFact } from './message.ts';
import { ordinalOf } from './ordinals.ts';
import type { Request } from './requests.ts';
import { Statements } from './statements.ts';

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
/** How probable a message in the middle of an interview must be to steer it. */
const steered = 0.4;
/** How probable a part's own wording must make what it wants, … */
const asked = 0.6;
/** … how probable the provision that answers it must be, … */
const answered = 0.3;
/** … and how probable where it points back to what stands before it. */
const plainlyAnswered = 0.6;
/** A clause that asks to have one's case looked at, and nothing else. */
const bareRequest =
  /^\s*(?:(?:请|麻烦|能不能|能|可以|劳驾|你|您|师傅|老师){0,3}帮(?:我|忙|个忙|俺)?(?:看看|看一?下|查查|查一?下|核一?下|核对一?下|算算|判断一?下|评估一?下|瞧瞧)(?:吧|吗|呗|我|我的情况)?|(?:please |can you |could you |pls |hi |hello |just )*(?:check|assess|look at|review|evaluate) (?:me|my case|my situation|this for me|it for me)(?: please| out)?)\s*$/;
/** Of one's own case, not of anybody's. */
const ownCase = /(?<![a-z])(?:i|i'm|i've|me|my|we|our|us|he|she|check)(?![a-z])|我|咱|俺|[他她]|帮|查|看看/;
const pointing = /(?<![a-z])(?:it|this|that|they|them|he|she|his|her|so|then|there)(?![a-z])|它|这个|那个|这样|那样|[他她]|该/;
/** Words that only lead over to a question. */
const leadIn =
  /^[\s,，、;；.。]*(?:(?:and|but|so|also|plus|then|by the way|btw|(?:can|could) you tell me|(?:please )?tell me)[\s,]+)*|^(?:另外|还有|顺便|顺带|对了|然后|此外)[,，\s]*/i;

const isPlain = (intent: string): intent is PlainCommand => plainCommands.some((each) => each === intent);

/** How probable it must be that a check is wanted where the words around it look like something else, … */
const wanted = 0.5;
/** … and where nothing is asked or wished; … */
const plainlyWanted = 0.75;
/** … and which pathway, to be believed against what is named; … */
const surely = 0.7;
/** … and to be taken where nothing else points to one. */
const likelyAim = 0.25;
/** "May an enterprise …?" */
const ofAnybody =
  /^\s*(?:(?:and|so|but|also) )*(?:can|could|may|might|must|should|does|do|is|are|will) (?:an?|any|every|people|workers|enterprises|companies|employers) /;
const telling: ReadonlySet<string> = new Set(['inform', 'correct', 'dont-know']);
const impersonal: ReadonlySet<string> = new Set(['subject', 'field', 'region', 'examField', 'employerKind']);
const isOnesOwn = (text: string): boolean => speaksOfOneself(text) || ourselves.test(text);
/** Intents that a request for a check may look like. */
const checkLike: ReadonlySet<string> = new Set([
  'ask',
  'outside',
  'inform',
  'help',
  'confirm',
  'correct',
  'what-if',
  'feedback-bad',
  'feedback-good',
]);

export interface TurnReading {
  readonly reading: FactReading;
  /** What the wording as a whole is after. */
  readonly aims: Aims;
}

export interface TurnParts {
  readonly evaluator: Evaluator;
  readonly intents: IntentClassifier;
  readonly answerer: Answerer;
}

export class MessageTurn {
  readonly reading: FactReading;
  readonly #aims: Aims;
  readonly #message: NormalText;
  readonly #statements: Statements;
  readonly #context: UnderstandingContext;
  readonly #parts: TurnParts;
  readonly #language: Understanding['language'];
  #answered: Answer | undefined;

  constructor(
    message: NormalText,
    { reading, aims }: TurnReading,
    context: UnderstandingContext,
    parts: TurnParts,
    language: Understanding['language'],
  ) {
    this.#message = message;
    this.reading = reading;
    this.#aims = aims;
    this.#context = context;
    this.#parts = parts;
    this.#language = language;
    this.#statements = new Statements(message, reading, parts.evaluator);
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
    const intent = this.#intent();
    const quote = this.#message.original;
    const informs = this.#statements.told('inform');
    // Of somebody else alone nothing is told or corrected.
    if (telling.has(intent) && informs.length === 0 && this.reading.clauses.every(({ other }) => other))
      return [{ type: 'outside', quote }];
    switch (intent) {
      case 'ask':
        return this.#asks();
      case 'check': {
        const goal = this.#checkGoal(this.reading.clauses.some(({ question }) => question));
        const forEmployer = goal === null ? this.#statements.forEmployer() : [];
        return [...forEmployer, ...this.facts(goal), { type: 'check', ...(goal === undefined ? {} : { goal }), quote }];
      }
      case 'inform': {
        if (informs.length === 0) return [{ type: 'outside', quote }];
        // Who says what he holds and what he wants wants it checked.
        const wanted = this.reading.sought.some(
          ({ fact, pathway, other }) => !other && (fact !== undefined || pathway !== undefined),
        );
        const goal = wanted ? this.#goal(false) : undefined;
        return goal === undefined ? informs : [...this.facts(goal), { type: 'check', goal, quote }];
      }
      case 'correct':
        return this.#statements.corrections(quote);
      case 'why': {
        const fact = this.reading.named[0];
        return [{ type: 'why', ...(fact === undefined ? {} : { fact }), quote }];
      }
      case 'when': {
        const goal = this.#goal(false);
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

  /** What a part of a message plainly wants, by itself. */
  requests(): Request[] {
    const [likely] = this.#parts.intents.classify(this.#message.text);
    const probability = likely?.probability ?? 0;
    return this.commands().flatMap((command): Request[] => {
      switch (command.type) {
        case 'ask': {
          const quote = command.quote.replace(leadIn, '');
          const { outcome, restsOn, check, explanation } = this.#parts.answerer.answer(quote, this.#language);
          const score = explanation.candidates
            .filter(({ cites }) => cites[0] === restsOn[0])
            .reduce((sum, candidate) => sum + candidate.score, 0);
          const needed = pointing.test(this.#message.text) ? plainlyAnswered : answered;
          return outcome === 'answered' && score >= needed
            ? [{ command: { ...command, quote }, key: `ask ${restsOn.join()}`, pathways: this.#pathwaysOn(restsOn[0], check) }]
            : [];
        }
        case 'check':
          return likely?.intent === 'check' && this.#isOwnCase() && (command.goal !== undefined || probability >= asked)
            ? [{ command: this.#plainly(command), key: 'check' }]
            : [];
        case 'when':
          return likely?.intent === 'when' && probability >= asked ? [{ command, key: 'when' }] : [];
        case 'outside':
          return this.#asksOther()
            ? [{ command: { type: 'ask', quote: this.#message.original.replace(leadIn, '') }, key: 'other' }]
            : [];
        case 'human':
        case 'export':
        case 'summary':
        case 'language':
          return probability >= plainlySteering ? [{ command, key: command.type }] : [];
        default:
          return [];
      }
    });
  }

  /** A question about something else: that it can't be answered is said beside the rest, except in the middle of an interview. */
  #asksOther(): boolean {
    const [likely] = this.#parts.intents.classify(this.#message.text);
    return (
      this.#context.open === undefined &&
      likely?.intent === 'outside' &&
      likely.probability >= asked &&
      this.reading.clauses.some(({ question }) => question) &&
      this.#answer().declined === 'outside'
    );
  }

  #isOwnCase(): boolean {
    const tells = this.reading.stated.some(({ clause, fact }) => !clause.question && fact !== 'subject');
    return tells || ownCase.test(this.#message.text);
  }

  /** Without a goal that only the answer to it points to: the whole message says it better. */
  #plainly(command: Extract<Command, { type: 'check' }>): Command {
    const { goal, ...rest } = command;
    const named = this.#goal(false);
    return goal === null || named === undefined ? (goal === null ? command : rest) : { ...rest, goal: named };
  }

  #pathwaysOn(provision: string | undefined, check: string | undefined): string[] {
    const { pathways } = this.#parts.evaluator.book;
    return [...pathways.values()].filter(({ id, cites }) => id === check || cites[0] === provision).map(({ id }) => id);
  }

  /** In the middle of an interview nothing stops it, or steers it elsewhere, that is not said plainly. */
  #intent(): string {
    const intent = this.#likelyIntent();
    // "Next year, yes" was no answer, and a yes to nothing else.
    if (intent === 'confirm' && this.#context.open?.kind === 'fact') return 'outside';
    if (this.#context.open === undefined || !steering.has(intent)) return intent;
    const chosen = this.#parts.intents.classify(this.#message.text).find((each) => each.intent === intent);
    return (chosen?.probability ?? 0) < steered ? 'outside' : intent;
  }

  #likelyIntent(): string {
    const intent = this.#namedIntent();
    const { text } = this.#message;
    // "May an enterprise …?": what anybody's question may name is nobody's own.
    const isOwn = ({ fact, clause }: StatedFact): boolean => !clause.question || !impersonal.has(fact);
    const holds = this.reading.stated.some(isOwn) || this.reading.ambiguous.length > 0 || isOnesOwn(text);
    const isAfter = this.reading.clauses.some(({ question, wishFrom, end }) => question || wishFrom <= end);
    if (intent === 'check' && !holds && ofAnybody.test(text) && this.#answer().outcome === 'answered') return 'ask';
    return holds && checkLike.has(intent) && this.#aims.wanted >= (isAfter ? wanted : plainlyWanted) ? 'check' : intent;
  }

  #namedIntent(): string {
    const { text } = this.#message;
    return intentOf({
      text,
      reading: this.reading,
      unprompted: this.#context.open === undefined,
      intents: this.#parts.intents,
      answer: () => this.#answer(),
      goal: (asking) => this.#goal(asking),
      provisionOf: (goal) => this.#parts.evaluator.book.pathways.get(goal)?.cites[0],
    });
  }

  #answer(): Answer {
    this.#answered ??= this.#parts.answerer.answer(this.#message.text, this.#language);
    return this.#answered;
  }

  /** What the wording as a whole is after, or else what is named. */
  #checkGoal(asking: boolean): Goal | undefined {
    if (general.test(this.#message.text)) return null;
    const [aim] = this.#aims.aims;
    const { sought, stated, ambiguous } = this.reading;
    // "So can I now?" is after what was spoken of, not after everything.
    if (aim?.goal === null && sought.length + stated.length + ambiguous.length === 0) return this.#goal(asking);
    if (aim && this.#aims.wanted >= wanted && aim.probability >= surely) return aim.goal;
    return this.#goal(asking) ?? (aim && aim.probability >= likelyAim ? aim.goal : undefined);
  }

  /** @param asking the message asks, so that the provision which would answer it points to a pathway too */
  #goal(asking: boolean): string | undefined {
    const { text } = this.#message;
    if (general.test(text)) return undefined;
    const provision = (): string | undefined => (asking ? this.#answer().restsOn[0] : undefined);
    return goalOf(text, this.reading, this.#parts.evaluator, this.#context.asOf, provision);
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
    const goal = this.#goal(false);
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
    return [
      ...stated
        .filter(({ clause, fact }) => isOwn(clause) && fact !== 'field' && fact !== 'examField')
        .map((each) => this.#statements.inform(each, 'inform')),
      ...ambiguous.filter(({ clause }) => isOwn(clause)).map((word) => this.#statements.unclear(word, 'inform')),
    ];
  }

  #languageWanted(): Language | undefined {
    const other = this.#language === this.#context.language ? undefined : this.#language;
    return languageNamed(this.#message.text) ?? other;
  }
}
