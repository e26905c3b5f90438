/**
 * Answers that are seen while a language model writes them, where a message is answered: a message of the bot's that grows with the
 * checked sentences, and whose place the answer takes. Which one it is stands in the store, so that the answer takes that place once,
 * in whichever process.
 */
import { z } from 'zod';
import type { WaitingCard } from '../../assistant/assistant.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import { Pace } from '../pace.ts';
import { customId } from './custom-id.ts';
import type { Log } from './log.ts';
import type { Postbox } from './postbox.ts';
import type { MessageBody } from './render.ts';
import type { MessagePath, ReplyPaths } from './reply-paths.ts';

const grown = z.strictObject({
  channelId: z.string(),
  /** Null where it may have been posted, and nobody has heard. */
  messageId: z.string().nullable(),
  /** The reply that takes its place; from then on it grows no more. */
  reply: z.string().nullable(),
});
type Grown = Readonly<z.infer<typeof grown>>;

export interface GrowingAnswerParts {
  readonly postbox: Pick<Postbox, 'begin' | 'edit' | 'find' | 'openThread'>;
  readonly paths: Pick<ReplyPaths, 'find'>;
  readonly store: Store;
  readonly log: Log;
}

interface Growing {
  readonly conversationId: string;
  readonly eventId: string;
  readonly key: string;
  /** What is to be shown next. */
  next: MessageBody | undefined;
  /** When it was shown last, or is not shown before; milliseconds since 1970. */
  at: number;
  timer: NodeJS.Timeout | undefined;
  /** Requests under way. */
  work: Promise<void> | undefined;
  ended: boolean;
}

const keptFor = 86_400_000;
/** Milliseconds between edits of a message: Discord takes five in five seconds in a channel, and the answer is to be one of them. */
const betweenEdits = 1200;
/** Milliseconds after the first sentence: an answer that is whole by then is posted at once. */
const patience = 300;
/** Of the 50 requests a second that Discord takes of a bot. */
const usualPace = { every: 60, atOnce: 8 };

export class GrowingAnswers {
  readonly #parts: GrowingAnswerParts;
  readonly #records: Records<Grown>;
  readonly #growing = new Map<string, Growing>();
  readonly #pace = new Pace({ ...usualPace, now: Date.now });

  constructor(parts: GrowingAnswerParts) {
    this.#parts = parts;
    this.#records = openRecords(parts.store, 'discord-growing', grown);
  }

  /** Shows it, in the background and no oftener than Discord likes. What can't be shown is left to the answer. */
  grow(conversationId: string, eventId: string, body: MessageBody): void {
    const key = keyOf(conversationId, eventId);
    const growing = this.#growing.get(key) ?? {
      conversationId,
      eventId,
      key,
      next: undefined,
      at: Date.now() - betweenEdits + patience,
      timer: undefined,
      work: undefined,
      ended: false,
    };
    this.#growing.set(key, growing);
    growing.next = body;
    this.#showLater(growing);
  }

  /** The answer to the event is there, and what was seen of it grows no more. */
  async end(conversationId: string, eventId: string): Promise<void> {
    const key = keyOf(conversationId, eventId);
    const growing = this.#growing.get(key);
    if (growing) await end(growing);
    this.#growing.delete(key);
  }

  /**
   * The message whose place the reply takes, once it has ended: edited into it as often as one likes, the reply is there once.
   * @returns undefined where there is none
   */
  async take(conversationId: string, { id: reply, eventId }: Pick<WaitingCard, 'id' | 'eventId'>): Promise<string | undefined> {
    const key = keyOf(conversationId, eventId);
    const kept = await this.#records.get(key);
    if (kept === undefined || (kept.reply !== null && kept.reply !== reply)) return undefined;
    const messageId = kept.messageId ?? (await this.#find(kept, eventId)) ?? null;
    await this.#keep(key, { ...kept, messageId, reply });
    return messageId ?? undefined;
  }

  /** All that is kept of a conversation's, when that is forgotten. */
  async forget(conversationId: string): Promise<void> {
    for await (const key of this.#records.keys()) if (key.startsWith(`${conversationId}|`)) await this.#records.delete(key);
  }

  /** Nothing grows any more; resolves when what is under way is done. */
  async close(): Promise<void> {
    await Promise.all([...this.#growing.values()].map(end));
  }

  #showLater(growing: Growing): void {
    if (growing.ended || growing.next === undefined || growing.timer !== undefined || growing.work !== undefined) return;
    growing.timer = setTimeout(
      () => {
        growing.timer = undefined;
        growing.work = this.#showNext(growing);
      },
      Math.max(0, growing.at + betweenEdits - Date.now()),
    );
    growing.timer.unref();
  }

  /** Never rejects. */
  async #showNext(growing: Growing): Promise<void> {
    growing.at = Date.now();
    try {
      if (this.#pace.allows()) growing.ended ||= !(await this.#show(growing));
    } catch (error) {
      // Whether it is there is looked up when the answer is.
      growing.ended = true;
      this.#parts.log.warn({ err: error }, 'What is written of an answer could not be shown');
    }
    growing.work = undefined;
    this.#showLater(growing);
  }

  /** @returns whether it may grow on */
  async #show(growing: Growing): Promise<boolean> {
    const { key, next: body } = growing;
    growing.next = undefined;
    const kept = await this.#records.get(key);
    // Another process, which took this one for dead, has put the answer there.
    if (body === undefined || (kept && kept.reply !== null)) return false;
    const messageId = kept && (kept.messageId ?? (await this.#find(kept, growing.eventId)));
    if (kept === undefined || messageId === undefined) return this.#begin(growing, body);
    if (kept.messageId === null) await this.#keep(key, { ...kept, messageId });
    return (await this.#parts.postbox.edit(kept.channelId, messageId, body)) === 'posted';
  }

  async #begin({ conversationId, eventId, key }: Growing, body: MessageBody): Promise<boolean> {
    const { paths, postbox } = this.#parts;
    const path = await paths.find(conversationId, eventId);
    const channelId = path?.via === 'message' ? await this.#channelFor(path) : undefined;
    if (path?.via !== 'message' || channelId === undefined) return false;
    const replyTo = path.guildId === null || path.thread !== null ? undefined : path.messageId;
    await this.#keep(key, { channelId, messageId: null, reply: null });
    const messageId = await postbox.begin(channelId, `${eventId}/growing`, body, replyTo);
    // That took its time: another process may have found it meanwhile, and put the answer there.
    const taken = (await this.#records.get(key))?.reply ?? null;
    if (messageId === undefined || taken !== null) return false;
    await this.#keep(key, { channelId, messageId, reply: null });
    return true;
  }

  /** Where the answer will stand; undefined where helpers release it first, or nobody can write there. */
  async #channelFor({ channelId, messageId, thread, draft }: MessagePath): Promise<string | undefined> {
    if (draft || channelId === null) return undefined;
    if (thread === null) return channelId;
    return (await this.#parts.postbox.openThread(channelId, messageId, thread)) === 'posted' ? messageId : undefined;
  }

  #find({ channelId }: Grown, eventId: string): Promise<string | undefined> {
    return this.#parts.postbox.find(channelId, eventId, customId({ press: 'stop', event: eventId }) ?? '');
  }

  #keep(key: string, kept: Grown): Promise<void> {
    return this.#records.set(key, kept, this.#parts.store.now() + keptFor);
  }
}

const keyOf = (conversationId: string, eventId: string): string => `${conversationId}|${eventId}`;

async function end(growing: Growing): Promise<void> {
  growing.ended = true;
  clearTimeout(growing.timer);
  await growing.work;
}
