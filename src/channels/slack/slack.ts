/** The Slack channel: put together, started and stopped. */
import type { AuthorizeResult } from '@slack/bolt';
import { z } from 'zod';
import type { Assistant, Deed } from '../../assistant/assistant.ts';
import type { ProfileReader } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords } from '../../storage/records.ts';
import { Courier } from '../courier.ts';
import { SlackApi, answerOf, newCounts, tokenRefused, type Counts, type Tokens } from './api.ts';
import { boltLogger, httpTransport, listen, socketTransport, type Transport } from './app.ts';
import { cameFromHome, SlackContext } from './context.ts';
import { Delivery } from './delivery.ts';
import { Feedback } from './feedback.ts';
import { Handover } from './handover.ts';
import { conversationParts, eventPlace, type EventPlace } from './ids.ts';
import { Installations, stateSecret } from './installations.ts';
import { scopes } from './manifest.ts';
import { publishHome } from './on-home.ts';
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

/** @throws SlackError that says in one sentence what is wrong and what to do. */
export async function startSlack(options: SlackOptions): Promise<SlackChannel> {
  const { settings, store, log, now, retentionDays, onFatal } = options;
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
  const waiting = new Waiting(api);
  const delivery = new Delivery({
    api,
    counts,
    waiting,
    reportInFull: (id) => options.profiles.reportInFull(id),
    onUndeliverable: (_, answer) => log(`A reply could not be delivered in Slack (${answer}); it is not tried again.`),
  });
  const courier = new Courier({
    assistant: options.assistant,
    prefix,
    onError,
    send: async (id, reply, again) => {
      await delivery.send(id, reply, again);
      const place = eventPlace(reply.eventId);
      const team = conversationParts(id)?.team;
      if (!place || team === undefined) return;
      if (cameFromHome(reply.eventId)) context.inBackground(() => publishHome(context, team, place.user));
    },
    perform: async (id, { eventId, deed }) => {
      const place = eventPlace(eventId);
      const team = conversationParts(id)?.team;
      if (place && team !== undefined) await perform(context, id, team, place, deed);
    },
  });
  const feedback = new Feedback(store, now, keptFor);
  const context: SlackContext = new SlackContext({
    api,
    courier,
    delivery,
    waiting,
    profiles: options.profiles,
    feedback,
    handover: settings.hrChannel === undefined ? undefined : new Handover(api, delivery, settings.hrChannel),
    threads: openRecords(store, 'slack-threads', z.literal(true)),
    botUser: async (team) => own?.botUserId ?? (await installations?.forTeam(team))?.bot.userId,
    language: options.language,
    keptFor,
    now,
    onError,
  });
  const transport = makeTransport(options, installations, own);
  listen(transport.app, context, async (team) => {
    if (installations)
      await installations.deleteInstallation({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false });
    else onFatal(tokenRefused('the app was removed from the workspace', undefined));
  });
  const port = await started(transport, api);
  await courier.resume();
  return {
    port,
    counts,
    settle: () => courier.settle(),
    stop: async () => {
      await transport.stop();
      waiting.stop();
      api.stop();
      await courier.stop();
    },
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
  { settings, log, pingTimeout }: SlackOptions,
  installations: Installations | undefined,
  own: Own | undefined,
): Transport {
  const { apiUrl, appToken, signingSecret, host, port, oauth, botToken } = settings;
  const identity: AuthorizeResult = { ...own, ...(botToken === undefined ? {} : { botToken }) };
  // With OAuth bolt asks the installations itself.
  const authorize = installations ? {} : { authorize: () => Promise.resolve(identity) };
  const common = { ...authorize, logger: boltLogger(log), apiUrl };
  if (appToken !== undefined && !oauth) return socketTransport({ ...common, appToken, pingTimeout });
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

async function started(transport: Transport, api: SlackApi): Promise<number | undefined> {
  try {
    return await transport.start();
  } catch (error) {
    api.stop();
    const answer = answerOf(error);
    if (answer !== undefined)
      throw new SlackError(
        'slack-app-token-refused',
        `Slack refuses the app-level token (${answer})`,
        'Create one with the scope connections:write under "Basic Information" and put it (xapp-…) into SLACK_APP_TOKEN',
        error,
      );
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

/** "Talk to HR", said in words or by a button: what would be sent, and where to, is for the person to allow. */
async function askForConsent(
  context: SlackContext,
  id: string,
  team: string,
  { user, channel, thread }: EventPlace,
): Promise<void> {
  const { handover, delivery, profiles } = context.parts;
  if (!handover) return;
  const { language } = await context.reader(team, user);
  const direct = await delivery.direct(team, user);
  // In a thread others ask too: the last question need not be this person's.
  const shared = conversationParts(id)?.channel !== undefined;
  const question = shared ? undefined : (await profiles.read(id, language)).question;
  const from =
    context.lastOrigin(id) ??
    (channel === undefined ? { channel: direct } : { channel, ...(thread === undefined ? {} : { thread }) });
  const there = from.channel === direct ? from.thread : undefined;
  await handover.ask(
    { team, channel: direct, thread: there },
    { ...from, ...(question === undefined ? {} : { question }) },
    language,
  );
}

async function perform(context: SlackContext, id: string, team: string, place: EventPlace, deed: Deed): Promise<void> {
  const { feedback } = context.parts;
  if (deed.effect === 'human') await askForConsent(context, id, team, place);
  if (deed.effect === 'forget') await feedback.forget(team, place.user);
  // Said in words it is of the last answer, whichever message that was.
  if (deed.effect === 'feedback')
    await feedback.click(
      { team, user: place.user, channel: 'said', ts: 'last' },
      `${deed.good ? 'good' : 'bad'}:${deed.cites.join(',')}`,
    );
}
