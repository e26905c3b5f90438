/** Text → commands without a network and without a model: the fact reader, the reply reader and the intent classifier together. */
import type { Answerer } from '../../answers/answer.ts';
import type { Command, Reading } from '../../command/command.ts';
import type { Evaluator } from '../../eligibility/evaluate.ts';
import type { PolicyBook } from '../../policy/book.ts';
import { detectLanguage } from '../../text/language.ts';
import { normalise, type NormalText } from '../../text/normal-form.ts';
import type { OpenQuestion, Understander, Understanding, UnderstandingContext } from '../understander.ts';
import type { AimClassifier, Aims } from './aim-classifier.ts';
import { asksForCheck, namesAnother } from './clauses.ts';
import { digresses } from './digression.ts';
import { FactReader } from './fact-reader.ts';
import { isPartOfStatement, type FactReading } from './fact-reading.ts';
import { general, type IntentClassifier } from './intent.ts';
import { buildLexicon, knownWords, levelWords } from './lexicon.ts';
import { MessageTurn } from './message-turn.ts';
import { partsOf } from './parts.ts';
import type { TurnReading } from './purpose.ts';
import type { ReplyClassifier } from './reply-classifier.ts';
import { ordinalOf } from './ordinals.ts';
import { ReplyReader } from './reply-reader.ts';
import { withRequests } from './requests.ts';
import { isPlainlyHeld } from './standing.ts';
import { isSure } from './sureness.ts';
import type { StatementClassifier } from './statement-classifier.ts';
import { Typos } from './typos.ts';

export interface LocalUnderstanderParts {
  readonly aims: AimClassifier;
  readonly statements: StatementClassifier;
  readonly evaluator: Evaluator;
  readonly intents: IntentClassifier;
  readonly replies: ReplyClassifier;
  readonly answerer: Answerer;
}

/** How probable an aim must be to say which of the levels that are named is sought. */
const surely = 0.5;
/** … in a message that neither asks for anything nor wishes it. */
const plainly = 0.9;
/** Longer messages are read by their first part for facts, and whole for nothing: no reader of people does more. */
const readLength = 4000;

export function createLocalUnderstander({
  evaluator,
  intents,
  replies: classifier,
  aims: aimClassifier,
  statements,
  answerer,
}: LocalUnderstanderParts): Understander {
  const reader = new FactReader(evaluator.book, buildLexicon(evaluator.book), statements);
  const replies = new ReplyReader(evaluator.book, classifier);
  const typos = new Typos(levelWords(evaluator.book), knownWords(evaluator.book));
  const levelSought = ({ wanted, aims: [aim] }: Aims, isAfter: boolean): Reading | undefined =>
    aim && aim.goal !== null && wanted >= (isAfter ? surely : plainly) && aim.probability >= surely
      ? evaluator.book.pathways.get(aim.goal)?.seeks
      : undefined;
  /** Read once more where the message as a whole says what is sought. */
  const readingOf = (message: NormalText, { asOf, open }: UnderstandingContext, plainAim?: Reading): TurnReading => {
    // "And my mate? He's at level 1": he who is named in the message is not the one who is checked.
    const heIsMeant = open !== undefined && !namesAnother(message.text);
    const reading = reader.read(message, asOf, { heIsMeant });
    const aims = aimClassifier.classify(message, reading);
    // Who asks what there is for him is after no level.
    const aim = plainAim ?? (general.test(message.text) ? undefined : levelSought(aims, isAfterSomething(reading)));
    return { reading: aim === undefined ? reading : reader.read(message, asOf, { heIsMeant, aim }), aims };
  };
  return {
    understand: (text, context): Understanding => {
      const message = typos.correct(normalise(text.length > readLength ? text.slice(0, readLength) : text));
      const language = detectLanguage(message.text, context.language);
      const turnOf = (each: NormalText, aim?: Reading): MessageTurn =>
        new MessageTurn(each, readingOf(each, context, aim), context, { evaluator, intents, answerer }, language);
      const turn = turnOf(message);
      const { reading } = turn;
      const asked = context.open?.kind === 'fact' ? evaluator.book.facts.get(context.open.fact) : undefined;
      const isElsewhere = asked?.type === 'boolean' && digresses(message.text, reading, asked, intents);
      const reply = context.open && !isElsewhere ? replies.read(message, context.open, reading) : undefined;
      const aside = !reply && context.open && replies.readAside(message, context.open, reading);
      if (aside) return { language, commands: [aside], sure: true };
      // A number that none of the choices has is no message of another kind.
      if (!reply && context.open && ordinalOf(message.text) !== undefined)
        return { language, commands: [{ type: 'outside', quote: message.original }], sure: true };
      // "Engineer I guess", while "level 2" is asked about: more likely what is wanted than what is held.
      const wish = reply ? undefined : levelBeside(message, reading, context.open);
      const goal = wish && turnOf(message, wish).goal();
      if (goal !== undefined) return { language, commands: [{ type: 'check', goal, quote: message.original }], sure: false };
      const replied = reply && !turn.steers() ? turn.withReply(reply) : undefined;
      const parts = partsOf(message, reading.clauses).filter((part) => !isPartOfStatement(part, reading));
      const requests = parts.flatMap(({ start, end }) => turnOf(typos.correct(normalise(message.quote(start, end)))).requests());
      const wanted = withRequests(replied ?? turn.commands(), requests, (goal) => turn.facts(goal));
      const commands = goalFirst(wanted, evaluator.book);
      const sure = isSure(message.text, reading, commands, intents, replied !== undefined);
      return { language, commands: commands.map((each) => aboutOpen(each, context.open)), sure };
    },
  };
}

/** Who asks in his company's name for one of its workers is told whom to answer for: whose pathway it is comes first. */
function goalFirst(commands: readonly Command[], { pathways }: PolicyBook): Command[] {
  const goal = commands.flatMap((each) => (each.type === 'check' ? (each.goal ?? []) : []))[0];
  const subject = goal === undefined ? undefined : pathways.get(goal)?.subject;
  const isOfOther = (each: Command): boolean =>
    subject !== undefined && each.type === 'inform' && each.fact === 'subject' && each.value !== subject;
  return [...commands.filter((each) => !isOfOther(each)), ...commands.filter(isOfOther)];
}

/** "I don't know" to an open question is about its fact. */
const aboutOpen = (command: Command, open: OpenQuestion | undefined): Command =>
  command.type === 'dont-know' && command.fact === undefined && open?.kind === 'fact'
    ? { ...command, fact: open.fact, value: 'dontKnow' }
    : command;

/** Characters that may stand beside a level that is the whole message. */
const mostBeside = 12;

/** While it is asked which level a word means: another one by itself, of which nothing says that it is held. */
function levelBeside(
  { text }: NormalText,
  { stated, ambiguous, dates, clauses }: FactReading,
  open: OpenQuestion | undefined,
): Reading | undefined {
  if (open?.kind !== 'clarify') return undefined;
  const [level, ...others] = stated.filter(({ fact }) => fact !== 'field');
  if (!level || others.length > 0 || ambiguous.length + dates.length > 0 || level.value === 'none') return undefined;
  if (open.readings.some(({ fact, value }) => fact === level.fact && value === level.value)) return undefined;
  if (text.length - (level.end - level.start) > mostBeside || clauses.some(({ correction }) => correction)) return undefined;
  return isPlainlyHeld(text, level.clause, level.start, level.end) ? undefined : { fact: level.fact, value: level.value };
}

const isAfterSomething = ({ clauses }: FactReading): boolean =>
  clauses.some(({ question, wishFrom, end, text }) => question || wishFrom <= end || asksForCheck.test(text));
