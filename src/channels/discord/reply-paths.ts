/**
 * By which way the replies to an event go back, kept until they are sent: after a crash the next process answers the interaction that
 * this one had accepted.
 */
import { z } from 'zod';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';

const id = z.string();
const place = { userId: id, guildId: id.nullable(), channelId: id.nullable() };

/**
 * Who sees the answer to an interaction: the asker alone; the asker, who may then show it to everyone (`preview`); everyone, where the
 * card allows it; or it is a direct message anyhow.
 */
export const audiences = ['asker', 'preview', 'everyone', 'direct'] as const;

const replyPath = z.discriminatedUnion('via', [
  /** An interaction: its token is good for 15 minutes. */
  z.strictObject({
    via: z.literal('interaction'),
    ...place,
    id,
    token: z.string(),
    receivedAt: z.number(),
    audience: z.enum(audiences),
    inPlace: z.boolean(),
  }),
  /**
   * A message. `quiet`: only a sure answer is given; `draft`: to the helpers; `form`: where there is none, a form is offered;
   * `thread`: in a thread of that name, which the message is to open.
   */
  z.strictObject({
    via: z.literal('message'),
    ...place,
    messageId: id,
    quiet: z.boolean(),
    draft: z.boolean(),
    form: z.boolean(),
    thread: z.string().nullable(),
  }),
]);
export type ReplyPath = Readonly<z.infer<typeof replyPath>>;
export type InteractionPath = Extract<ReplyPath, { via: 'interaction' }>;
export type MessagePath = Extract<ReplyPath, { via: 'message' }>;

const day = 86_400_000;

export class ReplyPaths {
  readonly #store: Store;
  readonly #records: Records<ReplyPath>;
  readonly #recent = new Map<string, ReplyPath>();

  constructor(store: Store) {
    this.#store = store;
    this.#records = openRecords(store, 'discord-paths', replyPath);
  }

  async keep(conversationId: string, eventId: string, path: ReplyPath): Promise<void> {
    const key = keyOf(conversationId, eventId);
    await this.#records.set(key, path, this.#store.now() + day);
    this.#recent.set(key, path);
    // The oldest ones are read from the store again, should they still be wanted.
    if (this.#recent.size > 1000) for (const old of [...this.#recent.keys()].slice(0, 500)) this.#recent.delete(old);
  }

  async find(conversationId: string, eventId: string): Promise<ReplyPath | undefined> {
    const key = keyOf(conversationId, eventId);
    return this.#recent.get(key) ?? (await this.#records.get(key));
  }

  /** All that is kept of a conversation's ways, when the conversation is forgotten. */
  async forget(conversationId: string): Promise<void> {
    const prefix = `${conversationId}|`;
    for (const key of this.#recent.keys()) if (key.startsWith(prefix)) this.#recent.delete(key);
    for await (const key of this.#records.keys()) if (key.startsWith(prefix)) await this.#records.delete(key);
    await this.#store.erase();
  }
}

const keyOf = (conversationId: string, eventId: string): string => `${conversationId}|${eventId}`;
