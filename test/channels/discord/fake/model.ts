/** What the fake knows, and how Discord writes it in the gateway and in answers. The types are those of discord-api-types. */
import {
  ChannelType,
  PermissionFlagsBits as P,
  type APIGuildMember,
  type APIRole,
  type APIThreadChannel,
  type APIUser,
  type GatewayGuildCreateDispatchData,
} from 'discord.js';
import type { Json } from './json.ts';

/** As a number: the enumerations have no member for it. */
const none: number = 0;

export interface FakeUser {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly locale: string;
  readonly roles: readonly string[];
  /** Permission bits in servers beyond everyone's. */
  readonly permissions: bigint;
  /** Takes no direct messages. */
  closed: boolean;
}

export interface FakeTag {
  readonly id: string;
  readonly name: string;
}

export interface FakeChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  readonly name: string;
  readonly parentId: string | null;
  readonly ownerId: string;
  readonly tags: readonly FakeTag[];
  readonly members: readonly string[];
  appliedTags: readonly string[];
  archived: boolean;
  /** Members can't read there; the bot can. */
  readonly closed: boolean;
  /** Permission bits taken from the bot. */
  denied: bigint;
  readonly messages: FakeMessage[];
}

export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: FakeUser;
  readonly at: string;
  readonly type: number;
  content: string;
  components: readonly Json[];
  flags: number;
  edited: string | null;
  /** Whose eyes alone see it. */
  readonly onlyFor: string | null;
  readonly nonce: string | null;
  readonly replyTo: string | null;
  readonly interaction: {
    readonly id: string;
    readonly type: number;
    readonly user: FakeUser;
    readonly parent: FakeMessage | null;
  } | null;
  readonly mentions: readonly FakeUser[];
  deleted: boolean;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly helperRole: string;
  /** Whether the bot is in it. */
  readonly joined: boolean;
}

export const everyone: bigint =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.ReadMessageHistory |
  P.CreatePublicThreads |
  P.UseApplicationCommands;
export const ofBot: bigint = everyone | P.ManageThreads;

/** As messages, interactions and members carry it. */
export const plainUser = ({ id, name, bot }: FakeUser) =>
  ({
    id,
    username: name,
    discriminator: '0',
    global_name: name,
    avatar: null,
    bot,
    public_flags: none,
    flags: none,
    primary_guild: null,
  }) satisfies APIUser;

export const memberOf = (user: FakeUser): Omit<APIGuildMember, 'user'> => ({
  nick: null,
  avatar: null,
  banner: null,
  roles: [...user.roles],
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  premium_since: null,
  deaf: false,
  mute: false,
  flags: none,
  pending: false,
  communication_disabled_until: null,
});

export const roleOf = (id: string, name: string, permissions: bigint, position: number): APIRole => ({
  id,
  name,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position,
  permissions: permissions.toString(),
  managed: false,
  mentionable: false,
  flags: none,
});

export const botRole = (guild: FakeGuild): string => `${guild.id.slice(0, -1)}7`;

/** A channel as the gateway and the API write it. */
export function channelOf(channel: FakeChannel, botId: string): Json {
  if (isThread(channel)) return { ...threadOf(channel) };
  const common = { id: channel.id, type: channel.type, last_message_id: channel.messages.at(-1)?.id ?? null, flags: 0 };
  if (channel.guildId === null) return common;
  const own = channel.closed ? P.ViewChannel : 0n;
  const overwrites = [
    ...(channel.closed ? [{ id: channel.guildId, type: 0, allow: '0', deny: P.ViewChannel.toString() }] : []),
    ...(own === 0n && channel.denied === 0n
      ? []
      : [{ id: botId, type: 1, allow: (own & ~channel.denied).toString(), deny: channel.denied.toString() }]),
  ];
  return {
    ...common,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: null,
    position: 0,
    permission_overwrites: overwrites,
    nsfw: false,
    topic: null,
    rate_limit_per_user: 0,
    ...(channel.type === ChannelType.GuildForum
      ? {
          available_tags: channel.tags.map(({ id, name }) => ({ id, name, moderated: false, emoji_id: null, emoji_name: null })),
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
          template: '',
        }
      : {}),
  };
}

export function threadOf(channel: FakeChannel): APIThreadChannel {
  const { id, guildId, name, parentId, ownerId, archived, messages, appliedTags } = channel;
  return {
    id,
    type: ChannelType.PublicThread,
    guild_id: guildId ?? '',
    name,
    parent_id: parentId ?? '',
    owner_id: ownerId,
    last_message_id: messages.at(-1)?.id ?? null,
    rate_limit_per_user: 0,
    message_count: messages.length,
    member_count: 1,
    total_message_sent: messages.length,
    flags: none,
    applied_tags: [...appliedTags],
    thread_metadata: {
      archived,
      auto_archive_duration: 1440,
      archive_timestamp: '2026-01-01T00:00:00.000000+00:00',
      locked: false,
      create_timestamp: '2026-01-01T00:00:00.000000+00:00',
    },
  };
}

export const isThread = ({ type }: FakeChannel): boolean => type === ChannelType.PublicThread;

/** The gateway's GUILD_CREATE; what is said of channels comes from `channelOf`. */
export function guildOf(guild: FakeGuild, channels: readonly Json[], threads: readonly APIThreadChannel[], bot: FakeUser) {
  const member: APIGuildMember = { ...memberOf(bot), roles: [botRole(guild)], user: plainUser(bot) };
  const data = {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [
      roleOf(guild.id, '@everyone', everyone, 0),
      roleOf(botRole(guild), 'career-bridge', ofBot, 1),
      roleOf(guild.helperRole, 'helpers', 0n, 2),
    ],
    emojis: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    preferred_locale: guild.locale,
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    incidents_data: null,
    hub_type: null,
    stickers: [],
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: 3,
    voice_states: [],
    members: [member],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    threads: [...threads],
  };
  // Channels are judged by the schemas of the API; the rest of the form is held to the library's types here.
  data satisfies Omit<Widened<GatewayGuildCreateDispatchData>, 'channels' | 'preferred_locale' | 'region'>;
  return { ...data, channels };
}

/** Enumerations as the numbers that are sent. */
type Widened<T> = { [K in keyof T]: T[K] extends number ? number : T[K] };
