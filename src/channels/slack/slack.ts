/** The Slack channel: put together, started and stopped. */
import type { AuthorizeResult } from '@slack/bolt';
import { z } from 'zod';
import type { Assistant } from '../../assistant/assistant.ts';
import type { ProfileReader } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords } from '../../storage/records.ts';
import { Courier } from '../courier.ts';
import { SlackApi, answerOf, appTokenRefused, failureOf, newCounts, tokenRefused, type Counts, type Tokens } from './api.ts';
import { boltLogger, httpTransport, listen, socketTransport, type Transport } from './app.ts';
import { cameFromHome, SlackContext } from './context.ts';
import { Delivery } from './delivery.ts';
import { Drafts } from './drafts.ts';
import { perform } from './errands.ts';
import { Feedback } from './feedback.ts';
import { Handover } from './handover.ts';
import { conversationParts, eventPlace } from './ids.ts';
import { Installations, stateSecret } from './installations.ts';
import { scopes } from './manifest.ts';
import { publishHome } from './on-home.ts';
import { Posting } from './posting.ts';
import { SlackError } from './slack-error.ts';
import { Waiting } from './waiting.ts';

export interface SlackSettings {
  /** Of one workspace … */
  readonly botToken?: string;
  /** … or the app's own, with which any workspace installs it. */
  readonly oauth?: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** 32 bytes. */
    readonly encryptionKey: Buffer;
    readonly redirectUri?: string;
  };
  /** Socket Mode. */
  readonly appToken?: string;
  /** HTTP. */
  readonly signingSecret?: string;
  readonly host: string;
  readonly port: number;
  /** Channel that people are handed over to. */
  readonly hrChannel?: string;
  /** Instead of Slack's own, for tests. */
  readonly apiUrl?: string;
}

export interface SlackOptions {
  readonly settings: SlackSettings;
  readonly assistant: Assistant;
  readonly profiles: ProfileReader;
  readonly store: Store;
  readonly retentionDays: number;
  readonly language?: Language | undefined;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** The channel can't go on, such as with a token that was revoked. */
  readonly onFatal: (error: SlackError) => void;
  /** Milliseconds; for tests. */
  readonly pingTimeout?: number;
}

