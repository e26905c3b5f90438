/**
 * What a person sees while an answer is being written: its checked sentences, with a button that stops it, in the response where an
 * interaction waits for it, and else in a message; before the first of them, in a direct message, that the bot is typing. The turn's cards
 * take its place, in whichever process.
 */
import type { Assistant, AnswerProgress } from '../../assistant/assistant.ts';
import type { Card } from '../../presentation/card.ts';
import { privateId, readConversationId } from './conversation-id.ts';
import { customId } from './custom-id.ts';
import type { GrowingAnswers } from './growing-answers.ts';
import type { Log } from './log.ts';
import type { Postbox } from './postbox.ts';
import { button, renderCard } from './render.ts';
import type { ReplyPaths } from './reply-paths.ts';
import type { Responses } from './responses.ts';
import { texts } from './texts.ts';

export interface ProgressParts {
  readonly assistant: Pick<Assistant, 'follow' | 'stop'>;
  readonly responses: Pick<Responses, 'draft'>;
  readonly growing: Pick<GrowingAnswers, 'grow'>;
  readonly paths: Pick<ReplyPaths, 'find'>;
  readonly postbox: Pick<Postbox, 'typing'>;
  readonly log: Log;
}

/** Milliseconds after which an answer in a direct message is announced. */
const typeAfter = 1000;

export class Progress {
  readonly #parts: ProgressParts;
  readonly #unfollow: () => void;
  /** Answers that are being written: their conversation, by event. */
  readonly #written = new Map<string, string>();
  /** Direct messages that are not answered yet, by event. */
  readonly #expected = new Map<string, NodeJS.Timeout>();

  constructor(parts: ProgressParts) {
    this.#parts = parts;
    this.#unfollow = parts.assistant.follow((conversationId, progress) => this.#show(conversationId, progress));
  }

  /** An answer is to come into the direct conversation, once the event is taken. Rejects as that does. */
  async expect(eventId: string, channelId: string, taken: Promise<'accepted' | 'duplicate'>): Promise<void> {
    const { postbox, log } = this.#parts;
    this.end(eventId);
    const timer = setTimeout(() => {
      postbox.typing(channelId).catch((error: unknown) => log.warn({ err: error }, 'That an answer is coming could not be shown'));
    }, typeAfter);
    timer.unref();
    this.#expected.set(eventId, timer);
    let accepted = false;
    try {
      accepted = (await taken) === 'accepted';
    } finally {
      // Of a duplicate it is the first delivery that is answered.
      if (!accepted) this.end(eventId);
    }
  }

  /** The answer to the event is there. */
  end(eventId: string): void {
    this.#written.delete(eventId);
    clearTimeout(this.#expected.get(eventId));
    this.#expected.delete(eventId);
  }

  /** The answer to the event ends with what is there without the model, if that person asked for it; none that has ended, and no other. */
  async stop(eventId: string, userId: string): Promise<void> {
    const conversationId = this.#written.get(eventId);
    if (conversationId === undefined) return;
    const path = await this.#parts.paths.find(conversationId, eventId);
    if (path?.userId === userId && this.#written.has(eventId)) this.#parts.assistant.stop(conversationId, privateId(userId));
  }

  close(): void {
    this.#unfollow();
    for (const eventId of this.#expected.keys()) this.end(eventId);
  }

  #show(conversationId: string, { eventId, language, sentences }: AnswerProgress): void {
    // Other channels have followers of their own.
    if (readConversationId(conversationId) === undefined) return;
    this.#written.set(eventId, conversationId);
    clearTimeout(this.#expected.get(eventId));
    const { stop: stopIt, writing } = texts(language);
    const text = `${sentences.join(language === 'zh' ? '' : ' ')} …`;
    const card: Card = { kind: 'text', language, blocks: [{ block: 'text', text }], choices: [] };
    const stop = button(customId({ press: 'stop', event: eventId }) ?? '', stopIt);
    const [body] = renderCard(card, { buttons: [stop], lead: `-# ${writing}` });
    if (body && !this.#parts.responses.draft(eventId, body)) this.#parts.growing.grow(conversationId, eventId, body);
  }
}
