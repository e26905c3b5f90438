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
const posts = z.array(z.object({ author: withId, content: z.string().default(''), components: z.array(z.unknown()).default([]) }));

/** Anything but `posted`: nobody can be reached there, and trying again would not help. */
export type Posted = 'posted' | Undeliverable;

export interface PostOptions {
  /** Id of the message that is answered. */
  readonly replyTo?: string | undefined;
  /** An earlier attempt may have arrived: what was posted after the message or interaction of this id is looked at first. */
  readonly since?: string | undefined;
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
    return posted === 'refused' ? this.post(channelId, `${key}/plain`, renderPlainCards(parts), options) : posted;
  }

  async post(channelId: string, key: string, bodies: readonly MessageBody[], options: PostOptions = {}): Promise<Posted> {
    const { replyTo, since } = options;
    const there = since === undefined ? [] : await this.#postedSince(channelId, since);
    for (const [at, each] of bodies.entries()) {
      const before = there.indexOf(wordsOf(each));
      if (before >= 0) {
        there.splice(before, 1);
        continue;
      }
      const reference =
        replyTo === undefined || at > 0 ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
      const body = { ...each, ...reference, nonce: nonceOf(`${key}/${at}`), enforce_nonce: true };
      const posted = await this.#attempt(() => this.#rest.post(Routes.channelMessages(channelId), { body }));
      if (posted !== 'posted') return posted;
    }
    return 'posted';
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

  /** What the bot's messages there say, as `wordsOf` has it; none where they can't be read. */
  async #postedSince(channelId: string, since: string): Promise<string[]> {
    let found: unknown;
    const query = new URLSearchParams({ after: since, limit: '100' });
    const read = await this.#attempt(async () => {
      found = await this.#rest.get(Routes.channelMessages(channelId), { query });
    });
    if (read !== 'posted') return [];
    const botId = this.#botId();
    return posts
      .parse(found)
      .filter(({ author }) => author.id === botId)
      .map(wordsOf);
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

const nonceOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, limits.message.nonce);

/** All texts and ids of a message, by which it is recognised; Discord trims what it is given. */
function wordsOf(message: { readonly content?: string; readonly components: readonly unknown[] }): string {
  const words = [message.content ?? ''];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value))
      if (typeof each !== 'string') collect(each);
      else if (key === 'content' || key === 'custom_id') words.push(each);
  };
  collect(message.components);
  return words.join('\n').replaceAll(/\s+/g, ' ').trim();
}