export interface SlackChannel {
  /** Of the HTTP transport. */
  readonly port: number | undefined;
  readonly counts: Readonly<Counts>;
  /** Resolves when everything taken so far is answered. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const day = 86_400_000;
const prefix = 'slack:';

/** @throws SlackError that says in one sentence what is wrong and what to do; nothing is left running then. */
export async function startSlack(options: SlackOptions): Promise<SlackChannel> {
  const { settings, store, log, now, retentionDays, onFatal, assistant, profiles } = options;
  const counts = newCounts();
  const keptFor = retentionDays * day;
  const onError = (error: unknown): void => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const installations = settings.oauth && new Installations(store, settings.oauth.encryptionKey, (team) => api.renew(team));
  const tokens: Tokens = installations ?? { tokenFor: () => Promise.resolve(settings.botToken ?? '') };
  const api: SlackApi = new SlackApi({
    tokens,
    counts,
    ...(settings.apiUrl === undefined ? {} : { apiUrl: settings.apiUrl }),
    // Of several workspaces the others go on.
    onRevoked: (team, error) => (installations ? log(`${error.message} Workspace: ${team}.`) : onFatal(error)),
  });
  const own = installations ? undefined : await whoAmI(api);
  const botUser = async (team: string): Promise<string | undefined> =>
    own?.botUserId ?? (await installations?.forTeam(team))?.bot.userId;
  const waiting = new Waiting(api);
  const repeats = openRecords(store, 'slack-repeats', z.literal(true));
  const posting = new Posting({ api, counts, repeats, now: () => now().getTime() });
  const drafts = new Drafts({ posting, counts, store, onError });
  const delivery = new Delivery({ api, counts, posting, drafts, reportInFull: (id) => profiles.reportInFull(id) });
  const feedback = new Feedback(store, now, keptFor);
  const { hrChannel } = settings;
  const handover =
    hrChannel === undefined ? undefined : new Handover({ api, posting, store, keptFor, channel: hrChannel, botUser });
  /** What nobody can receive, now or later, is given up and counted; all else that fails is tried again. */
  const givingUp = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== 'lasting' && !(failure === 'token' && installations)) throw error;
      counts.undeliverable += 1;
      const why = answerOf(error) ?? (error instanceof SlackError ? error.code : 'unknown');
      log(`A reply could not be delivered in Slack (${why}); it is not tried again.`);
    }
  };
  const courier = new Courier({
    assistant,
    prefix,
    onError,
    send: async (id, reply, again) => {
      await givingUp(() => delivery.send(id, reply, again)).finally(() => waiting.end(id));
      const place = eventPlace(reply.eventId);
      const team = conversationParts(id)?.team;
      if (place && team !== undefined && cameFromHome(reply.eventId))
        context.inBackground(() => publishHome(context, team, place.user));
    },
    perform: (id, item, again) => givingUp(() => perform(context, id, item, again)),
  });
  const context: SlackContext = new SlackContext({
    api,
    courier,
    posting,
    waiting,
    profiles,
    feedback,
    handover,
    growsAt: (ts) => drafts.growsAt(ts),
    stop: (id, person) => assistant.stop(id, person),
    forgetTurns: (id) => assistant.forgetTurns(id),
    threads: openRecords(store, 'slack-threads', z.literal(true)),
    botUser,
    language: options.language,
    keptFor,
    now,
    onError,
  });
  assistant.exportAlso((id) => keptOf(id, feedback, handover));
  const transport = makeTransport(options, installations, own);
  listen(transport.app, context, async (team) => {
    if (installations)
      await installations.deleteInstallation({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false });
    else onFatal(tokenRefused('the app was removed from the workspace', undefined));
  });
  const unfollow = assistant.follow((id, progress) => drafts.grow(id, progress));
  const stop = async (): Promise<void> => {
    unfollow();
    await transport.stop();
    waiting.stop();
    api.stop();
    await courier.stop();
    await drafts.shown();
  };
  try {
    const port = await started(transport);
    await courier.resume();
    return { port, counts, settle: () => courier.settle(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What is kept of a person beside the conversation. */
async function keptOf(
  id: string,
  feedback: Feedback,
  handover: Handover | undefined,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { team, user } = id.startsWith(prefix) ? (conversationParts(id) ?? {}) : {};
  if (team === undefined || user === undefined) return undefined;
  const [given, asked] = await Promise.all([feedback.kept(team, user), handover?.kept(team, user) ?? []]);
  return {
    ...(given.length === 0 ? {} : { feedback: given }),
    ...(asked.length === 0 ? {} : { handovers: asked }),
  };
}

interface Own {
  readonly botUserId: string;
  readonly botId?: string;
}

async function whoAmI(api: SlackApi): Promise<Own> {
  try {
    const { user_id, bot_id } = await api.call('', (client) => client.auth.test());
    if (user_id === undefined) throw new TypeError('auth.test named no user');
    return { botUserId: user_id, ...(bot_id === undefined ? {} : { botId: bot_id }) };
  } catch (error) {
    if (error instanceof SlackError) throw error;
    throw unreachable(error);
  }
}

const unreachable = (error: unknown): SlackError =>
  new SlackError(
    'slack-unreachable',
    "Slack's Web API can't be reached",
    'Check the network and any proxy, then start again',
    error,
  );

function makeTransport(
  { settings, log, pingTimeout, onFatal }: SlackOptions,
  installations: Installations | undefined,
  own: Own | undefined,
): Transport {
  const { apiUrl, appToken, signingSecret, host, port, oauth, botToken } = settings;
  const identity: AuthorizeResult = { ...own, ...(botToken === undefined ? {} : { botToken }) };
  // With OAuth bolt asks the installations itself.
  const authorize = installations ? {} : { authorize: () => Promise.resolve(identity) };
  const common = { ...authorize, logger: boltLogger(log), apiUrl };
  if (appToken !== undefined && !oauth) return socketTransport({ ...common, appToken, pingTimeout, onLost: onFatal });
  if (signingSecret === undefined)
    throw new SlackError(
      'slack-settings',
      'Slack has no way in',
      'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
    );
  return httpTransport({
    ...common,
    signingSecret,
    host,
    port,
    ...(oauth && installations
      ? {
          oauth: {
            clientId: oauth.clientId,
            clientSecret: oauth.clientSecret,
            stateSecret: stateSecret(oauth.encryptionKey),
            scopes: [...scopes],
            installationStore: installations,
            ...(oauth.redirectUri === undefined ? {} : { redirectUri: oauth.redirectUri }),
            installerOptions: {
              directInstall: true,
              redirectUriPath: oauth.redirectUri === undefined ? '/slack/oauth_redirect' : new URL(oauth.redirectUri).pathname,
              ...(apiUrl === undefined ? {} : { clientOptions: { slackApiUrl: apiUrl } }),
            },
          },
        }
      : {}),
  });
}

async function started(transport: Transport): Promise<number | undefined> {
  try {
    return await transport.start();
  } catch (error) {
    const answer = answerOf(error);
    if (answer !== undefined) throw appTokenRefused(answer, error);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new SlackError(
        'slack-port-taken',
        `The port for Slack can't be listened on (${code})`,
        'Set SLACK_PORT to a free one',
        error,
      );
    throw unreachable(error);
  }
}
