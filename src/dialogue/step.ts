/**
 * One turn of the dialogue: what is kept, the commands of a message, today → what is kept then, and what is said. Pure.
 *
 * The happy path is `proceed`: clarify, ask, review, report. Repair (correct, back, skip, digress and return, cancel, resume) is
 * handled once, here, for every question.
 */
import type { Command, Reading } from '../command/command.ts';
import type { FactValue } from '../policy/schema.ts';
import { View } from '../eligibility/diagram.ts';
import { dontKnow } from '../eligibility/credentials.ts';
import type { Evaluator, Report } from '../eligibility/evaluate.ts';
import { missingFacts, nextQuestion } from '../eligibility/next-question.ts';
import { newConversation, type Conversation } from './conversation.ts';
import { noteFact } from './note.ts';
import type { Effect, Input, Noted, Reply, Saying, StepContext } from './reply.ts';

export interface StepResult {
  readonly conversation: Conversation;
  readonly replies: readonly Reply[];
  readonly effects: readonly Effect[];
}

/** Answers to `back` that are kept. */
const trailLength = 50;

export function step(conversation: Conversation, inputs: readonly Input[], evaluator: Evaluator, context: StepContext): StepResult {
  return new Turn(conversation, evaluator, context).run(inputs);
}

class Turn {
  readonly #evaluator: Evaluator;
  readonly #asOf: string;
  /** This turn's own copy. */
  #kept: Conversation;
  readonly #replies: Reply[] = [];
  readonly #effects: Effect[] = [];
  readonly #noted: Noted[] = [];
  /** Something was said or done that the open question has to follow. */
  #proceed = false;
  /** The open question could not be answered by anything in the message. */
  #unread = false;
  /** The fact asked for before the turn. */
  readonly #askedBefore: string | undefined;
  /** The fact that the user's own words have put up for an answer in this turn. */
  #askedNow: string | undefined;

  constructor(conversation: Conversation, evaluator: Evaluator, { asOf, language }: StepContext) {
    this.#kept = { ...structuredClone(conversation), language };
    this.#evaluator = evaluator;
    this.#asOf = asOf;
    this.#askedBefore = conversation.open?.kind === 'fact' ? conversation.open.fact : undefined;
  }

