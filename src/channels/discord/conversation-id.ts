/** Ids of conversations: `discord:USER` is private to a person, `discord:GUILD:CHANNEL` is a place that others read. */
export const prefix = 'discord:';

export const privateId = (userId: string): string => `${prefix}${userId}`;
/** @param guildId null for a conversation of several persons outside of servers */
export const sharedId = (guildId: string | null, channelId: string): string => `${prefix}${guildId ?? '@me'}:${channelId}`;

export type Where = { readonly userId: string } | { readonly guildId: string; readonly channelId: string };

export function readConversationId(id: string): Where | undefined {
  if (!id.startsWith(prefix)) return undefined;
  const [first = '', second] = id.slice(prefix.length).split(':');
  return second === undefined ? { userId: first } : { guildId: first, channelId: second };
}
