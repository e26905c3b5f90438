/**
 * One turn, end to end: an event is accepted durably, understood, stepped, committed in one write, and its replies wait to be
 * sent. Knows no platform: a channel brings events and takes cards.
 */
import type { Answer, Answerer } from '../answers/answer.ts';
import type { AnswerWriter } from '../answers/written-answer.ts';
import type { Command, Language } from '../command/command.ts';
import { commandForChoice } from '../dialogue/choices.ts';
import { newConversation, type Conversation } from '../dialogue/conversation.ts';
import { questionKey } from '../dialogue/question-key.ts';
import type { Input, Place } from '../dialogue/reply.ts';
import { step } from '../dialogue/step.ts';
import type { Evaluator } from '../eligibility/evaluate.ts';
import type { OpenQuestion, PastTurn, Understander, UnderstandingContext } from '../language/understander.ts';
import type { Card } from '../presentation/card.ts';
import { present } from '../presentation/present.ts';
import type { Claim, Claims } from '../storage/claims.ts';
import type { ConversationStore } from '../storage/conversation-store.ts';
import { createSerialiser } from '../storage/serialise.ts';
import {
  personKey,
  personOf,
  readEvent,
  toWaiting,
  type AssistantEvent,
  type Errand,
  type EventPayload,
  type TurnEvent,
} from './event.ts';
import { pastTurn, type LastTurns } from './last-turns.ts';
import { ModelTurns, type WaitingTurn } from './model-turns.ts';
import { readWaiting, type Deed, type WaitingItem } from './waiting-item.ts';

export type { AssistantEvent, Errand, EventPayload } from './event.ts';
export type { Deed, WaitingCard, WaitingDeed, WaitingItem } from './waiting-item.ts';
export { isCard } from './waiting-item.ts';

/** What somebody else keeps of the person of a conversation, as plain JSON; undefined where nothing is. */
export type AlsoKept = (conversationId: string) => Promise<Readonly<Record<string, unknown>> | undefined>;

export interface AssistantParts {
  readonly evaluator: Evaluator;
  readonly understander: Understander;
  readonly answerer: Answerer;
  readonly conversations: ConversationStore<Conversation>;
  readonly claims: Claims;
  readonly lastTurns: LastTurns;
  readonly model?: AssistantModel | undefined;
}

/** A model beside what is read and answered without one. */
export interface AssistantModel {
  /** The local understanding, and the model's where that is unsure. */
  readonly understander: Understander;
  readonly writer: AnswerWriter;
  /** Whether a question may be sent, as of the day (YYYY-MM-DD). */
  readonly maySend: (question: string, asOf: string) => boolean;
  /** Whether messages may be sent, and so the last turns that they are understood by. */
  readonly sendsMessages: boolean;
  /** What the day's budget holds of a person, for whoever takes their data along; undefined where that is nothing. */
  readonly used: (person: string) => Promise<object | undefined>;
  /** Milliseconds that a turn may wait for the model. */
  readonly deadline: number;
}

/** Sentences of an answer so far, each of them checked. */
export interface AnswerProgress {
  readonly eventId: string;
  /** `shared` where others will read the answer. */
  readonly place: Place;
  readonly language: Language;
  readonly sentences: readonly string[];
}

export type ProgressListener = (conversationId: string, progress: AnswerProgress) => void;

/** What a turn has of the model. */
interface Help {
  readonly model: AssistantModel;
  readonly turn: WaitingTurn;
  readonly asOf: string;
  /** Those before it; undefined where no model may read the message. */
  readonly turns: readonly PastTurn[] | undefined;
  readonly onSentences: (language: Language, sentences: readonly string[]) => void;
}

/** Messages longer than this are read by their beginning; the rest of what people paste is no answer. */
const longestText = 20_000;

export class Assistant {
  readonly #parts: AssistantParts;
  readonly #turns = createSerialiser();
  readonly #alsoKept: AlsoKept[] = [];
  readonly #modelTurns: ModelTurns | undefined;
  readonly #followers = new Set<ProgressListener>();

  constructor(parts: AssistantParts) {
    this.#parts = parts;
    this.#modelTurns = parts.model && new ModelTurns(parts.model.deadline);
  }

  /** When this resolves the event is on the disk and will be handled once. */
  async accept(conversationId: string, event: AssistantEvent | Errand): Promise<'accepted' | 'duplicate'> {
    const { conversations, model } = this.#parts;
    const result = await conversations.accept(conversationId, toWaiting(event, model !== undefined));
    const person = personOf(conversationId, event);
    if (result === 'accepted' && person !== undefined) this.#modelTurns?.accepted(conversationId, person);
    return result;
  }

