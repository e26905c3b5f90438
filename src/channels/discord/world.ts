/** What this process knows of servers and channels from the gateway, apart from the library's own classes. */
import { ChannelType, PermissionFlagsBits, PermissionsBitField, type Client } from 'discord.js';

export interface World {
  readonly applicationId: string;
  readonly botId: string;
  /** The texts of messages that do not mention the bot can be read. */
  readonly readsMessages: boolean;
  /** A server that the bot is in; elsewhere it is only by somebody's own installation. */
  isIn(guildId: string): boolean;
  isThread(channelId: string): boolean;
  isForumPost(channelId: string): boolean;
  /** Whose post the thread is; also of threads that the bot opened from somebody's message. */
  askerOf(threadId: string): Promise<string | undefined>;
  /** Names of the permissions that answering there needs and the bot lacks; none where that can't be known. */
  missingPermissions(channelId: string): string[];
  /** Whether every member can read there; false where that can't be known. */
  everyoneReads(channelId: string): boolean;
  ownerOf(guildId: string): string | undefined;
  /** The forum tag that says "solved", and the tags that a post has. */
  solvedTag(threadId: string): { readonly tag: string | undefined; readonly applied: readonly string[] };
}

const solvedNames = ['solved', 'resolved', 'answered', '已解决', '解决', '已解答'];

/** The bot's own id is its application's, except of applications older than 2016; so it is asked of the client once that is connected. */
export function worldOf(client: Client, applicationId: string, readsMessages: boolean): World {
  return {
    applicationId,
    get botId() {
      return client.user?.id ?? applicationId;
    },
    readsMessages,
    isIn: (id) => client.guilds.cache.has(id),
    isForumPost: (id) => {
      const thread = client.channels.cache.get(id);
      return thread?.isThread() === true && thread.parent?.type === ChannelType.GuildForum;
    },
    askerOf: async (id) => {
      const thread = client.channels.cache.get(id);
      if (thread?.isThread() !== true) return undefined;
      if (thread.ownerId !== client.user?.id) return thread.ownerId ?? undefined;
      // The bot's own threads open from the message that is answered.
      const starter = await thread.fetchStarterMessage().catch(() => null);
      return starter?.author.id;
    },
    isThread: (id) => client.channels.cache.get(id)?.isThread() === true,
    missingPermissions: (id) => {
      const channel = client.channels.cache.get(id);
      if (channel === undefined || channel.isDMBased()) return [];
      const has = client.user === null ? null : channel.permissionsFor(client.user);
      const inThreads = channel.isThread() || channel.type === ChannelType.GuildForum;
      const needed = [
        PermissionFlagsBits.ViewChannel,
        PermissionFlagsBits.ReadMessageHistory,
        inThreads ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
        ...(channel.type === ChannelType.GuildText
          ? [PermissionFlagsBits.CreatePublicThreads, PermissionFlagsBits.SendMessagesInThreads]
          : []),
        ...(inThreads ? [PermissionFlagsBits.ManageThreads] : []),
      ];
      return needed.filter((each) => has?.has(each) !== true).flatMap((each) => new PermissionsBitField(each).toArray());
    },
    everyoneReads: (id) => {
      const channel = client.channels.cache.get(id);
      if (channel === undefined || channel.isDMBased()) return false;
      return channel.permissionsFor(channel.guild.roles.everyone).has(PermissionFlagsBits.ViewChannel);
    },
    ownerOf: (id) => client.guilds.cache.get(id)?.ownerId,
    solvedTag: (id) => {
      const thread = client.channels.cache.get(id);
      if (thread?.isThread() !== true) return { tag: undefined, applied: [] };
      const tags = thread.parent !== null && 'availableTags' in thread.parent ? thread.parent.availableTags : [];
      const tag = tags.find(({ name }) => solvedNames.includes(name.trim().toLowerCase()))?.id;
      return { tag, applied: thread.appliedTags };
    },
  };
}
