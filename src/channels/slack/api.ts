/** Calls of Slack's Web API: each waits out its own rate limit, so that nobody else is held up, and says what may be tried again. */
import { setTimeout as delay } from 'node:timers/promises';
import { LogLevel, webApi } from '@slack/bolt';
import { SlackError } from './slack-error.ts';

export type WebClient = webApi.WebClient;

/** Where the token of a workspace comes from. */
export interface Tokens {
  /** @throws SlackError `slack-not-installed`. */
  tokenFor(team: string): Promise<string>;
}

export interface ApiOptions {
  readonly tokens: Tokens;
  /** Other than Slack's own, for tests on this machine. */
  readonly apiUrl?: string;
  /** Told once of a token that Slack no longer takes. */
  readonly onRevoked: (team: string, error: SlackError) => void;
  readonly counts: Counts;
}

/** What happened since the start, for the operator. */
export interface Counts {
  sent: number;
  /** Replies that may have been sent twice: Slack could not be asked whether the first attempt got through. */
  repeated: number;
  /** Replies that were not sent a third time, though nobody can say whether they arrived. */
  givenUp: number;
  /** Replies found already sent, and so not sent again. */
  found: number;
  /** Replies that can't be delivered, such as to an archived channel. */
  undeliverable: number;
  rateLimited: number;
  /** Calls that are dispensable (status, prompts, updates of pressed messages) and failed. */
  dispensed: number;
}

export const newCounts = (): Counts => ({
  sent: 0,
  repeated: 0,
  givenUp: 0,
  found: 0,
  undeliverable: 0,
  rateLimited: 0,
  dispensed: 0,
});

/** Milliseconds that one call may take. */
const timeout = 10_000;

/** Answers that say that a token is no longer taken. */
export const revoked: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'team_access_not_granted',
]);
/** Answers after which the same call may succeed later. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
  'message_limit_exceeded',
]);

export class SlackApi {
  readonly #options: ApiOptions;
  readonly #clients = new Map<string, WebClient>();
  readonly #stopping = new AbortController();
  readonly #told = new Set<string>();

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** Lets no call wait any longer. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Makes a call, waiting as often as Slack says to; all other failures reject. */
  async call<T>(team: string, work: (client: WebClient) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(await this.#client(team));
      } catch (error) {
        const seconds = retryAfter(error);
        if (seconds === undefined) throw this.#explained(team, error);
        this.#options.counts.rateLimited += 1;
        await delay(seconds * 1000, undefined, { signal: this.#stopping.signal });
      }
    }
  }

  /** A call that only adds comfort: tried once, and its failure is counted and forgotten. */
  async comfort<T>(team: string, work: (client: WebClient) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await this.#client(team));
    } catch (error) {
      this.#options.counts.dispensed += 1;
      this.#explained(team, error);
      return undefined;
    }
  }

  /** Forgets the client of a workspace whose token has changed. */
  renew(team: string): void {
    this.#told.delete(team);
  }

  async #client(team: string): Promise<WebClient> {
    const token = await this.#options.tokens.tokenFor(team);
    const known = this.#clients.get(token);
    if (known) return known;
    const client = new webApi.WebClient(token, webOptions(this.#options.apiUrl));
    this.#clients.set(token, client);
    return client;
  }

  #explained(team: string, error: unknown): unknown {
    const answer = answerOf(error);
    if (answer === undefined || !revoked.has(answer)) return error;
    const refused = tokenRefused(answer, error);
    if (!this.#told.has(team)) {
      this.#told.add(team);
      this.#options.onRevoked(team, refused);
    }
    return refused;
  }
}

/** One object a client: some of the SDK's parts write into what they are given. */
export function webOptions(apiUrl: string | undefined): webApi.WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout,
    // Every caller waits for itself: the SDK's own way holds up the calls of everybody.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
    allowAbsoluteUrls: false,
  };
}

/** Of the bot's token. */
export const tokenRefused = (answer: string, cause: unknown): SlackError =>
  new SlackError(
    'slack-token-refused',
    `Slack refuses the bot token (${answer})`,
    'Reinstall the app to your workspace and put the new "Bot User OAuth Token" (xoxb-…) into SLACK_BOT_TOKEN',
    cause,
  );

export const appTokenRefused = (answer: string, cause: unknown): SlackError =>
  new SlackError(
    'slack-app-token-refused',
    `Slack refuses the app-level token (${answer})`,
    'Create one with the scope connections:write under "Basic Information" and put it (xapp-…) into SLACK_APP_TOKEN',
    cause,
  );

/** Slack's own word for why a call failed, such as `channel_not_found`. */
export const answerOf = (error: unknown): string | undefined =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;

/** Seconds to wait, where that is what the answer says. */
function retryAfter(error: unknown): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter;
  return undefined;
}

export type Failure = 'passing' | 'lasting' | 'unknown-outcome' | 'token';

/**
 * What a failed call means for the same call made again. `unknown-outcome`: Slack may have done it all the same (no answer came, or
 * an error after the work).
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof SlackError) {
    if (error.code === 'slack-payload') return 'lasting';
    return error.code === 'slack-token-refused' || error.code === 'slack-not-installed' ? 'token' : 'passing';
  }
  const answer = answerOf(error);
  if (answer !== undefined) return passing.has(answer) ? 'unknown-outcome' : 'lasting';
  if (error instanceof webApi.WebAPIRequestError || error instanceof webApi.WebAPIHTTPError) return 'unknown-outcome';
  return 'passing';
}