  /**
   * From now on the listener is told of written answers while they come, sentence by sentence; what the turn's cards say in the end
   * replaces it. Once they are committed nothing more is told of the turn. A listener that throws costs the answer its words, not the
   * turn. @returns ends it
   */
  follow(listener: ProgressListener): () => void {
    this.#followers.add(listener);
    return () => void this.#followers.delete(listener);
  }

  /**
   * The turn under way waits for no model any longer; it ends at once with what is known without one.
   * @param person as events have it; given, only a turn of theirs is ended
   */
  stop(conversationId: string, person?: string): void {
    this.#modelTurns?.stop(conversationId, person === undefined ? undefined : personKey(person));
  }

  /** Handles all events that wait in the conversation, in order. */
  async work(conversationId: string): Promise<void> {
    while (await this.handleNext(conversationId));
  }

  /** Handles the event that waits first in the conversation. @returns false where none does */
  handleNext(conversationId: string): Promise<boolean> {
    return this.#turns.runExclusive(conversationId, async () => {
      const next = await this.#parts.conversations.next(conversationId);
      if (!next) {
        this.#modelTurns?.drained(conversationId);
        return false;
      }
      const event = readEvent(conversationId, next.event);
      if ('errand' in event) {
        const deed: Deed = { effect: 'errand', errand: event.errand };
        await this.#parts.conversations.commit(conversationId, { eventId: next.event.id, replies: [deed] });
      } else await this.#turn(conversationId, event, next.state);
      return true;
    });
  }

  /** Cards still to be sent and deeds still to be done, in order. */
  async waiting(conversationId: string): Promise<WaitingItem[]> {
    return (await this.#parts.conversations.undelivered(conversationId)).map(readWaiting);
  }

  /** The card was sent, or the deed done. */
  async sent(conversationId: string, replyId: string): Promise<void> {
    await this.#parts.conversations.delivered(conversationId, replyId);
  }

  /** The right to send what waits in the conversation, which one process has at a time; undefined while another has it. */
  claim(conversationId: string): Promise<Claim | undefined> {
    return this.#parts.claims.take(conversationId);
  }

  /** Has what a channel keeps besides put into what a person can take along. */
  exportAlso(kept: AlsoKept): void {
    this.#alsoKept.push(kept);
  }

  /** What was said last is of no more use, because the person took back or changed something of it. Waits for the turn under way. */
  forgetTurns(conversationId: string): Promise<void> {
    return this.#turns.runExclusive(conversationId, () => this.#parts.lastTurns.forget(conversationId));
  }

  /** Conversations with events to handle or replies to send, for the sweep after a start. */
  pending(): Promise<readonly string[]> {
    return this.#parts.conversations.pendingConversations();
  }

  async #turn(conversationId: string, event: TurnEvent, state: Conversation | undefined): Promise<void> {
    const { evaluator, conversations, lastTurns, model } = this.#parts;
    const { payload, person } = event;
    const { book } = evaluator;
    const asOf = dayIn(book.policy.timeZone, event.at);
    const before = state ?? newConversation(payload.language ?? 'en');
    const { place = 'private' } = payload;
    const help = await this.#help(conversationId, event, place, asOf);
    const { language, inputs } = await this.#understand(payload, before, state === undefined, asOf, help).finally(() =>
      help?.turn.end(),
    );
    const result = step(before, inputs, evaluator, { asOf, language, place });
    const question = questionKey(result.conversation);
    const cards = result.replies.map((reply): Card => {
      const card = present(reply, book, result.conversation.language);
      return question === undefined || card.choices.length === 0 ? card : { ...card, question };
    });
    if (result.effects.some(({ effect }) => effect === 'export')) {
      const data = await this.#export(conversationId, person);
      cards.unshift(present({ kind: 'export', data }, book, result.conversation.language));
    }
    const deeds = result.effects.filter((effect) => effect.effect !== 'export' && effect.effect !== 'forget-one');
    const erase = result.effects.some(({ effect }) => effect === 'forget-one');
    const turn = { eventId: event.id, replies: [...cards, ...deeds] };
    const leaves = inputs.some(({ command }) => command.type === 'forget' || command.type === 'restart');
    // Before the rest of it: after a crash in between the turn is run again, and forgets both.
    if (leaves) await lastTurns.forget(conversationId);
    if (deeds.some(({ effect }) => effect === 'forget')) await conversations.forget(conversationId, turn);
    else {
      const ended = await conversations.commit(conversationId, { ...turn, state: result.conversation, erase });
      if (model?.sendsMessages && place === 'private' && !leaves && ended === 'committed')
        await lastTurns.add(
          conversationId,
          pastTurn('text' in payload ? payload.text.slice(0, longestText) : undefined, inputs, cards),
        );
    }
  }

  /** All that is kept; null when that is nothing. */
  async #export(conversationId: string, person: string): Promise<unknown> {
    const { conversations, lastTurns, model } = this.#parts;
    const kept: unknown = await conversations.export(conversationId);
    const [turns, modelUse] = await Promise.all([lastTurns.of(conversationId), model?.used(person)]);
    const others = await Promise.all(this.#alsoKept.map((also) => also(conversationId)));
    const also = [turns.length === 0 ? undefined : { lastTurns: turns }, modelUse && { modelUse }, ...others];
    return also.reduce<unknown>((all, each) => (each === undefined ? all : Object.assign({}, all, each)), kept);
  }

  async #help(conversationId: string, { id: eventId, person }: TurnEvent, place: Place, asOf: string): Promise<Help | undefined> {
    const { model, lastTurns } = this.#parts;
    if (!model || !this.#modelTurns) return undefined;
    // Where others read along nothing is noted: there is nothing to ask about.
    const readsMore = model.sendsMessages && place === 'private';
    return {
      model,
      turns: readsMore ? await lastTurns.of(conversationId) : undefined,
      turn: this.#modelTurns.begin(conversationId, person),
      asOf,
      onSentences: (language, sentences) => {
        for (const listener of this.#followers) listener(conversationId, { eventId, place, language, sentences });
      },
    };
  }

  async #understand(
    payload: EventPayload,
    kept: Conversation,
    isNew: boolean,
    asOf: string,
    help: Help | undefined,
  ): Promise<{ language: Language; inputs: Input[] }> {
    const { evaluator, understander } = this.#parts;
    if ('choose' in payload) {
      const chosen = commandForChoice(kept, payload.choose, evaluator.book.facts, payload.question);
      const language = payload.language ?? kept.language;
      return { language, inputs: chosen ? await this.#inputs([chosen], language, help) : [] };
    }
    if ('command' in payload) {
      const language = payload.language ?? kept.language;
      return { language, inputs: await this.#inputs([payload.command], language, help) };
    }
    if ('commands' in payload) {
      const language = payload.language ?? kept.language;
      return { language, inputs: await this.#inputs(payload.commands, language, help) };
    }
    const open = openQuestion(kept);
    const known = payload.language ?? (isNew ? undefined : kept.language);
    const context: UnderstandingContext = {
      asOf,
      ...(known === undefined ? {} : { language: known }),
      ...(open === undefined ? {} : { open }),
      ...(help?.turns === undefined ? {} : { model: { turn: help.turn, noted: kept.credentials, turns: help.turns } }),
    };
    const text = payload.text.slice(0, longestText);
    const { language, commands } = await (help?.model.understander ?? understander).understand(text, context);
    return { language, inputs: await this.#inputs(commands, language, help) };
  }

  async #inputs(commands: readonly Command[], language: Language, help: Help | undefined): Promise<Input[]> {
    const inputs: Input[] = [];
    for (const command of commands) {
      if (command.type !== 'ask') inputs.push({ command });
      else inputs.push({ command, answer: await this.#answer(command.quote, command.entry, language, help) });
    }
    return inputs;
  }

  async #answer(question: string, entry: string | undefined, language: Language, help: Help | undefined): Promise<Answer> {
    const { answerer, evaluator } = this.#parts;
    // Who has chosen a question gets the answer that was written to it.
    if (entry !== undefined && evaluator.book.faq.has(entry)) return answerer.answerEntry(entry, language);
    const local = answerer.answer(question, language);
    if (!help?.model.maySend(question, help.asOf)) return local;
    return help.model.writer.write(question, local, help.turn, (sentences) => help.onSentences(language, sentences));
  }
}

function openQuestion({ open, credentials }: Conversation): OpenQuestion | undefined {
  switch (open?.kind) {
    case 'fact':
      return { kind: 'fact', fact: open.fact, ...(open.known === undefined ? {} : { known: open.known }) };
    case 'clarify':
      return { kind: 'clarify', readings: open.readings };
    case 'review':
    case 'offer':
      return { kind: open.kind };
    case 'which':
      // The noted facts are the readings: by number, by name of the fact or by value.
      return { kind: 'clarify', readings: Object.entries(credentials).map(([fact, value]) => ({ fact, value })) };
    case undefined:
      return undefined;
  }
}

/** Making one costs more than a turn's evaluation, and a policy has one time zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day (YYYY-MM-DD) that an instant falls on in a time zone. */
export function dayIn(timeZone: string, instant: string): string {
  const formatter = formatters.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  formatters.set(timeZone, formatter);
  return formatter.format(new Date(instant));
}
