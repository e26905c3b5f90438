/** What a message is after: its intent, and the pathway that it names or that its wording as a whole points to. */
import type { Answer, Answerer } from '../../answers/answer.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { Understanding, UnderstandingContext } from '../understander.ts';
import type { Aims, Goal } from './aim-classifier.ts';
import { presumes, speaksOfOneself } from './clauses.ts';
import { denies } from './cues.ts';
import type { FactReading } from './fact-reading.ts';
import { goalOf } from './goal.ts';
import { general, intentOf, ourselves, type IntentClassifier } from './intent.ts';
import type { StatedFact } from './message.ts';

/** Commands that end or turn the interview; a reply is hardly ever worded like one. */
export const steering: ReadonlySet<string> = new Set([
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
/** How probable a message in the middle of an interview must be to steer it. */
const steered = 0.4;
/** How probable it must be that a check is wanted where the words around it look like something else, … */
const wanted = 0.5;
/** … and where nothing is asked or wished; … */
const plainlyWanted = 0.75;
/** … and which pathway, to be believed against what is named; … */
const surely = 0.7;
/** … and to be taken where nothing else points to one. */
const likelyAim = 0.25;
/** Asks what it takes: "do I need …", 要不要…. */
const asksForNeeds =
  /(?<![a-z])(?:do|does|must|would|will) (?:i|we|one|you|they) (?:really |still |also |even )*(?:need|require|have to have|show|hand in|publish)(?![a-z])|需不需要|需要[^,，]{1,12}(?:吗|么|才能)|要不要[^,，]{0,6}(?:论文|学历|文凭|外语|英语|计算机|证)|要[^,，]{0,4}(?:论文|学历|文凭|外语|英语|计算机)[^,，]{0,3}(?:吗|么)/;
/** How plainly a message must confirm that is worded in a way of its own. */
const plainlyConfirmed = 0.9;
const fewWords = 6;
/** "May an enterprise …?" */
const ofAnybody =
  /^\s*(?:(?:and|so|but|also) )*(?:can|could|may|might|must|should|does|do|is|are|will) (?:an?|any|every|people|workers|enterprises|companies|employers) /;
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

/** A message as it was read. */
export interface TurnReading {
  readonly reading: FactReading;
  /** What the wording as a whole is after. */
  readonly aims: Aims;
}

/** What every message is understood with. */
export interface TurnParts {
  readonly evaluator: Evaluator;
  readonly intents: IntentClassifier;
  readonly answerer: Answerer;
}

export class Purpose {
  readonly #text: string;
  readonly #reading: FactReading;
  readonly #aims: Aims;
  readonly #context: UnderstandingContext;
  readonly #parts: TurnParts;
  readonly #language: Understanding['language'];
  #answered: Answer | undefined;

  /** @param text in normal form */
  constructor(
    text: string,
    { reading, aims }: TurnReading,
    context: UnderstandingContext,
    parts: TurnParts,
    language: Understanding['language'],
  ) {
    this.#text = text;
    this.#reading = reading;
    this.#aims = aims;
    this.#context = context;
    this.#parts = parts;
    this.#language = language;
  }

  /** In the middle of an interview nothing stops it, or steers it elsewhere, that is not said plainly. */
  intent(): string {
    const intent = this.#likelyIntent();
    // "Next year, yes" was no answer, and a yes to nothing else.
    if (intent === 'confirm' && this.#context.open?.kind === 'fact') return 'outside';
    // What is no plain yes settles nothing that would be judged by.
    if (intent === 'confirm' && this.#context.open?.kind === 'review' && !this.#plainlyConfirms()) return 'outside';
    if (this.#context.open === undefined || !steering.has(intent)) return intent;
    const chosen = this.#parts.intents.classify(this.#text).find((each) => each.intent === intent);
    return (chosen?.probability ?? 0) < steered ? 'outside' : intent;
  }

  #plainlyConfirms(): boolean {
    const [best] = this.#parts.intents.classify(this.#text);
    // Few words that confirm are known ones.
    return this.#text.length > fewWords && (best?.probability ?? 0) >= plainlyConfirmed && !denies(this.#text);
  }

  #likelyIntent(): string {
    const intent = this.#namedIntent();
    const text = this.#text;
    // "May an enterprise …?": what anybody's question may name is nobody's own.
    const isOwn = ({ fact, clause }: StatedFact): boolean => !clause.question || !impersonal.has(fact);
    const holds = this.#reading.stated.some(isOwn) || this.#reading.ambiguous.length > 0 || isOnesOwn(text);
    const isAfter = this.#reading.clauses.some(({ question, wishFrom, end }) => question || wishFrom <= end);
    if (intent === 'check' && !holds && ofAnybody.test(text) && this.answer().outcome === 'answered') return 'ask';
    // What is only to be confirmed is asked, and nothing is to be checked.
    if (intent === 'ask' && presumes(text)) return intent;
    // "Do I need papers for senior engineer?" of whom nothing is told asks what the policy asks for.
    const tells = this.#reading.stated.some(({ fact }) => !impersonal.has(fact)) || this.#reading.ambiguous.length > 0;
    if ((intent === 'ask' || intent === 'check') && !tells && asksForNeeds.test(text) && this.answer().outcome === 'answered')
      return 'ask';
    return holds && checkLike.has(intent) && this.#aims.wanted >= (isAfter ? wanted : plainlyWanted) ? 'check' : intent;
  }

  #namedIntent(): string {
    const text = this.#text;
    return intentOf({
      text,
      reading: this.#reading,
      unprompted: this.#context.open === undefined,
      intents: this.#parts.intents,
      answer: () => this.answer(),
      goal: (asking) => this.goal(asking),
      provisionOf: (goal) => this.#parts.evaluator.book.pathways.get(goal)?.cites[0],
    });
  }

  /** The message as a question on the policy, answered; looked up once. */
  answer(): Answer {
    this.#answered ??= this.#parts.answerer.answer(this.#text, this.#language);
    return this.#answered;
  }

  /** What the wording as a whole is after, or else what is named. */
  checkGoal(asking: boolean): Goal | undefined {
    if (general.test(this.#text)) return null;
    const [aim] = this.#aims.aims;
    const { sought, stated, ambiguous } = this.#reading;
    // "So can I now?" is after what was spoken of, not after everything.
    if (aim?.goal === null && sought.length + stated.length + ambiguous.length === 0) return this.goal(asking);
    if (aim && this.#aims.wanted >= wanted && aim.probability >= surely) return aim.goal;
    return this.goal(asking) ?? (aim && aim.probability >= likelyAim ? aim.goal : undefined);
  }

  /** @param asking the message asks, so that the provision which would answer it points to a pathway too */
  goal(asking: boolean): string | undefined {
    const text = this.#text;
    if (general.test(text)) return undefined;
    const provision = (): string | undefined => (asking ? this.answer().restsOn[0] : undefined);
    return goalOf(text, this.#reading, this.#parts.evaluator, this.#context.asOf, provision);
  }
}
