/** What turns the interview from its straight way: stated out of turn, corrected, not known, undone, stopped, taken up again. */
import type { Command, Reading } from '../command/command.ts';
import { dontKnow, sinceFact } from '../eligibility/credentials.ts';
import type { FactValue } from '../policy/schema.ts';
import { newConversation, type Open } from './conversation.ts';
import type { Turn } from './turn.ts';

/** Facts stated or corrected, plain or ambiguous. */
export function state(turn: Turn, command: Extract<Command, { type: 'inform' | 'correct' }>): void {
  const { kept } = turn;
  turn.proceed = true;
  if (command.readings && command.readings.length > 0) {
    const { quote = '', readings, since } = command;
    // "The title" leaves fewer of the readings that are open: those are asked about now.
    if (kept.open?.kind === 'clarify' && readings.every((each) => isAmong(each, kept.open))) turn.ask({ ...kept.open, readings });
    else kept.ambiguous.push({ quote, readings, purpose: command.type, ...(since === undefined ? {} : { since }) });
    return;
  }
  const fact = command.fact ?? (command.value === undefined ? undefined : turn.meant(command));
  if (fact === undefined && command.type === 'inform') {
    turn.misread();
    return;
  }
  if (fact === undefined) {
    if (redates(turn, command)) return;
    // The word that is being asked about is asked about again after it.
    if (kept.open?.kind === 'clarify') {
      const { kind: _, ...word } = kept.open;
      kept.ambiguous.unshift(word);
    }
    turn.ask({ kind: 'which' });
    return;
  }
  if (command.value === undefined) {
    turn.ask({ kind: 'fact', fact });
    return;
  }
  // Naming what is noted, when asked what to change, means that it is to be changed.
  if (kept.open?.kind === 'which' && JSON.stringify(kept.credentials[fact]) === JSON.stringify(command.value)) {
    turn.ask({ kind: 'fact', fact });
    return;
  }
  if (fact === 'subject' && isOfOtherSubject(turn, command.value)) {
    // A personnel officer who asks about one worker's pathway goes on with that worker's; who corrects it means the employer's own.
    if (command.type === 'inform') {
      turn.replies.push({ kind: 'notice', notice: { notice: 'goal-subject', goal: kept.goal ?? '' } });
      return;
    }
    kept.goal = null;
  }
  const since = sinceTold(turn, fact, command.value);
  const replace = command.type === 'correct' || (kept.open?.kind === 'fact' && kept.open.fact === fact);
  turn.note(fact, command.value, replace, command.quote);
  if (since) turn.note(since.fact, since.value, false, since.quote);
}

/** "Wait, it was June 2021": the date that was told with the word that is being asked about. */
function redates({ kept }: Turn, { value, quote = '' }: Extract<Command, { type: 'inform' | 'correct' }>): boolean {
  if (kept.open?.kind !== 'clarify' || kept.open.since === undefined || typeof value !== 'string') return false;
  kept.open = { ...kept.open, since: { value, quote } };
  return true;
}

/** Whether the pathway that is being checked is for the other kind of asker. */
function isOfOtherSubject(turn: Turn, value: FactValue): boolean {
  const { goal, phase } = turn.kept;
  return goal !== null && phase !== 'idle' && value !== dontKnow && turn.subjectOf(goal) !== value;
}

const isAmong = ({ fact, value }: Reading, open: Open | null): boolean =>
  open?.kind === 'clarify' && open.readings.some((each) => each.fact === fact && each.value === value);

/** The date that was told with the ambiguous word of which this is the meaning. */
function sinceTold(
  { kept: { open }, evaluator: { book } }: Turn,
  fact: string,
  value: FactValue,
): { readonly fact: string; readonly value: string; readonly quote: string } | undefined {
  if (open?.kind !== 'clarify' || open.since === undefined) return undefined;
  const isMeant = open.readings.some((reading) => reading.fact === fact && reading.value === value);
  const since = isMeant ? sinceFact(book, { fact, value }) : undefined;
  return since === undefined ? undefined : { fact: since, ...open.since };
}

/** Not known, or skipped. */
export function notKnown(turn: Turn, named: string | undefined): void {
  const { open } = turn.kept;
  turn.proceed = true;
  if (open?.kind === 'fact' && (named === undefined || named === open.fact))
    turn.note(open.fact, open.known === undefined ? dontKnow : `${open.known}~`, true, undefined);
  else if (named !== undefined) turn.note(named, dontKnow, true, undefined);
  else if (open?.kind === 'clarify' || open?.kind === 'offer') {
    turn.kept.open = null;
    if (open.kind === 'clarify') turn.say('word-left');
  } else if (open === null) turn.say('dont-know-nothing-open');
}

/** Undoes the last answer and asks for it again. */
export function back(turn: Turn): void {
  const { kept } = turn;
  const last = kept.trail.at(-1);
  turn.proceed = true;
  if (!last) {
    turn.say('nothing-to-undo');
    return;
  }
  kept.trail = kept.trail.slice(0, -1);
  const { [last.fact]: _, ...rest } = kept.credentials;
  turn.setCredentials(last.before === null ? rest : { ...rest, [last.fact]: last.before });
  delete kept.quotes[last.fact];
  kept.phase = 'interview';
  kept.paused = false;
  turn.ask({ kind: 'fact', fact: last.fact });
}

/** Everything, or one fact with all that was read for it; the question after it may be asked anew. */
export function forget(turn: Turn, fact: string | undefined): void {
  const { kept } = turn;
  if (fact === undefined) {
    turn.kept = newConversation(kept.language);
    turn.effects.push({ effect: 'forget' });
    turn.say('forgotten');
    return;
  }
  const { [fact]: _, ...rest } = kept.credentials;
  turn.setCredentials(rest);
  kept.trail = kept.trail.filter((each) => each.fact !== fact);
  kept.ambiguous = kept.ambiguous.filter(({ readings }) => !readings.some((reading) => reading.fact === fact));
  // A question in the person's own words may have told it too.
  kept.lastAnswer = null;
  // So may what is open, and a report or review that rests on it would bring it back before the eyes.
  kept.open = null;
  if (kept.phase !== 'idle') {
    kept.phase = 'idle';
    kept.paused = true;
  }
  turn.effects.push({ effect: 'forget-one' });
  turn.say('one-forgotten');
}

export function cancel(turn: Turn): void {
  const { kept } = turn;
  kept.paused = kept.phase === 'interview' || kept.phase === 'review';
  kept.phase = 'idle';
  kept.open = null;
  kept.ambiguous = [];
  turn.say('cancelled');
}

export function resume(turn: Turn): void {
  const { kept } = turn;
  const started = kept.paused || kept.phase !== 'idle' || Object.keys(kept.credentials).length > 0;
  if (!started) {
    turn.say('nothing-to-resume');
    return;
  }
  kept.paused = false;
  if (kept.phase === 'idle') kept.phase = 'interview';
  turn.proceed = true;
}

/** Forgets the answers, not the aim; whose pathway it is comes with the aim. */
export function restart(turn: Turn): void {
  const { goal, language } = turn.kept;
  const subject = goal === null ? undefined : turn.subjectOf(goal);
  turn.kept = {
    ...newConversation(language),
    goal,
    phase: 'interview',
    credentials: subject === undefined || subject === turn.usualSubject ? {} : { subject },
  };
  turn.say('restarted');
}
