/**
 * Messages that the bot posts of its own, each once: Discord drops a second one with the same nonce for some minutes, and after a doubt
 * that may be older the channel itself is asked.
 */
import { createHash } from 'node:crypto';
import { Routes, type REST } from 'discord.js';
import { z } from 'zod';
import { failureOf, type Undeliverable } from './api.ts';
import { limits } from './limits.ts';
import { renderCards, renderPlainCards, type MessageBody, type Part } from './render.ts';

const withId = z.object({ id: z.string() });
const posts = z.array(
  z.object({ id: z.string(), author: withId, content: z.string().default(''), components: z.array(z.unknown()).default([]) }),
);

/** Anything but `posted`: nobody can be reached there, and trying again would not help. */
export type Posted = 'posted' | Undeliverable;

export interface PostOptions {
  /** Id of the message that is answered. */
  readonly replyTo?: string | undefined;
  /** An earlier attempt may have arrived: what was posted after the message or interaction of this id is looked at first. */
  readonly since?: string | undefined;
  /** Id of a message of the bot's whose place the first one takes, if it is still there. */
  readonly instead?: string | undefined;
}

export class Postbox {
  readonly #rest: REST;
  readonly #botId: () => string;
  readonly #directs = new Map<string, string>();

  constructor(rest: REST, botId: () => string) {
    this.#rest = rest;
    this.#botId = botId;
  }

  /** @param key the same for every attempt. Rejects when it is in doubt whether all of it arrived. */
  async postCards(channelId: string, key: string, parts: readonly Part[], options: PostOptions = {}): Promise<Posted> {
    const posted = await this.post(channelId, key, renderCards(parts), options);
    if (posted !== 'refused') return posted;
    const { instead, ...anew } = options;
    // A message of components can't be made a plain one.
    if (instead !== undefined) await this.#attempt(() => this.#rest.delete(Routes.channelMessage(channelId, instead)));
    return this.post(channelId, `${key}/plain`, renderPlainCards(parts), anew);
  }

  async post(channelId: string, key: string, bodies: readonly MessageBody[], options: PostOptions = {}): Promise<Posted> {
    const { replyTo, since, instead } = options;
    const there = since === undefined ? [] : (await this.#ownSince(channelId, since)).map(wordsOf);
    for (const [at, each] of bodies.entries()) {
      if (at === 0 && instead !== undefined) {
        const edited = await this.edit(channelId, instead, each);
        if (edited === 'posted') continue;
        if (edited !== 'missing') return edited;
      }
      const before = there.indexOf(wordsOf(each));
      if (before >= 0) {
        there.splice(before, 1);
        continue;
      }
      const body = once(each, `${key}/${at}`, at > 0 ? undefined : replyTo);
      const posted = await this.#attempt(() => this.#rest.post(Routes.channelMessages(channelId), { body }));
      if (posted !== 'posted') return posted;
    }
    return 'posted';
  }

  /** Posts a message that is to be edited. @returns its id; undefined where none can be posted. Rejects where it may have arrived. */
  async begin(channelId: string, key: string, body: MessageBody, replyTo: string | undefined): Promise<string | undefined> {
    let made: unknown;
    const posted = await this.#attempt(async () => {
      made = await this.#rest.post(Routes.channelMessages(channelId), { body: once(body, key, replyTo) });
    });
    return posted === 'posted' ? withId.parse(made).id : undefined;
  }

  edit(channelId: string, messageId: string, body: MessageBody): Promise<Posted> {
    return this.#attempt(() => this.#rest.patch(Routes.channelMessage(channelId, messageId), { body }));
  }

  /** The bot's message with a button or select of that id, among those after another message; undefined also where none can be read. */
  async find(channelId: string, since: string, customId: string): Promise<string | undefined> {
    return (await this.#ownSince(channelId, since)).find(({ components }) => holdsId(components, customId))?.id;
  }

  async direct(userId: string, key: string, parts: readonly Part[], options: PostOptions = {}): Promise<Posted> {
    const channel = await this.#directChannel(userId);
    return typeof channel === 'object' ? this.postCards(channel.id, key, parts, options) : channel;
  }

  async directText(userId: string, key: string, bodies: readonly MessageBody[], options: PostOptions = {}): Promise<Posted> {
    const channel = await this.#directChannel(userId);
    return typeof channel === 'object' ? this.post(channel.id, key, bodies, options) : channel;
  }

  /** Opens a thread from a message; its id is the message's. A thread that is there already is as good. */
  openThread(channelId: string, messageId: string, name: string): Promise<Posted> {
    return this.#attempt(async () => {
      try {
        await this.#rest.post(Routes.threads(channelId, messageId), { body: { name, auto_archive_duration: 1440 } });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === threadExists)) throw error;
      }
    });
  }

  /** Says for some seconds that an answer is being written. */
  typing(channelId: string): Promise<Posted> {
    return this.#attempt(() => this.#rest.post(Routes.channelTyping(channelId)));
  }

  patchChannel(channelId: string, body: object): Promise<Posted> {
    return this.#attempt(() => this.#rest.patch(Routes.channel(channelId), { body }));
  }

  /** The bot's messages there; none where they can't be read. */
  async #ownSince(channelId: string, since: string): Promise<z.infer<typeof posts>> {
    let found: unknown;
    const query = new URLSearchParams({ after: since, limit: '100' });
    const read = await this.#attempt(async () => {
      found = await this.#rest.get(Routes.channelMessages(channelId), { query });
    });
    if (read !== 'posted') return [];
    const botId = this.#botId();
    return posts.parse(found).filter(({ author }) => author.id === botId);
  }

  async #directChannel(userId: string): Promise<{ readonly id: string } | Undeliverable> {
    const known = this.#directs.get(userId);
    if (known !== undefined) return { id: known };
    let found: unknown;
    const opened = await this.#attempt(async () => {
      found = await this.#rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
    });
    if (opened !== 'posted') return opened;
    const { id } = withId.parse(found);
    this.#directs.set(userId, id);
    return { id };
  }

  async #attempt(work: () => Promise<unknown>): Promise<Posted> {
    try {
      await work();
      return 'posted';
    } catch (error) {
      const { kind } = failureOf(error);
      if (kind === 'missing' || kind === 'forbidden' || kind === 'closed' || kind === 'refused') return kind;
      throw error;
    }
  }
}

const threadExists = 160_004;

/** With what keeps it single for some minutes. */
const once = (body: MessageBody, key: string, replyTo: string | undefined): object => ({
  ...body,
  ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
  nonce: nonceOf(key),
  enforce_nonce: true,
});

const nonceOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, limits.message.nonce);

/** All texts and ids of a message, by which it is recognised; Discord trims what it is given. */
const wordsOf = ({ content, components }: z.infer<typeof posts>[number] | MessageBody): string =>
  [content ?? '', ...wordsIn(components)].join('\n').replaceAll(/\s+/g, ' ').trim();

function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'string' ? (key === 'content' || key === 'custom_id' ? [each] : []) : wordsIn(each),
  );
}

const holdsId = (components: unknown, customId: string): boolean => wordsIn(components).includes(customId);
