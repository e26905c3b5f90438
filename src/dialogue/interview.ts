/** The way to a verdict: clear up ambiguous words, ask what still matters, review, report. */
import type { Reading } from '../command/command.ts';
import { missingFacts, nextQuestion } from '../eligibility/next-question.ts';
import type { Verdict } from '../eligibility/evaluate.ts';
import { CredentialsError } from '../eligibility/credentials.ts';
import type { Turn } from './turn.ts';

/** Goes on with the check after what was said in the turn; or offers to start one. */
export function goOn(turn: Turn): void {
  const { kept } = turn;
  if (kept.open?.kind !== 'clarify') askAboutNextWord(turn);
  if (kept.open?.kind === 'clarify') {
    const { quote, readings } = kept.open;
    if (turn.proceed) turn.replies.push({ kind: 'clarify', quote, readings, noted: turn.noted, misreads: turn.misreads });
    return;
  }
  if (kept.open?.kind === 'which') {
    askWhich(turn);
    return;
  }
  switch (kept.phase) {
    case 'interview':
    case 'review':
      interview(turn);
      break;
    case 'reported':
      afterReport(turn);
      break;
    case 'idle':
      if (kept.open?.kind === 'fact') askAlone(turn, kept.open.fact);
      else if (turn.noted.length > 0) {
        kept.open = { kind: 'offer' };
        turn.replies.push({ kind: 'noted', noted: turn.noted, offer: true });
      }
      break;
  }
}

/** What has been told plainly meanwhile, or by another word of the message, needs no clearing up. */
function askAboutNextWord(turn: Turn): void {
  const { kept } = turn;
  const at = kept.ambiguous.findIndex(({ purpose, readings }) => purpose !== 'inform' || !settled(turn, readings));
  const word = kept.ambiguous[at];
  kept.ambiguous = at < 0 ? [] : kept.ambiguous.slice(at + 1);
  if (word) turn.ask({ kind: 'clarify', ...word });
}

/** Whether one of the readings is what is noted, or each of their facts is. */
function settled({ kept: { credentials } }: Turn, readings: readonly Reading[]): boolean {
  return (
    readings.some(({ fact, value }) => JSON.stringify(credentials[fact]) === JSON.stringify(value)) ||
    readings.every(({ fact }) => credentials[fact] !== undefined)
  );
}

/** "Which of these shall I change?" */
function askWhich(turn: Turn): void {
  const { credentials } = turn.kept;
  if (Object.keys(credentials).length > 0) turn.replies.push({ kind: 'which', credentials });
  else {
    turn.kept.open = null;
    turn.say('nothing-noted');
  }
}

function interview(turn: Turn): void {
  const { kept } = turn;
  if (kept.paused) return;
  const open = kept.open?.kind === 'fact' ? kept.open : undefined;
  // A question that no longer matters is dropped; one put by a correction stands.
  const fact =
    open && stands(turn, open.fact) ? open.fact : nextQuestion(turn.evaluator, kept.credentials, turn.asOf, kept.goal ?? undefined);
  if (fact !== undefined) {
    question(turn, fact, open?.fact === fact);
    return;
  }
  review(turn);
}

/** Shows what is noted before it is judged. */
function review(turn: Turn): void {
  const { kept } = turn;
  kept.phase = 'review';
  kept.open = { kind: 'review' };
  turn.replies.push({ kind: 'review', credentials: kept.credentials, goal: kept.goal, misreads: turn.misreads });
}

/** Whether an open question is still worth its answer: the user asked for it, or nothing that was noted since has settled it. */
function stands(turn: Turn, fact: string): boolean {
  const { evaluator } = turn;
  const { credentials, goal } = turn.kept;
  const corrects = credentials[fact] !== undefined && !turn.isPartial(fact);
  if (turn.noted.length === 0 || fact === turn.askedNow || corrects) return true;
  const { checked, day } = evaluator.check(credentials, turn.asOf);
  const pathways = evaluator.pathwaysOf(checked.values, goal ?? undefined);
  return missingFacts(evaluator, pathways, evaluator.known(checked, day)).some((variable) => variable.fact.id === fact);
}

/** Asks for a fact; of a partial date only for what is not known of it. */
function question(turn: Turn, fact: string, again: boolean): void {
  const { kept } = turn;
  const value = kept.credentials[fact];
  const asked = again && kept.open?.kind === 'fact' ? kept.open.known : undefined;
  const known = !again && turn.isPartial(fact) && typeof value === 'string' ? value : asked;
  kept.phase = 'interview';
  kept.open = { kind: 'fact', fact, ...(known === undefined ? {} : { known }) };
  turn.replies.push({
    kind: 'question',
    fact,
    precision: known === undefined ? 'whole' : known.length === 4 ? 'month' : 'day',
    noted: turn.noted,
    again: again && fact === turn.askedBefore,
    misreads: turn.misreads,
    ...(known === undefined ? {} : { known }),
  });
}

/** A question put by a correction while nothing is being checked. */
function askAlone(turn: Turn, fact: string): void {
  turn.replies.push({ kind: 'question', fact, precision: 'whole', noted: turn.noted, again: false, misreads: turn.misreads });
}

const isOpen = (status: Verdict['status']): boolean => status === 'eligible' || status === 'conditional';

/** The pathways beside the goal that are open already by what is noted. */
const openBeside = (turn: Turn, goal: string): Verdict[] =>
  turn.report(null).verdicts.filter(({ pathway, status }) => pathway.id !== goal && isOpen(status));

/** Whether a value that stands in place of another one opens a pathway: a slip of the reader's would be a wrong verdict. */
function opensByChange(turn: Turn): boolean {
  const { credentials, goal } = turn.kept;
  const replaced = turn.noted.flatMap(({ fact, before }) => (before === undefined ? [] : [[fact, before] as const]));
  if (replaced.length === 0) return false;
  const opened = (values: typeof credentials): ReadonlySet<string> =>
    new Set(turn.report(goal, values).verdicts.flatMap(({ pathway, status }) => (isOpen(status) ? [pathway.id] : [])));
  try {
    const before = opened({ ...credentials, ...Object.fromEntries(replaced) });
    return [...opened(credentials)].some((id) => !before.has(id));
  } catch (error) {
    // What was noted before can't be true beside what else is noted now.
    if (error instanceof CredentialsError) return true;
    throw error;
  }
}

/** After the report: a correction gives the report anew, asking first what it has made relevant. */
function afterReport(turn: Turn): void {
  const { kept } = turn;
  if (kept.open?.kind === 'fact') {
    question(turn, kept.open.fact, false);
    return;
  }
  const confirmed = turn.proceed && turn.replies.length === 0;
  if (!confirmed && turn.noted.length === 0) return;
  const fact = nextQuestion(turn.evaluator, kept.credentials, turn.asOf, kept.goal ?? undefined);
  if (fact === undefined && opensByChange(turn)) review(turn);
  else if (fact === undefined)
    turn.replies.push({
      kind: 'report',
      report: turn.report(kept.goal),
      goal: kept.goal,
      noted: turn.noted,
      others: kept.goal === null ? [] : openBeside(turn, kept.goal),
    });
  else question(turn, fact, false);
}
