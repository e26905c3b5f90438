/** Messages that the bot posts of its own, each once: Discord drops a second one with the same nonce. */
import { createHash } from 'node:crypto';
import { Routes, type REST } from 'discord.js';
import { z } from 'zod';
import type { Card } from '../../presentation/card.ts';
import { failureOf, type Failure } from './api.ts';
import { limits } from './limits.ts';
import { renderCard, renderPlain, type MessageBody, type RenderOptions } from './render.ts';

const withId = z.object({ id: z.string() });

/** `missing`, `forbidden`, `closed`: nobody can be reached there, and trying again would not help. */
export type Posted = 'posted' | 'missing' | 'forbidden' | 'closed';

export class Postbox {
  readonly #rest: REST;
  readonly #directs = new Map<string, string>();
  /** Bodies posted, by key, for messages under way. */
  readonly #progress = new Map<string, number>();

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** @param key the same for every attempt. Rejects when it is in doubt whether all of it arrived. */
  async postCard(channelId: string, key: string, card: Card, options: RenderOptions = {}, replyTo?: string): Promise<Posted> {
    try {
      return await this.post(channelId, key, renderCard(card, options), replyTo);
    } catch (error) {
      if (failureOf(error).kind !== 'refused') throw error;
      return this.post(channelId, `${key}/plain`, renderPlain(card, options), replyTo);
    }
  }

  async post(channelId: string, key: string, bodies: readonly MessageBody[], replyTo?: string): Promise<Posted> {
    for (let at = this.#progress.get(key) ?? 0; at < bodies.length; at += 1) {
      const reference =
        replyTo === undefined || at > 0 ? {} : { message_reference: { message_id: replyTo, fail_if_not_exists: false } };
      const body = { ...bodies[at], ...reference, nonce: nonceOf(`${key}/${at}`), enforce_nonce: true };
      const posted = await this.#attempt(() => this.#rest.post(Routes.channelMessages(channelId), { body }));
      if (posted !== 'posted') {
        this.#progress.delete(key);
        return posted;
      }
      this.#progress.set(key, at + 1);
    }
    this.#progress.delete(key);
    return 'posted';
  }

  async direct(userId: string, key: string, card: Card, options: RenderOptions = {}): Promise<Posted> {
    const channel = await this.#directChannel(userId);
    return typeof channel === 'object' ? this.postCard(channel.id, key, card, options) : channel;
  }

  async directText(userId: string, key: string, bodies: readonly MessageBody[]): Promise<Posted> {
    const channel = await this.#directChannel(userId);
    return typeof channel === 'object' ? this.post(channel.id, key, bodies) : channel;
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

  patchChannel(channelId: string, body: object): Promise<Posted> {
    return this.#attempt(() => this.#rest.patch(Routes.channel(channelId), { body }));
  }

  async #directChannel(userId: string): Promise<{ readonly id: string } | Posted> {
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
      const { kind } = failureOf(error) satisfies Failure;
      if (kind === 'missing' || kind === 'forbidden' || kind === 'closed') return kind;
      throw error;
    }
  }
}

const threadExists = 160_004;

const nonceOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, limits.message.nonce);
