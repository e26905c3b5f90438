/** Requests to Discord with the retries, time limits and rate limits that this channel needs; says what a failure means. */
import { DiscordAPIError, HTTPError, RateLimitError, REST, type RateLimitData } from 'discord.js';

export interface ApiOptions {
  readonly token: string;
  /** Address of the API without version; Discord's own unless given. */
  readonly base?: string;
}

/** Milliseconds: an answer to an interaction that takes longer would come too late. */
const interactionTimeout = 2500;
const requestTimeout = 15_000;
/** Rate limits up to this are waited for by the library; beyond, the caller tries again later. */
const longestWait = 5000;

/**
 * Two clients: `bot` for what counts towards Discord's 50 requests a second, and `interactions` for the answers to interactions,
 * which do not (the library's own limiter would count them). Neither repeats a request by itself: what may be repeated, and when,
 * its caller knows.
 */
export interface Api {
  readonly bot: REST;
  readonly interactions: REST;
}

/** A 429 without a time (of a proxy) would be repeated at once and without end. */
const rejectOnRateLimit = ({ retryAfter }: RateLimitData): boolean => !(retryAfter > 0) || retryAfter > longestWait;

export function createApi({ token, base }: ApiOptions): Api {
  const common = { version: '10', retries: 0, rejectOnRateLimit, ...(base === undefined ? {} : { api: base }) };
  const bot = new REST({ ...common, timeout: requestTimeout }).setToken(token);
  const interactions = new REST({
    ...common,
    timeout: interactionTimeout,
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    // A rate limit on an answer is waited for by whoever knows how long the asker will.
    rejectOnRateLimit: () => true,
  });
  return { bot, interactions };
}

/** Why nothing can be posted there, now and later. */
export type Undeliverable =
  /** The message, channel or thread is not there any more, or can't be written to. */
  | 'missing'
  /** The bot lacks a permission. */
  | 'forbidden'
  /** The user takes no direct messages from the bot. */
  | 'closed'
  /** Discord refuses the form or the content of the body. */
  | 'refused';

export type Failure =
  /** May or may not have arrived; worth another attempt. `wait`: milliseconds that Discord asks for. */
  | { readonly kind: 'transient'; readonly wait: number }
  /** Acknowledged already (40060). */
  | { readonly kind: 'acknowledged' }
  /** The interaction is over: too late (10062), token expired (50027), nothing to edit (10015). */
  | { readonly kind: 'gone' }
  | { readonly kind: Undeliverable }
  /** None of Discord's: a fault of this program. */
  | { readonly kind: 'other' };

/** JSON error codes of Discord. */
const kinds: Readonly<Record<number, Exclude<Failure['kind'], 'transient'>>> = {
  40060: 'acknowledged',
  10062: 'gone',
  10015: 'gone',
  50027: 'gone',
  10003: 'missing',
  10004: 'missing',
  10008: 'missing',
  10013: 'missing',
  50083: 'missing',
  50024: 'missing',
  160005: 'missing',
  50001: 'forbidden',
  50013: 'forbidden',
  160002: 'forbidden',
  50007: 'closed',
  50278: 'closed',
};
const byStatus: Readonly<Record<number, 'missing' | 'forbidden'>> = { 403: 'forbidden', 404: 'missing' };
const defaultWait = 1000;

export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitError) {
    // Without a time Discord (or a proxy before it) means "later".
    const wait = error.retryAfter > 0 ? error.retryAfter : Math.max(error.timeToReset, defaultWait);
    return { kind: 'transient', wait };
  }
  if (error instanceof DiscordAPIError) {
    const kind = typeof error.code === 'number' ? kinds[error.code] : undefined;
    if (kind !== undefined) return { kind };
    // A token that is refused is for the connection to end; whatever else is refused once is refused again.
    return error.status === 401 ? { kind: 'transient', wait: 0 } : { kind: byStatus[error.status] ?? 'refused' };
  }
  if (error instanceof HTTPError) return { kind: 'transient', wait: 0 };
  // Whatever else comes from below is the network: cut, refused, timed out.
  return error instanceof Error && (error.name === 'AbortError' || 'code' in error || error.cause !== undefined)
    ? { kind: 'transient', wait: 0 }
    : { kind: 'other' };
}
