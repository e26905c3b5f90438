/** Names of conversations and events. An event's name says where it came from, so that its reply finds back after a restart. */
import { createHash } from 'node:crypto';
import { SlackError } from './slack-error.ts';

/** Private to a person: what they say in direct messages, the Home tab, forms and commands. */
export const privateConversation = (team: string, user: string): string => `slack:${team}:${user}`;

/** A thread that others read along. */
export const sharedConversation = (team: string, channel: string, thread: string): string => `slack:${team}:${channel}:${thread}`;

/** What is passed on for a person to those who help, one by one and beside the talk: its replies don't wait for that channel. */
export const deskConversation = (team: string, user: string): string => `slack:${team}:${user}:desk`;

/** The one that a message there belongs to. */
export const conversationIn = (team: string, user: string, channel?: string, thread?: string): string =>
  channel === undefined || thread === undefined || isDirect(channel)
    ? privateConversation(team, user)
    : sharedConversation(team, channel, thread);

export interface ConversationParts {
  readonly team: string;
  /** Of a private conversation. */
  readonly user?: string;
  /** Of a shared one. */
  readonly channel?: string;
  readonly thread?: string;
}

export function conversationParts(id: string): ConversationParts | undefined {
  const [platform, team, first, thread, ...rest] = id.split(':');
  if (platform !== 'slack' || team === undefined || first === undefined || rest.length > 0) return undefined;
  return thread === undefined ? { team, user: first } : { team, channel: first, thread };
}

/**
 * - `message`: written where the reply goes, which is its thread
 * - `follow`: written in a thread of ours without mentioning us; answered only where there is an answer
 * - `press`: a button, select or form under a message; the reply goes beneath it
 * - `quiet`: asked in passing in a channel; the reply is shown to that person only, there
 * - `direct`: asked elsewhere (Home, shortcut, command); the reply goes to the direct messages
 * - `file`: as `press`, and the reply is wanted as a file
 */
export type EventKind = 'message' | 'follow' | 'press' | 'quiet' | 'direct' | 'file';
const kinds: readonly string[] = ['message', 'follow', 'press', 'quiet', 'direct', 'file'] satisfies EventKind[];

export interface EventPlace {
  readonly kind: EventKind;
  readonly user: string;
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
  /** What tells the event from others of that place; the same whenever Slack delivers it again. For a message, its time. */
  readonly mark: string;
}

const none = '-';

export const eventId = ({ kind, user, channel, thread, mark }: EventPlace): string =>
  `${kind}:${channel ?? none}:${thread ?? none}:${user}:${mark}`;

export function eventPlace(id: string): EventPlace | undefined {
  const [kind, channel, thread, user, mark] = id.split(':');
  if (!isKind(kind) || channel === undefined || thread === undefined || user === undefined || mark === undefined) return undefined;
  return {
    kind,
    user,
    mark,
    ...(channel === none ? {} : { channel }),
    ...(thread === none ? {} : { thread }),
  };
}

/**
 * Where what waits in a conversation is to go.
 * @throws SlackError `slack-payload` for names that are none of ours: nobody can receive it.
 */
export function destination(
  conversation: string,
  event: string,
): { readonly team: string; readonly place: EventPlace; readonly shared: boolean } {
  const parts = conversationParts(conversation);
  const place = eventPlace(event);
  if (parts && place) return { team: parts.team, place, shared: parts.channel !== undefined };
  throw new SlackError(
    'slack-payload',
    'A reply waits for an event of an unknown form',
    'Look for a newer version of this program',
  );
}

const isKind = (kind: string | undefined): kind is EventKind => kind !== undefined && kinds.includes(kind);

/** Direct messages with the app; the others are channels and groups. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** Short and of a fixed form, whatever it stands for. */
export const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** A message's time as an ISO 8601 instant. Slack counts seconds with six digits behind the point. */
export function instantOf(ts: string): string | undefined {
  const seconds = Number(ts);
  return Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? new Date(Math.floor(seconds * 1000)).toISOString() : undefined;
}
