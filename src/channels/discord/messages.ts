/** Messages: direct ones, mentions, and new posts in the channels that an administrator named. */
import { ChannelType, MessageType, type Message } from 'discord.js';
import type { EventPayload } from '../../assistant/assistant.ts';
import { readLine } from '../choose.ts';
import { privateId, sharedId } from './conversation-id.ts';
import type { Settings } from './guild-settings.ts';
import type { Intake } from './intake.ts';
import { limits } from './limits.ts';
import type { PersonRecords } from './person-records.ts';
import type { Progress } from './progress.ts';
import type { MessagePath } from './reply-paths.ts';
import { shorten } from './text.ts';
import type { World } from './world.ts';

export interface MessageParts {
  readonly settings: Settings;
  readonly people: PersonRecords;
  readonly intake: Intake;
  readonly progress: Pick<Progress, 'expect'>;
  readonly world: World;
  /** What was said last in the conversation is not to be told to a language model any more. */
  readonly forgetTurns: (conversationId: string) => Promise<void>;
}

export class Messages {
  readonly #parts: MessageParts;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  async handle(message: Message): Promise<void> {
    const { author, type, webhookId, guildId } = message;
    if (author.bot || webhookId !== null || (type !== MessageType.Default && type !== MessageType.Reply)) return;
    if (message.channel.type === ChannelType.DM) await this.#direct(message);
    else if (guildId !== null) await this.#inServer(message, guildId);
  }

  /** Of messages that this process saw; Discord does not say whose any other was. */
  async takenBack({ author, channel }: Message): Promise<void> {
    if (channel.type === ChannelType.DM && !author.bot) await this.#parts.forgetTurns(privateId(author.id));
  }

  async #direct(message: Message): Promise<void> {
    const { intake, people, progress } = this.#parts;
    const { author, content } = message;
    const shown = await people.shown(author.id);
    const meant = readLine(content, shown);
    const payload: EventPayload =
      'choose' in meant && shown?.question !== undefined ? { ...meant, question: shown.question } : meant;
    const path = { ...pathOf(message), guildId: null };
    const taken = intake.take(privateId(author.id), message.id, message.createdAt, payload, path);
    await progress.expect(message.id, message.channelId, taken);
  }

  async #inServer(message: Message, guildId: string): Promise<void> {
    const { world, settings } = this.#parts;
    const { channel } = message;
    const base = channel.isThread() ? (channel.parentId ?? channel.id) : channel.id;
    const mode = (await settings.of(guildId)).channels[base] ?? 'off';
    if (message.mentions.users.has(world.botId)) {
      const text = withoutMention(message.content, world.botId);
      const payload: EventPayload = text === '' ? { command: { type: 'help' } } : { text };
      await this.#take(message, sharedId(guildId, channel.id), payload, pathOf(message));
      return;
    }
    if (mode === 'off') return;
    const quiet: MessagePath = { ...pathOf(message), quiet: true, draft: mode === 'suggest' };
    if (!channel.isThread()) {
      if (channel.type !== ChannelType.GuildText || message.content.trim() === '') return;
      const name = shorten(message.content.replaceAll(/\s+/g, ' ').trim(), limits.thread.name);
      await this.#take(message, sharedId(guildId, message.id), { text: message.content }, { ...quiet, thread: name });
    } else if (message.id === channel.id) {
      // The first message of a forum post; without the right to read it, its title says what it is about.
      const text = [channel.name, message.content].filter((part) => part.trim() !== '').join('\n\n');
      const form = message.content === '' && mode === 'auto';
      await this.#take(message, sharedId(guildId, channel.id), { text }, { ...quiet, form });
    } else if (message.content.trim() !== '' && (channel.ownerId === message.author.id || channel.ownerId === world.botId)) {
      await this.#take(message, sharedId(guildId, channel.id), { text: message.content }, quiet);
    }
  }

  async #take(message: Message, conversationId: string, payload: EventPayload, path: MessagePath): Promise<void> {
    await this.#parts.intake.take(conversationId, message.id, message.createdAt, { ...payload, place: 'shared' }, path);
  }
}

function pathOf({ id, author, guildId, channelId }: Message): MessagePath {
  return {
    via: 'message',
    messageId: id,
    userId: author.id,
    guildId,
    channelId,
    quiet: false,
    draft: false,
    form: false,
    thread: null,
  };
}

const withoutMention = (text: string, botId: string): string =>
  text
    .replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
