/** Why, when and what if: explained from the same verdicts that a report shows; nothing is noted. */
import type { Command } from '../command/command.ts';
import { dontKnow, heldFacts, levelOf } from '../eligibility/credentials.ts';
import { View } from '../eligibility/diagram.ts';
import type { Evaluator, Report } from '../eligibility/evaluate.ts';
import type { Conversation } from './conversation.ts';
import { noteFact } from './note.ts';
import type { Noted } from './reply.ts';
import type { Turn } from './turn.ts';

/** Why a fact is asked for, or why a verdict is what it is. */
export function why(turn: Turn, { fact, goal }: Extract<Command, { type: 'why' }>): void {
  const { kept } = turn;
  const { phase } = kept;
  turn.proceed = phase !== 'reported';
  const asked = fact ?? (goal === undefined ? askedFact(turn) : undefined);
  if (asked !== undefined && (fact !== undefined || phase !== 'reported'))
    turn.replies.push({ kind: 'why-question', fact: asked, pathways: pathwaysOn(turn, asked) });
  else if (phase === 'reported' || phase === 'review' || goal !== undefined)
    turn.replies.push({ kind: 'why-verdict', report: turn.report(goal ?? kept.goal) });
  else turn.say('nothing-to-explain');
}

/** The fact that the open question is after; of an ambiguous word the first that it may state. */
function askedFact({ kept: { open } }: Turn): string | undefined {
  return open?.kind === 'fact' ? open.fact : open?.kind === 'clarify' ? open.readings[0]?.fact : undefined;
}

/** The pathways of the check whose verdict the fact can still change, or that depend on it at all. */
function pathwaysOn({ kept: { goal, credentials }, evaluator, asOf }: Turn, fact: string): string[] {
  const { facts, diagram } = evaluator.policy;
  const index = facts.get(fact)?.index ?? -1;
  const { checked, day } = evaluator.check(credentials, asOf);
  const view = new View(diagram, evaluator.known(checked, day).domain);
  const pathways = evaluator.pathwaysOf(credentials, goal ?? undefined);
  const changed = pathways.filter(({ root }) => view.relevant(root).has(index));
  return (changed.length > 0 ? changed : pathways.filter(({ support }) => support.has(index))).map(({ pathway }) => pathway.id);
}

/**
 * From which date. Before the facts are gathered there is no date that would be true: what is still needed is asked first.
 * @returns whether a check has to be started to find out
 */
export function when(turn: Turn, goal: string | undefined): boolean {
  const { kept } = turn;
  if (kept.phase === 'reported' || kept.phase === 'review') {
    turn.proceed = kept.phase === 'review';
    turn.replies.push({ kind: 'when', report: turn.report(goal ?? kept.goal) });
    return false;
  }
  turn.say('when-later');
  turn.proceed = true;
  return kept.phase === 'idle';
}

type Values = Conversation['credentials'];

/** For the pathway that is being checked; for all of them where that one stays as it is. */
function compared(turn: Turn, credentials: Values): { before: Report; after: Report } {
  const { goal } = turn.kept;
  const statuses = ({ verdicts }: Report): string => verdicts.map(({ status }) => status).join();
  const [before, after] = [turn.report(goal), turn.report(goal, credentials)];
  if (goal === null || statuses(before) !== statuses(after)) return { before, after };
  return { before: turn.report(null), after: turn.report(null, credentials) };
}

/** A date since when a level has been held supposes the level, where it is above the one that is noted. */
function levelSupposed(credentials: Values, { book }: Evaluator, fact: string): Noted | undefined {
  const held = heldFacts(book).find(({ id }) => id === fact)?.heldFrom;
  const now = held && credentials[held.fact];
  if (!held || typeof now !== 'string' || now === dontKnow) return undefined;
  return levelOf(book, held.fact, now) < levelOf(book, held.fact, held.level) ? { fact: held.fact, value: held.level } : undefined;
}

export function whatIf(turn: Turn, command: Extract<Command, { type: 'what-if' }>): void {
  const { kept } = turn;
  turn.proceed = kept.phase !== 'reported';
  if (command.readings && command.readings.length > 0) {
    kept.ambiguous.push({ quote: command.quote ?? '', readings: command.readings, purpose: 'what-if' });
    return;
  }
  const fact = command.fact ?? (command.value === undefined ? undefined : turn.meant(command));
  if (fact === undefined || command.value === undefined) {
    turn.say('what-if-of-what');
    return;
  }
  if (kept.open?.kind === 'clarify' && kept.open.purpose === 'what-if') kept.open = null;
  // What one message supposes is supposed together.
  const { credentials: so, changed } = turn.supposed ?? { credentials: kept.credentials, changed: [] };
  const level = levelSupposed(so, turn.evaluator, fact);
  const base = level === undefined ? so : { ...so, [level.fact]: level.value };
  const { credentials, noted, notices } = noteFact(base, fact, command.value, false, turn.evaluator, turn.asOf);
  for (const notice of notices) turn.replies.push({ kind: 'notice', notice });
  if (noted) {
    turn.supposed = { credentials, changed: [...changed, ...(level === undefined ? [] : [level]), noted] };
    const before = turn.replies.findIndex(({ kind }) => kind === 'what-if');
    if (before >= 0) turn.replies.splice(before, 1);
    turn.replies.push({ kind: 'what-if', changed: turn.supposed.changed, ...compared(turn, credentials) });
  } else if (notices.length === 0) turn.say('what-if-of-what');
}
