/**
 * One turn of the dialogue: what is kept, the commands of a message, today → what is kept then, and what is said. Pure.
 *
 * Each command is handled in turn (`repair.ts`, `explanations.ts`, and below); then the interview goes on (`interview.ts`).
 */
import type { Answer } from '../answers/answer.ts';
import type { Command } from '../command/command.ts';
import type { Evaluator, Verdict } from '../eligibility/evaluate.ts';
import type { Conversation } from './conversation.ts';
import { when, whatIf, why } from './explanations.ts';
import { goOn } from './interview.ts';
import { back, cancel, forget, notKnown, restart, resume, state } from './repair.ts';
import type { Effect, Input, Reply, StepContext } from './reply.ts';
import { answerInShared } from './shared-place.ts';
import { Turn } from './turn.ts';

export interface StepResult {
  readonly conversation: Conversation;
  readonly replies: readonly Reply[];
  readonly effects: readonly Effect[];
}

export function step(conversation: Conversation, inputs: readonly Input[], evaluator: Evaluator, context: StepContext): StepResult {
  const turn = new Turn(conversation, evaluator, context);
  if (context.place === 'shared') answerInShared(turn, inputs, handle);
  else talk(turn, inputs);
  // Nobody is left without a word, also when an old button no longer means anything.
  if (turn.replies.length === 0 && turn.effects.length === 0) turn.say('help');
  return { conversation: turn.kept, replies: turn.replies, effects: turn.effects };
}

function talk(turn: Turn, inputs: readonly Input[]): void {
  const whichBefore = turn.kept.open?.kind === 'which';
  const openBefore = JSON.stringify(turn.kept.open);
  // "Check what our company may do": whom it is for is no longer settled by the pathway of before.
  if (inputs.some(({ command }) => command.type === 'check' && command.goal === null)) turn.kept.goal = null;
  for (const input of inputs) handle(turn, input);
  // A choice of a question that is settled: what is open now is shown again.
  if (inputs.length === 0) turn.proceed = true;
  if (!turn.unread && (turn.noted.length > 0 || JSON.stringify(turn.kept.open) !== openBefore)) turn.kept.misreads = 0;
  // "Which shall I change?" is put once; whatever else is said then goes on.
  if (whichBefore && turn.kept.open?.kind === 'which') {
    turn.kept.open = null;
    turn.proceed = true;
  }
  goOn(turn);
}

function handle(turn: Turn, { command, answer }: Input): void {
  const { kept } = turn;
  switch (command.type) {
    case 'ask':
      if (!answer) break;
      if (answer.outcome === 'declined' && kept.open !== null && turn.active) turn.misread();
      else {
        turn.replies.push({ kind: 'answer', answer, ...standingOf(turn, answer) });
        turn.proceed = true;
      }
      kept.lastAnswer = { question: command.quote, cites: [...answer.cites] };
      break;
    case 'outside':
      if (kept.open !== null && turn.active) turn.misread();
      else turn.say('outside');
      break;
    case 'check':
      check(turn, command);
      break;
    case 'inform':
      if (clearsUpSupposition(turn, command)) whatIf(turn, { ...command, type: 'what-if' });
      else state(turn, command);
      break;
    case 'correct':
      state(turn, command);
      break;
    case 'dont-know':
      notKnown(turn, command.fact);
      break;
    case 'confirm':
      confirm(turn);
      break;
    case 'back':
      back(turn);
      break;
    case 'cancel':
      cancel(turn);
      break;
    case 'resume':
      resume(turn);
      break;
    case 'restart':
      restart(turn);
      break;
    case 'summary':
      turn.replies.push({ kind: 'summary', credentials: kept.credentials, quotes: kept.quotes, goal: kept.goal });
      turn.proceed = true;
      break;
    case 'why':
      why(turn, command);
      break;
    case 'when':
      if (when(turn, command.goal)) check(turn, command);
      break;
    case 'what-if':
      whatIf(turn, command);
      break;
    case 'forget':
      forget(turn, command.fact);
      break;
    case 'export':
      turn.effects.push({ effect: 'export' });
      turn.proceed = true;
      break;
    case 'human':
      turn.effects.push({ effect: 'human' });
      turn.say('human');
      break;
    case 'language':
      if (command.language === undefined) turn.say('which-language');
      else {
        kept.language = command.language;
        turn.say('language-changed');
      }
      turn.proceed = true;
      break;
    case 'feedback-good':
    case 'feedback-bad':
      turn.effects.push({ effect: 'feedback', good: command.type === 'feedback-good', cites: kept.lastAnswer?.cites ?? [] });
      turn.say(command.type);
      turn.proceed = true;
      break;
    case 'greeting':
    case 'thanks':
    case 'help':
      turn.say(command.type);
      turn.proceed = true;
      break;
  }
}

