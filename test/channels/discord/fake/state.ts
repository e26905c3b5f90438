/** The servers, channels and messages of the fake, and what is told of them through the gateway. */
import { ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord.js';
import { echoed } from './echo.ts';
import { intents, type Gateway, type Session } from './gateway.ts';
import { Ids } from './ids.ts';
import { list, number, text, type Json } from './json.ts';
import {
  channelOf,
  guildOf,
  isThread,
  memberOf,
  ofBot,
  plainUser,
  threadOf,
  type FakeChannel,
  type FakeGuild,
  type FakeMessage,
  type FakeTag,
  type FakeUser,
} from './model.ts';

export class ApiFault extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type NewMessage = Pick<FakeMessage, 'channelId' | 'author'> & Partial<FakeMessage>;

export class FakeState {
  readonly ids = new Ids();
  readonly bot: FakeUser = this.user('career-bridge', { bot: true });
  /** Of the application; also the id by which interactions' webhooks go. */
  readonly applicationId: string = this.bot.id;
  readonly users = new Map<string, FakeUser>([[this.bot.id, this.bot]]);
  readonly guilds = new Map<string, FakeGuild>();
  readonly channels = new Map<string, FakeChannel>();
  readonly violations: string[] = [];
  commands: Json[] = [];
  registrations = 0;
  /** Discord drops messages of a nonce that it has seen in the last minutes. */
  remembersNonces = true;
  /** The application may read messages. */
  messageContent = true;
  gateway: Gateway | undefined;
  readonly #watchers = new Set<() => void>();

  user(name: string, more: Partial<FakeUser> = {}): FakeUser {
    const user = { id: this.ids.next(), name, bot: false, locale: 'en-US', roles: [], permissions: 0n, closed: false, ...more };
    this.users?.set(user.id, user);
    return user;
  }

  guild(name: string, more: Partial<FakeGuild> = {}): FakeGuild {
    const owner = more.ownerId ?? this.user(`${name}-owner`, { permissions: P.ManageGuild | P.ManageThreads }).id;
    const guild: FakeGuild = {
      id: this.ids.next(),
      name,
      ownerId: owner,
      locale: 'en-US',
      helperRole: this.ids.next(),
      joined: true,
      ...more,
    };
    this.guilds.set(guild.id, guild);
    return guild;
  }

  channel(guild: FakeGuild | null, name: string, more: Partial<FakeChannel> = {}): FakeChannel {
    const channel: FakeChannel = {
      id: this.ids.next(),
      type: ChannelType.GuildText,
      guildId: guild?.id ?? null,
      name,
      parentId: null,
      ownerId: '',
      tags: [],
      members: [],
      appliedTags: [],
      archived: false,
      closed: false,
      denied: 0n,
      messages: [],
      ...more,
    };
    this.channels.set(channel.id, channel);
    if (guild) this.tell('CHANNEL_CREATE', guild.id, intents.guilds, channelOf(channel, this.bot.id));
    return channel;
  }

  forum(guild: FakeGuild, name: string, tags: readonly string[] = []): FakeChannel {
    const made = tags.map((tag): FakeTag => ({ id: this.ids.next(), name: tag }));
    return this.channel(guild, name, { type: ChannelType.GuildForum, tags: made });
  }

  direct(user: FakeUser): FakeChannel {
    const known = [...this.channels.values()].find(
      ({ type, members }) => type === ChannelType.DM && members.includes(user.id) && members.includes(this.bot.id),
    );
    return known ?? this.channel(null, '', { type: ChannelType.DM, members: [user.id, this.bot.id] });
  }

  thread(parent: FakeChannel, owner: FakeUser, name: string, id = this.ids.next()): FakeChannel {
    const thread = this.channel(null, name, {
      id,
      type: ChannelType.PublicThread,
      parentId: parent.id,
      ownerId: owner.id,
      guildId: parent.guildId,
    });
    this.tell('THREAD_CREATE', parent.guildId, intents.guilds, { ...threadOf(thread), newly_created: true });
    return thread;
  }

  find(channelId: string): FakeChannel {
    const channel = this.channels.get(channelId);
    if (!channel) throw new ApiFault(404, 10_003, 'Unknown Channel');
    return channel;
  }

  /** Permission bits that the bot has in a channel. */
  botPermissions(channel: FakeChannel): bigint {
    const parent = channel.parentId === null ? undefined : this.channels.get(channel.parentId);
    return ofBot & ~channel.denied & ~(parent?.denied ?? 0n);
  }

  deny(channel: FakeChannel, bits: bigint): void {
    channel.denied = bits;
    this.tell('CHANNEL_UPDATE', channel.guildId, intents.guilds, channelOf(channel, this.bot.id));
  }

  /** Puts a message into its channel and tells it. */
  post(given: NewMessage): FakeMessage {
    const message: FakeMessage = {
      id: this.ids.next(),
      at: new Date(this.ids.now()).toISOString(),
      type: (given.replyTo ?? null) === null ? 0 : 19,
      content: '',
      flags: 0,
      edited: null,
      onlyFor: null,
      nonce: null,
      replyTo: null,
      interaction: null,
      mentions: [],
      deleted: false,
      ...given,
      components: echoed(given.components),
    };
    const channel = this.find(message.channelId);
    channel.messages.push(message);
    if (message.onlyFor === null) {
      const direct = channel.guildId === null;
      this.tell('MESSAGE_CREATE', channel.guildId, direct ? intents.directMessages : intents.guildMessages, (session: Session) => ({
        ...this.messageOf(message, session),
        channel_type: channel.type,
        ...(direct ? {} : { guild_id: channel.guildId, member: memberOf(message.author) }),
      }));
    } else this.changed();
    return message;
  }

  edit(message: FakeMessage, body: Json): void {
    if ('content' in body) message.content = text(body['content']);
    if ('components' in body) message.components = echoed(body['components']);
    // Once set, this flag stays.
    if ('flags' in body)
      message.flags = (message.flags & (MessageFlags.Ephemeral | MessageFlags.IsComponentsV2)) | number(body['flags']);
    message.flags &= ~MessageFlags.Loading;
    message.edited = new Date(this.ids.now()).toISOString();
    this.changed();
  }

  /** Without the right to read messages only what mentions the bot, is its own or comes directly has content. */
  messageOf(message: FakeMessage, session?: Session): Json {
    const channel = this.find(message.channelId);
    const readable =
      session === undefined ||
      (session.intents & intents.messageContent) !== 0 ||
      channel.guildId === null ||
      message.author.id === this.bot.id ||
      message.mentions.includes(this.bot);
    const { interaction } = message;
    return {
      id: message.id,
      type: message.type,
      content: readable ? message.content : '',
      channel_id: message.channelId,
      author: plainUser(message.author),
      attachments: [],
      embeds: [],
      mentions: message.mentions.map(plainUser),
      mention_roles: [],
      mention_everyone: false,
      pinned: false,
      tts: false,
      timestamp: message.at.replace('Z', '000+00:00'),
      edited_timestamp: message.edited === null ? null : message.edited.replace('Z', '000+00:00'),
      flags: message.flags,
      components: readable ? message.components : [],
      ...(message.nonce === null ? {} : { nonce: message.nonce }),
      ...(message.replyTo === null
        ? {}
        : { message_reference: { type: 0, channel_id: message.channelId, message_id: message.replyTo } }),
      ...(interaction === null
        ? {}
        : {
            application_id: this.applicationId,
            webhook_id: this.applicationId,
            interaction_metadata: this.#metadata(interaction),
          }),
    };
  }

  #metadata({ id, type, user, parent }: NonNullable<FakeMessage['interaction']>): Json {
    const common = { id, type, user: plainUser(user), authorizing_integration_owners: { 0: user.id } };
    if (type === 2) return common;
    if (type === 3) return { ...common, interacted_message_id: parent?.id ?? '1' };
    const before = parent?.interaction ?? { id, type: 2, user, parent: null };
    return {
      ...common,
      triggering_interaction_metadata: before.type === 5 ? { ...this.#metadata({ ...before, type: 2 }) } : this.#metadata(before),
    };
  }

  guildCreate(guild: FakeGuild): unknown {
    const own = [...this.channels.values()].filter(({ guildId }) => guildId === guild.id);
    return guildOf(
      guild,
      own.filter((each) => !isThread(each)).map((each) => channelOf(each, this.bot.id)),
      own.filter((each) => isThread(each) && !each.archived).map(threadOf),
      this.bot,
    );
  }

  tell(event: string, guildId: string | null, intent: number, data: object | ((session: Session) => unknown)): void {
    this.gateway?.dispatch(event, guildId, intent, data);
    this.changed();
  }

  changed(): void {
    for (const watch of this.#watchers) watch();
  }

  /** What `look` gives as soon as it gives something; looks again with every change. */
  async until<T>(what: string, look: () => T | undefined | false, within = 15_000): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const check = (): void => {
      const found = look();
      if (found !== undefined && found !== false) resolve(found);
    };
    const timer = setTimeout(() => reject(new Error(`Not within ${within} ms: ${what}`)), within);
    this.#watchers.add(check);
    check();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(check);
    }
  }

  option(command: Json, name: string): Json | undefined {
    return list(command['options'])
      .map((each): Json => Object(each))
      .find((each) => each['name'] === name);
  }
}