  run(inputs: readonly Input[]): StepResult {
    const whichBefore = this.#kept.open?.kind === 'which';
    const openBefore = JSON.stringify(this.#kept.open);
    for (const input of inputs) this.#handle(input);
    if (!this.#unread && (this.#noted.length > 0 || JSON.stringify(this.#kept.open) !== openBefore)) this.#kept.misreads = 0;
    // "Which shall I change?" is put once; whatever else is said then goes on.
    if (whichBefore && this.#kept.open?.kind === 'which') {
      this.#kept.open = null;
      this.#proceed = true;
    }
    this.#next();
    // Nobody is left without a word, also when an old button no longer means anything.
    if (this.#replies.length === 0 && this.#effects.length === 0) this.#say('help');
    return { conversation: this.#kept, replies: this.#replies, effects: this.#effects };
  }

  #say(saying: Saying): void {
    this.#replies.push({ kind: 'text', saying });
  }

  #handle({ command, answer }: Input): void {
    const kept = this.#kept;
    switch (command.type) {
      case 'ask':
        if (!answer) break;
        if (answer.outcome === 'declined' && kept.open !== null && this.#active()) this.#misread();
        else {
          this.#replies.push({ kind: 'answer', answer, credentials: kept.credentials });
          this.#proceed = true;
        }
        if (answer.outcome === 'answered') kept.lastAnswer = { question: command.quote, cites: [...answer.cites] };
        break;
      case 'outside':
        if (kept.open !== null && this.#active()) this.#misread();
        else this.#say('outside');
        break;
      case 'check':
        this.#check(command.goal);
        break;
      case 'inform':
      case 'correct':
        this.#state(command);
        break;
      case 'dont-know':
        this.#dontKnow(command.fact);
        break;
      case 'confirm':
        this.#confirm();
        break;
      case 'back':
        this.#back();
        break;
      case 'cancel':
        this.#pause();
        break;
      case 'resume':
        this.#resume();
        break;
      case 'restart':
        this.#kept = {
          ...newConversation(kept.language),
          goal: kept.goal,
          phase: 'interview',
          credentials: this.#subjectOf(kept.goal),
        };
        this.#say('restarted');
        break;
      case 'summary':
        this.#replies.push({ kind: 'summary', credentials: kept.credentials, quotes: kept.quotes, goal: kept.goal });
        this.#proceed = true;
        break;
      case 'why':
        this.#why(command);
        break;
      case 'when':
        this.#when(command.goal);
        break;
      case 'what-if':
        this.#whatIf(command);
        break;
      case 'forget':
        this.#kept = newConversation(kept.language);
        this.#effects.push({ effect: 'forget' });
        this.#say('forgotten');
        break;
      case 'export':
        this.#effects.push({ effect: 'export' });
        this.#proceed = true;
        break;
      case 'human':
        this.#effects.push({ effect: 'human' });
        this.#say('human');
        break;
      case 'language':
        if (command.language === undefined) this.#say('which-language');
        else {
          kept.language = command.language;
          this.#say('language-changed');
        }
        this.#proceed = true;
        break;
      case 'feedback-good':
      case 'feedback-bad':
        this.#effects.push({ effect: 'feedback', good: command.type === 'feedback-good', cites: kept.lastAnswer?.cites ?? [] });
        this.#say(command.type);
        this.#proceed = true;
        break;
      case 'greeting':
      case 'thanks':
      case 'help':
        this.#say(command.type);
        this.#proceed = true;
        break;
    }
  }

  #active(): boolean {
    return (
      !this.#kept.paused &&
      (this.#kept.phase === 'interview' || this.#kept.phase === 'review' || this.#kept.open?.kind === 'clarify')
    );
  }

  #misread(): void {
    this.#kept.misreads += 1;
    this.#unread = true;
    this.#proceed = true;
  }

  /** Credentials that a goal brings with it: whose pathway it is. */
  #subjectOf(goal: string | null): Record<string, FactValue> {
    const subject = goal === null ? undefined : this.#evaluator.book.pathways.get(goal)?.subject;
    const usual = this.#evaluator.book.facts.get('subject')?.default;
    return subject === undefined || subject === usual ? {} : { subject };
  }

  #check(goal: string | undefined): void {
    const kept = this.#kept;
    const subject = goal === undefined ? undefined : this.#evaluator.book.pathways.get(goal)?.subject;
    if (goal !== undefined && (subject === undefined || this.#justStated(goal))) return;
    const stated = kept.credentials['subject'];
    if (subject !== undefined && (stated ?? this.#evaluator.book.facts.get('subject')?.default) !== subject)
      kept.credentials['subject'] = subject;
    // "Check what I qualify for" in the middle of a check of one pathway widens it only when nothing is open.
    if (goal !== undefined || !(kept.phase === 'interview' && kept.open)) {
      // What was asked for another pathway need not matter for this one.
      if (kept.goal !== (goal ?? null) && kept.open?.kind !== 'clarify') kept.open = null;
      kept.goal = goal ?? null;
    }
    kept.phase = 'interview';
    kept.paused = false;
    this.#proceed = true;
  }

  /** Whether the level that the pathway leads to is one that the same message says is held: what is held is not sought. */
  #justStated(goal: string): boolean {
    const seeks = this.#evaluator.book.pathways.get(goal)?.seeks;
    return seeks !== undefined && this.#noted.some(({ fact, value }) => fact === seeks.fact && value === seeks.value);
  }

  /** Facts stated or corrected, plain or ambiguous. */
  #state(command: Extract<Command, { type: 'inform' | 'correct' }>): void {
    const kept = this.#kept;
    this.#proceed = true;
    if (command.readings && command.readings.length > 0) {
      kept.ambiguous.push({ quote: command.quote ?? '', readings: command.readings, purpose: command.type });
      return;
    }
    const fact = command.fact ?? (command.type === 'correct' && command.value !== undefined ? this.#meant(command) : undefined);
    if (fact === undefined) {
      this.#ask({ kind: 'which' });
      return;
    }
    if (command.value === undefined) {
      this.#ask({ kind: 'fact', fact });
      return;
    }
    // Naming what is noted, when asked what to change, means that it is to be changed.
    if (kept.open?.kind === 'which' && JSON.stringify(kept.credentials[fact]) === JSON.stringify(command.value)) {
      this.#ask({ kind: 'fact', fact });
      return;
    }
    const replace = command.type === 'correct' || (kept.open?.kind === 'fact' && kept.open.fact === fact);
    this.#note(fact, command.value, replace, command.quote);
  }

  /** Which noted fact a correction by value alone is about: the one that held the old value, else the last one of that kind. */
  #meant(command: Extract<Command, { type: 'inform' | 'correct' | 'what-if' }>): string | undefined {
    const { credentials, trail } = this.#kept;
    const was = command.type === 'correct' ? command.was : undefined;
    const isDate = (fact: string): boolean => this.#evaluator.book.facts.get(fact)?.type === 'date';
    const dates = Object.keys(credentials).filter(isDate);
    if (was !== undefined) {
      const held = Object.entries(credentials).filter(
        ([, value]) => typeof value === 'string' && typeof was === 'string' && value.startsWith(was.replace('~', '')),
      );
      if (held.length === 1) return held[0]?.[0];
    }
    return dates.length === 1 ? dates[0] : trail.findLast(({ fact }) => isDate(fact))?.fact;
  }

  #note(fact: string, value: FactValue, replace: boolean, quote: string | undefined): void {
    const kept = this.#kept;
    const result = noteFact(kept.credentials, fact, value, replace, this.#evaluator, this.#asOf);
    for (const notice of result.notices) this.#replies.push({ kind: 'notice', notice });
    kept.credentials = { ...result.credentials };
    for (const key of Object.keys(kept.quotes)) if (kept.credentials[key] === undefined) delete kept.quotes[key];
    if (result.noted) {
      this.#noted.push(withoutCoarser(result.noted));
      kept.trail = [...kept.trail, { fact, before: result.noted.before ?? null }].slice(-trailLength);
      if (quote === undefined) delete kept.quotes[fact];
      else kept.quotes[fact] = quote;
    }
    const { open } = kept;
    if (open?.kind === 'fact' && open.fact === fact) kept.open = null;
    if (open?.kind === 'clarify' && (open.readings.some((reading) => reading.fact === fact) || open.purpose === 'what-if'))
      kept.open = null;
    if (open?.kind === 'which') kept.open = null;
    const rejected = result.notices.some((notice) => notice.notice !== 'dropped');
    if (rejected && kept.phase !== 'idle') this.#ask({ kind: 'fact', fact });
  }

  #dontKnow(named: string | undefined): void {
    const { open } = this.#kept;
    this.#proceed = true;
    if (open?.kind === 'fact' && (named === undefined || named === open.fact)) {
      this.#note(open.fact, open.known === undefined ? dontKnow : `${open.known}~`, true, undefined);
    } else if (named !== undefined) this.#note(named, dontKnow, true, undefined);
    else if (open?.kind === 'clarify') this.#kept.open = null;
    else if (open === null) this.#say('dont-know-nothing-open');
    else if (open.kind === 'offer') this.#kept.open = null;
  }

  #confirm(): void {
    const { open } = this.#kept;
    if (open?.kind === 'review') {
      this.#kept.phase = 'reported';
      this.#kept.open = null;
      this.#proceed = true;
    } else if (open?.kind === 'offer') this.#check(this.#kept.goal ?? undefined);
    else if (open) this.#misread();
    else this.#say('nothing-to-confirm');
  }

