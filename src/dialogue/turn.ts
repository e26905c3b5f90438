/** One turn under way: what is kept by the end of it, what is said, and the few operations that all parts of the dialogue share. */
import type { Command } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import { dontKnow, heldFacts } from '../eligibility/credentials.ts';
import type { Evaluator, Report } from '../eligibility/evaluate.ts';
import type { Conversation, Open } from './conversation.ts';
import { noteFact } from './note.ts';
import type { Effect, Noted, Reply, Saying, StepContext } from './reply.ts';

/** Answers to `back` that are kept. */
const trailLength = 50;

export class Turn {
  readonly evaluator: Evaluator;
  /** Today in the policy's time zone, YYYY-MM-DD. */
  readonly asOf: string;
  /** This turn's own copy. */
  kept: Conversation;
  readonly replies: Reply[] = [];
  readonly effects: Effect[] = [];
  readonly noted: Noted[] = [];
  /** What the message supposes so far, beside what is noted. */
  supposed: { readonly credentials: Conversation['credentials']; readonly changed: readonly Noted[] } | undefined;
  /** Something was said or done that the open question has to follow. */
  proceed = false;
  /** The open question could not be answered by anything in the message. */
  unread = false;
  /** The fact asked for before the turn. */
  readonly askedBefore: string | undefined;
  /** The fact that the user's own words have put up for an answer in this turn. */
  askedNow: string | undefined;

  constructor(conversation: Conversation, evaluator: Evaluator, { asOf, language }: StepContext) {
    this.kept = { ...structuredClone(conversation), language };
    this.evaluator = evaluator;
    this.asOf = asOf;
    this.askedBefore = conversation.open?.kind === 'fact' ? conversation.open.fact : undefined;
  }

  say(saying: Saying): void {
    this.replies.push({ kind: 'text', saying });
  }

  /** Something is being gathered, so that what is not understood is a reply that was not understood. */
  get active(): boolean {
    const { paused, phase, open } = this.kept;
    return !paused && (phase === 'interview' || phase === 'review' || open?.kind === 'clarify');
  }

  misread(): void {
    this.kept.misreads += 1;
    this.unread = true;
    this.proceed = true;
  }

  /** How often in a row the open question was answered in words that could not be read, this time included. */
  get misreads(): number {
    return this.unread ? this.kept.misreads : 0;
  }

  ask(open: Open): void {
    this.kept.open = open;
    this.askedNow = open.kind === 'fact' ? open.fact : undefined;
    this.proceed = true;
  }

  report(goal: string | null, credentials: Readonly<Record<string, FactValue>> = this.kept.credentials): Report {
    return this.evaluator.evaluate(credentials, this.asOf, goal ?? undefined);
  }

  /** Whose pathways are checked where nothing is said of it. */
  get usualSubject(): FactValue | undefined {
    return this.evaluator.book.facts.get('subject')?.default;
  }

  subjectOf(goal: string): FactValue | undefined {
    return this.evaluator.book.pathways.get(goal)?.subject;
  }

  /** Whether a noted date may still be told more exactly. */
  isPartial(fact: string): boolean {
    const value = this.kept.credentials[fact];
    return this.#isDate(fact) && typeof value === 'string' && value.length < 10 && value !== dontKnow && !value.endsWith('~');
  }

  #isDate(fact: string): boolean {
    return this.evaluator.book.facts.get(fact)?.type === 'date';
  }

  /**
   * Which fact words without one are about. Told: since when the level that is noted has been held, where that is not known yet.
   * Corrected or supposed: the fact that held the old value, else the last date of those noted.
   */
  meant(command: Extract<Command, { type: 'inform' | 'correct' | 'what-if' }>): string | undefined {
    const { credentials, trail } = this.kept;
    if (command.type === 'inform')
      return heldFacts(this.evaluator.book).find(
        ({ id, heldFrom }) =>
          credentials[heldFrom.fact] === heldFrom.level && (credentials[id] === undefined || this.isPartial(id)),
      )?.id;
    const was = command.type === 'correct' ? command.was : undefined;
    const dates = Object.keys(credentials).filter((fact) => this.#isDate(fact));
    if (was !== undefined) {
      const held = Object.entries(credentials).filter(
        ([, value]) => typeof value === 'string' && typeof was === 'string' && value.startsWith(was.replace('~', '')),
      );
      if (held.length === 1) return held[0]?.[0];
    }
    return dates.length === 1 ? dates[0] : trail.findLast(({ fact }) => this.#isDate(fact))?.fact;
  }

  note(fact: string, value: FactValue, replace: boolean, quote: string | undefined): void {
    const { kept } = this;
    const result = noteFact(kept.credentials, fact, value, replace, this.evaluator, this.asOf);
    for (const notice of result.notices) this.replies.push({ kind: 'notice', notice });
    this.setCredentials(result.credentials);
    if (result.noted) {
      this.noted.push(withoutCoarser(result.noted));
      kept.trail = [...kept.trail, { fact, before: result.noted.before ?? null }].slice(-trailLength);
      if (quote === undefined) delete kept.quotes[fact];
      else kept.quotes[fact] = quote;
    }
    if (this.#answers(fact)) kept.open = null;
    const rejected = result.notices.some((notice) => notice.notice !== 'dropped');
    if (rejected && kept.phase !== 'idle') this.ask({ kind: 'fact', fact });
  }

  /** Whether noting the fact answers what is open. */
  #answers(fact: string): boolean {
    const { open } = this.kept;
    switch (open?.kind) {
      case 'fact':
        return open.fact === fact;
      case 'clarify':
        return open.purpose === 'what-if' || open.readings.some((reading) => reading.fact === fact);
      case 'which':
        return true;
      default:
        return false;
    }
  }

  /** Quotes never outlive the value that was read from them. */
  setCredentials(credentials: Readonly<Record<string, FactValue>>): void {
    const { kept } = this;
    for (const fact of Object.keys(kept.quotes))
      if (JSON.stringify(credentials[fact]) !== JSON.stringify(kept.credentials[fact])) delete kept.quotes[fact];
    kept.credentials = { ...credentials };
  }
}

/** A date told more exactly replaces nothing that was wrong. */
function withoutCoarser(noted: Noted): Noted {
  const { fact, value, before } = noted;
  const finer = typeof value === 'string' && typeof before === 'string' && value.startsWith(before);
  return finer && /^\d/.test(before) ? { fact, value } : noted;
}
