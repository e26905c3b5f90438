/** What is kept of a person outside of a turn: for a page that shows it, a form that changes it, a file that takes it along. */
import type { Command, Language } from '../command/command.ts';
import { emptySet } from '../dialogue/choices.ts';
import { conversation, newConversation, type Conversation } from '../dialogue/conversation.ts';
import { dontKnow, readValue } from '../eligibility/credentials.ts';
import type { Evaluator } from '../eligibility/evaluate.ts';
import { missingFacts } from '../eligibility/next-question.ts';
import type { Fact } from '../policy/book.ts';
import type { FactValue } from '../policy/schema.ts';
import type { Card } from '../presentation/card.ts';
import { formValue, presentForm, type Form } from '../presentation/form.ts';
import { present } from '../presentation/present.ts';
import { Words } from '../presentation/words.ts';
import type { ConversationStore } from '../storage/conversation-store.ts';
import { readDates } from '../text/dates.ts';
import { normalise } from '../text/normal-form.ts';
import { dayIn } from './assistant.ts';

export interface Profile {
  /** Undefined where nothing is kept. */
  readonly language: Language | undefined;
  /** What is noted: the fact's id, and fact and value in words. */
  readonly noted: readonly { readonly fact: string; readonly label: string; readonly value: string }[];
  /** The report as of now, where one was given. */
  readonly report: Card | undefined;
  /** An interview was begun and not finished. */
  readonly unfinished: boolean;
  /** What was asked last. */
  readonly question: string | undefined;
  /** The person's own words that facts were read from. */
  readonly quotes: readonly string[];
}

export type FormReading = { readonly commands: readonly Command[] } | { readonly faults: readonly string[] };

export interface ProfileReaderParts {
  readonly evaluator: Evaluator;
  readonly conversations: Pick<ConversationStore<Conversation>, 'export'>;
  readonly now: () => Date;
}

export class ProfileReader {
  readonly #parts: ProfileReaderParts;

  constructor(parts: ProfileReaderParts) {
    this.#parts = parts;
  }

  /** @param language of the texts, where the conversation has none yet */
  async read(conversationId: string, language: Language): Promise<Profile> {
    const kept = await this.#kept(conversationId);
    if (!kept) return { language: undefined, noted: [], report: undefined, unfinished: false, question: undefined, quotes: [] };
    const { book } = this.#parts.evaluator;
    const words = new Words(book, kept.language ?? language);
    return {
      language: kept.language,
      noted: Object.entries(kept.credentials).map(([fact, value]) => ({
        fact,
        label: words.fact(fact),
        value: words.value(fact, value),
      })),
      report: kept.phase === 'reported' ? this.#report(kept) : undefined,
      unfinished: kept.paused || kept.phase === 'interview' || kept.phase === 'review',
      question: kept.lastAnswer?.question === '' ? undefined : kept.lastAnswer?.question,
      quotes: Object.values(kept.quotes),
    };
  }

  /** The facts that still matter, then those that are noted. */
  async form(conversationId: string, language: Language): Promise<Form> {
    const kept = (await this.#kept(conversationId)) ?? newConversation(language);
    const { evaluator } = this.#parts;
    const { checked, day } = evaluator.check(kept.credentials, this.#today());
    const pathways = evaluator.pathwaysOf(checked.values, kept.goal ?? undefined);
    const missing = missingFacts(evaluator, pathways, evaluator.known(checked, day)).map(({ fact }) => fact.id);
    const facts = [...new Set([...missing, ...Object.keys(kept.credentials)])];
    return presentForm(evaluator.book, facts, kept.credentials, kept.language);
  }

  /** What a filled-in form says beyond what is noted, or the facts that could not be read. Empty fields say nothing. */
  async readForm(conversationId: string, values: Readonly<Record<string, readonly string[]>>): Promise<FormReading> {
    const kept = await this.#kept(conversationId);
    const commands: Command[] = [];
    const faults: string[] = [];
    for (const [id, given] of Object.entries(values)) {
      const fact = this.#parts.evaluator.book.facts.get(id);
      if (!fact || given.length === 0) continue;
      const before = kept?.credentials[id];
      if (before !== undefined && JSON.stringify(formValue(fact, before)) === JSON.stringify(given)) continue;
      const value = this.#value(fact, given);
      if (value === undefined) faults.push(id);
      else if (value === dontKnow) commands.push({ type: 'dont-know', fact: id });
      else commands.push({ type: before === undefined ? 'inform' : 'correct', fact: id, value });
    }
    return faults.length > 0 ? { faults } : { commands };
  }

  /** The report with all of its reasons, as cards; none where no report was given. */
  async reportInFull(conversationId: string): Promise<readonly Card[]> {
    const kept = await this.#kept(conversationId);
    if (kept?.phase !== 'reported') return [];
    const { evaluator } = this.#parts;
    const report = evaluator.evaluate(kept.credentials, this.#today(), kept.goal ?? undefined);
    return [this.#report(kept), present({ kind: 'why-verdict', report }, evaluator.book, kept.language)];
  }

  #value(fact: Fact, given: readonly string[]): FactValue | undefined {
    const [first = ''] = given;
    if (fact.type === 'date') {
      const today = this.#today();
      const mentions = readDates(normalise(first), today);
      const value = mentions.length === 1 ? mentions[0]?.value : undefined;
      return value === undefined || value.slice(0, 10) > today.slice(0, value.replace('~', '').length)
        ? undefined
        : readValue(fact, value);
    }
    if (given.includes(dontKnow)) return given.length === 1 ? dontKnow : undefined;
    if (fact.type === 'set') return readValue(fact, given.includes(emptySet) && given.length === 1 ? [] : [...given]);
    return readValue(fact, fact.type === 'boolean' ? (first === 'true' ? true : first === 'false' ? false : first) : first);
  }

  #report(kept: Conversation): Card {
    const { evaluator } = this.#parts;
    const report = evaluator.evaluate(kept.credentials, this.#today(), kept.goal ?? undefined);
    return present({ kind: 'report', report, goal: kept.goal, noted: [] }, evaluator.book, kept.language);
  }

  #today(): string {
    const { evaluator, now } = this.#parts;
    return dayIn(evaluator.book.policy.timeZone, now().toISOString());
  }

  async #kept(conversationId: string): Promise<Conversation | undefined> {
    const found = await this.#parts.conversations.export(conversationId);
    const state = conversation.safeParse(found?.state);
    return state.success ? state.data : undefined;
  }
}
