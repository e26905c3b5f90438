/** What goes to the people of a server: drafts to release, requests for a person, complaints, and permissions to mend. */
import { ButtonStyle, channelMention, userMention } from 'discord.js';
import { z } from 'zod';
import type { Language } from '../../command/command.ts';
import { card as cardSchema, type Card } from '../../presentation/card.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import { customId } from './custom-id.ts';
import type { Settings } from './guild-settings.ts';
import type { Log } from './log.ts';
import type { Postbox } from './postbox.ts';
import { button, renderCard, type MessageBody } from './render.ts';
import { texts } from './texts.ts';
import type { World } from './world.ts';

const draft = z.strictObject({
  cards: z.array(cardSchema).readonly(),
  channelId: z.string(),
  /** The message that is answered. */
  messageId: z.string(),
  /** Name of the thread that the answer opens. */
  thread: z.string().nullable(),
});
export type Draft = Readonly<z.infer<typeof draft>>;

const day = 86_400_000;
const draftDays = 7;

export interface DeskParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly postbox: Postbox;
  readonly world: World;
  readonly log: Log;
}

export class Desk {
  readonly #parts: DeskParts;
  readonly #drafts: Records<Draft>;
  /** When a missing permission was last explained, by channel. */
  readonly #explained = new Map<string, number>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#drafts = openRecords(parts.store, 'discord-drafts', draft);
  }

  async keepDraft(id: string, kept: Draft): Promise<void> {
    await this.#drafts.set(id, kept, this.#parts.store.now() + draftDays * day);
  }

  findDraft(id: string): Promise<Draft | undefined> {
    return this.#drafts.get(id);
  }

  /** @returns false when somebody else has. */
  takeDraft(id: string): Promise<boolean> {
    return this.#drafts.delete(id);
  }

  /** Shows the helpers a draft with the buttons that send or drop it. */
  async offerDraft(guildId: string, id: string, kept: Draft, since?: string): Promise<void> {
    const { desk } = await this.#parts.settings.of(guildId);
    if (desk === undefined) return;
    await this.keepDraft(id, kept);
    const words = texts(kept.cards[0]?.language ?? 'en');
    const buttons = [
      button(customId({ press: 'release', draft: id }) ?? '', words.release, ButtonStyle.Primary),
      button(customId({ press: 'discard', draft: id }) ?? '', words.discard),
    ];
    const lead = words.draftFor(channelMention(kept.channelId));
    const parts = kept.cards.map((card, at) => ({
      card: { ...card, choices: [] },
      options: { ...(at === 0 ? { lead } : {}), ...(at === kept.cards.length - 1 ? { buttons } : {}) },
    }));
    const posted = await this.#parts.postbox.postCards(desk, `draft/${id}`, parts, { since });
    if (posted !== 'posted') await this.explain(guildId, desk);
  }

  /** Whether an administrator has named a channel for the people of HR. */
  async isNamed(guildId: string): Promise<boolean> {
    return (await this.#parts.settings.of(guildId)).desk !== undefined;
  }

  /** A sentence to the people of HR, where there is a place for it; to the server's owner where that can't be written to. */
  async note(guildId: string, key: string, say: (language: Language) => string, since?: string): Promise<void> {
    const { settings, postbox, world, log } = this.#parts;
    const { desk, language } = await settings.of(guildId);
    if (desk === undefined) {
      log.warn({ guild: guildId }, 'Somebody asks for a person or complains, and no HR channel is named (/bridge-admin desk)');
      return;
    }
    const said = [sentence(say(language ?? 'en'))];
    if ((await postbox.post(desk, key, said, { since })) === 'posted') return;
    await this.explain(guildId, desk);
    const owner = world.ownerOf(guildId);
    if (owner !== undefined && (await postbox.directText(owner, key, said, { since })) === 'posted') return;
    log.error({ guild: guildId, channel: desk }, 'Somebody asks for a person or complains, and nobody of the server could be told');
  }

  /** Tells whoever can mend it, once a day and channel, which permission is missing there. */
  async explain(guildId: string, channelId: string): Promise<void> {
    const { settings, postbox, world, log, store } = this.#parts;
    const permissions = world.missingPermissions(channelId);
    log.warn({ guild: guildId, channel: channelId, permissions }, 'The bot lacks permissions in a channel');
    if (store.now() - (this.#explained.get(channelId) ?? 0) < day) return;
    this.#explained.set(channelId, store.now());
    const { desk, language } = await settings.of(guildId);
    const named = permissions.length > 0 ? permissions : ['ViewChannel', 'SendMessages', 'SendMessagesInThreads'];
    const said = [sentence(texts(language ?? 'en').missingPermission(channelMention(channelId), named.join(', ')))];
    const key = `permission/${channelId}/${store.now()}`;
    try {
      if (desk !== undefined && desk !== channelId && (await postbox.post(desk, key, said)) === 'posted') return;
      const owner = world.ownerOf(guildId);
      if (owner !== undefined) await postbox.directText(owner, key, said);
    } catch (error) {
      log.error({ err: error, guild: guildId }, 'A missing permission could not be explained');
    }
  }
}

/** A sentence of ours, with mentions that notify nobody. */
export const sentence = (content: string, buttons: Parameters<typeof renderCard>[1] = {}): MessageBody => {
  const empty: Card = { kind: 'text', language: 'en', blocks: [], choices: [] };
  const [body] = renderCard(empty, { ...buttons, lead: content });
  return body ?? { content, components: [], allowed_mentions: { parse: [] } };
};

export const mention = userMention;