  #back(): void {
    const kept = this.#kept;
    const last = kept.trail.at(-1);
    this.#proceed = true;
    if (!last) {
      this.#say('nothing-to-undo');
      return;
    }
    kept.trail = kept.trail.slice(0, -1);
    const { [last.fact]: _, ...rest } = kept.credentials;
    const restored = last.before === null ? rest : { ...rest, [last.fact]: last.before };
    kept.credentials = restored;
    delete kept.quotes[last.fact];
    kept.phase = 'interview';
    kept.paused = false;
    this.#ask({ kind: 'fact', fact: last.fact });
  }

  #pause(): void {
    const kept = this.#kept;
    kept.paused = kept.phase === 'interview' || kept.phase === 'review';
    kept.phase = 'idle';
    kept.open = null;
    kept.ambiguous = [];
    this.#say('cancelled');
  }

  #resume(): void {
    const kept = this.#kept;
    const started = kept.paused || kept.phase !== 'idle' || Object.keys(kept.credentials).length > 0;
    if (!started) {
      this.#say('nothing-to-resume');
      return;
    }
    kept.paused = false;
    if (kept.phase === 'idle') kept.phase = 'interview';
    this.#proceed = true;
  }

  #report(goal: string | null, credentials: Readonly<Record<string, FactValue>> = this.#kept.credentials): Report {
    return this.#evaluator.evaluate(credentials, this.#asOf, goal ?? undefined);
  }

  #why({ fact, goal }: Extract<Command, { type: 'why' }>): void {
    const { open, phase } = this.#kept;
    this.#proceed = phase !== 'reported';
    const asked = fact ?? (goal === undefined ? this.#askedFact(open) : undefined);
    if (asked !== undefined && (fact !== undefined || phase !== 'reported'))
      this.#replies.push({ kind: 'why-question', fact: asked, pathways: this.#pathwaysOn(asked) });
    else if (phase === 'reported' || phase === 'review' || goal !== undefined)
      this.#replies.push({ kind: 'why-verdict', report: this.#report(goal ?? this.#kept.goal) });
    else this.#say('nothing-to-explain');
  }

  /** The fact that the open question is after; of an ambiguous word the first that it may state. */
  #askedFact(open: Conversation['open']): string | undefined {
    return open?.kind === 'fact' ? open.fact : open?.kind === 'clarify' ? open.readings[0]?.fact : undefined;
  }

  /** The pathways of the check whose verdict the fact can still change, or that depend on it at all. */
  #pathwaysOn(fact: string): string[] {
    const { goal, credentials } = this.#kept;
    const { facts, diagram } = this.#evaluator.policy;
    const index = facts.get(fact)?.index ?? -1;
    const { checked, day } = this.#evaluator.check(credentials, this.#asOf);
    const known = this.#evaluator.known(checked, day);
    const view = new View(diagram, known.domain);
    const pathways = this.#evaluator.pathwaysOf(credentials, goal ?? undefined);
    const changed = pathways.filter(({ root }) => view.relevant(root).has(index));
    return (changed.length > 0 ? changed : pathways.filter(({ support }) => support.has(index))).map(({ pathway }) => pathway.id);
  }

  #when(goal: string | undefined): void {
    const kept = this.#kept;
    if (kept.phase === 'reported' || kept.phase === 'review') {
      this.#proceed = kept.phase === 'review';
      this.#replies.push({ kind: 'when', report: this.#report(goal ?? kept.goal) });
      return;
    }
    // Before a report the way to a date is the check itself.
    if (kept.phase === 'idle') this.#check(goal);
    this.#proceed = true;
  }

  #whatIf(command: Extract<Command, { type: 'what-if' }>): void {
    const kept = this.#kept;
    this.#proceed = kept.phase !== 'reported';
    if (command.readings && command.readings.length > 0) {
      kept.ambiguous.push({ quote: command.quote ?? '', readings: command.readings, purpose: 'what-if' });
      return;
    }
    const fact = command.fact ?? (command.value === undefined ? undefined : this.#meant(command));
    if (fact === undefined || command.value === undefined) {
      this.#say('what-if-of-what');
      return;
    }
    if (kept.open?.kind === 'clarify' && kept.open.purpose === 'what-if') kept.open = null;
    const { credentials, noted, notices } = noteFact(kept.credentials, fact, command.value, false, this.#evaluator, this.#asOf);
    for (const notice of notices) this.#replies.push({ kind: 'notice', notice });
    if (noted)
      this.#replies.push({
        kind: 'what-if',
        changed: [noted],
        before: this.#report(kept.goal),
        after: this.#report(kept.goal, credentials),
      });
    else if (notices.length === 0) this.#say('what-if-of-what');
  }

  /** Puts one question, keeping the partial date that is already known. */
  #ask(open: NonNullable<Conversation['open']>): void {
    this.#kept.open = open;
    this.#askedNow = open.kind === 'fact' ? open.fact : undefined;
    this.#proceed = true;
  }

  /** Goes on with the check: clarify, ask, review, report; or offers to start one. */
  #next(): void {
    const kept = this.#kept;
    const word = kept.open?.kind === 'clarify' ? undefined : kept.ambiguous[0];
    if (word) {
      kept.ambiguous = kept.ambiguous.slice(1);
      // What has been told plainly meanwhile, or by another word of the message, needs no clearing up.
      if (word.purpose !== 'inform' || !this.#settled(word.readings)) this.#ask({ kind: 'clarify', ...word });
      else {
        this.#next();
        return;
      }
    }
    if (kept.open?.kind === 'clarify') {
      if (this.#proceed)
        this.#replies.push({
          kind: 'clarify',
          quote: kept.open.quote,
          readings: kept.open.readings,
          noted: this.#noted,
          misreads: this.#unread ? kept.misreads : 0,
        });
      return;
    }
    if (kept.open?.kind === 'which') {
      this.#which();
      return;
    }
    switch (kept.phase) {
      case 'interview':
      case 'review':
        this.#interview();
        break;
      case 'reported':
        this.#afterReport();
        break;
      case 'idle':
        if (kept.open?.kind === 'fact') this.#askAlone(kept.open.fact);
        else if (this.#noted.length > 0) {
          kept.open = { kind: 'offer' };
          this.#replies.push({ kind: 'noted', noted: this.#noted, offer: true });
        }
        break;
    }
  }

  /** Whether one of the readings is what is noted, or each of their facts is. */
  #settled(readings: readonly Reading[]): boolean {
    const { credentials } = this.#kept;
    return (
      readings.some(({ fact, value }) => JSON.stringify(credentials[fact]) === JSON.stringify(value)) ||
      readings.every(({ fact }) => credentials[fact] !== undefined)
    );
  }

  #which(): void {
    const { credentials } = this.#kept;
    if (Object.keys(credentials).length > 0) this.#replies.push({ kind: 'which', credentials });
    else {
      this.#kept.open = null;
      this.#say('nothing-noted');
    }
  }

  #interview(): void {
    const kept = this.#kept;
    if (kept.paused) return;
    const open = kept.open?.kind === 'fact' ? kept.open : undefined;
    // A question that no longer matters is dropped; one put by a correction stands.
    const fact =
      open && this.#stands(open.fact)
        ? open.fact
        : nextQuestion(this.#evaluator, kept.credentials, this.#asOf, kept.goal ?? undefined);
    if (fact !== undefined) {
      const again = open?.fact === fact;
      this.#question(fact, again);
      return;
    }
    kept.phase = 'review';
    kept.open = { kind: 'review' };
    this.#replies.push({
      kind: 'review',
      credentials: kept.credentials,
      goal: kept.goal,
      misreads: this.#unread ? kept.misreads : 0,
    });
  }

  /** Whether an open question is still worth its answer: the user asked for it, or nothing that was noted since has settled it. */
  #stands(fact: string): boolean {
    const { credentials, goal } = this.#kept;
    const corrects = credentials[fact] !== undefined && !this.#isPartial(fact);
    if (this.#noted.length === 0 || fact === this.#askedNow || corrects) return true;
    const { checked, day } = this.#evaluator.check(credentials, this.#asOf);
    const pathways = this.#evaluator.pathwaysOf(checked.values, goal ?? undefined);
    const known = this.#evaluator.known(checked, day);
    return missingFacts(this.#evaluator, pathways, known).some((variable) => variable.fact.id === fact);
  }

  #isPartial(fact: string): boolean {
    const value = this.#kept.credentials[fact];
    return (
      this.#evaluator.book.facts.get(fact)?.type === 'date' &&
      typeof value === 'string' &&
      value.length < 10 &&
      value !== dontKnow &&
      !value.endsWith('~')
    );
  }

  #question(fact: string, again: boolean): void {
    const kept = this.#kept;
    const value = kept.credentials[fact];
    const known =
      !again && this.#isPartial(fact) && typeof value === 'string'
        ? value
        : again && kept.open?.kind === 'fact'
          ? kept.open.known
          : undefined;
    kept.phase = 'interview';
    kept.open = { kind: 'fact', fact, ...(known === undefined ? {} : { known }) };
    this.#replies.push({
      kind: 'question',
      fact,
      precision: known === undefined ? 'whole' : known.length === 4 ? 'month' : 'day',
      noted: this.#noted,
      again: again && fact === this.#askedBefore,
      misreads: this.#unread ? kept.misreads : 0,
      ...(known === undefined ? {} : { known }),
    });
  }

  /** A question put by a correction while nothing is being checked. */
  #askAlone(fact: string): void {
    this.#replies.push({
      kind: 'question',
      fact,
      precision: 'whole',
      noted: this.#noted,
      again: false,
      misreads: this.#unread ? this.#kept.misreads : 0,
    });
  }

  /** After the report: a correction gives the report anew, asking first what it has made relevant. */
  #afterReport(): void {
    const kept = this.#kept;
    if (kept.open?.kind === 'fact') {
      this.#question(kept.open.fact, false);
      return;
    }
    const confirmed = this.#proceed && this.#replies.length === 0;
    if (!confirmed && this.#noted.length === 0) return;
    const fact = nextQuestion(this.#evaluator, kept.credentials, this.#asOf, kept.goal ?? undefined);
    if (fact === undefined)
      this.#replies.push({ kind: 'report', report: this.#report(kept.goal), goal: kept.goal, noted: this.#noted });
    else this.#question(fact, false);
  }
}

/** A date told more exactly replaces nothing that was wrong. */
function withoutCoarser(noted: Noted): Noted {
  const { fact, value, before } = noted;
  const finer = typeof value === 'string' && typeof before === 'string' && value.startsWith(before);
  return finer && /^\d/.test(before) ? { fact, value } : noted;
}