/** An answer that depends on who asks says how it stands with him, where he has told something that bears on it. */
function standingOf({ kept: { credentials }, evaluator, asOf }: Turn, { check: pathway }: Answer): { standing?: Verdict } {
  const compiled = evaluator.policy.pathways.find((each) => each.pathway.id === pathway);
  const bears = Object.keys(credentials).some((fact) => compiled?.support.has(evaluator.policy.facts.get(fact)?.index ?? -1));
  const [standing] = bears ? evaluator.evaluate(credentials, asOf, pathway).verdicts : [];
  return standing ? { standing } : {};
}

/** Which reading of an ambiguous word was meant when it was supposed: a supposition still, told in words. */
function clearsUpSupposition({ kept: { open } }: Turn, { fact, value }: Extract<Command, { type: 'inform' }>): boolean {
  return (
    open?.kind === 'clarify' &&
    open.purpose === 'what-if' &&
    open.readings.some((reading) => reading.fact === fact && JSON.stringify(reading.value) === JSON.stringify(value))
  );
}

/** Starts a check, or changes its aim. */
function check(turn: Turn, command: Extract<Command, { type: 'check' | 'when' }>): void {
  const { kept } = turn;
  // "So can I apply now?" after a report asks for that one again.
  if (command.goal === undefined && kept.phase === 'reported') {
    turn.proceed = true;
    return;
  }
  const goal = command.goal ?? undefined;
  const subject = goal === undefined ? undefined : turn.subjectOf(goal);
  if (goal !== undefined && (subject === undefined || justStated(turn, goal))) return;
  if (subject !== undefined && (kept.credentials['subject'] ?? turn.usualSubject) !== subject)
    turn.setCredentials({ ...kept.credentials, subject });
  // "Please check" in the middle of a check means that one; "check everything" widens it.
  if (command.goal !== undefined || !((kept.phase === 'interview' || kept.phase === 'review') && kept.open)) {
    // What was asked for another pathway need not matter for this one.
    if (kept.goal !== (goal ?? null) && kept.open?.kind !== 'clarify') kept.open = null;
    kept.goal = goal ?? null;
  }
  kept.phase = 'interview';
  kept.paused = false;
  turn.proceed = true;
}

/** Whether the level that the pathway leads to is one that the same message says is held: what is held is not sought. */
function justStated({ evaluator, noted }: Turn, goal: string): boolean {
  const seeks = evaluator.book.pathways.get(goal)?.seeks;
  return seeks !== undefined && noted.some(({ fact, value }) => fact === seeks.fact && value === seeks.value);
}

function confirm(turn: Turn): void {
  const { kept } = turn;
  if (kept.open?.kind === 'review') {
    kept.phase = 'reported';
    kept.open = null;
    turn.proceed = true;
  } else if (kept.open?.kind === 'offer') check(turn, { type: 'check', ...(kept.goal === null ? {} : { goal: kept.goal }) });
  else if (kept.open) turn.misread();
  else turn.say('nothing-to-confirm');
}
