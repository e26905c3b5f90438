/** Bolt behind both transports: events are acknowledged when their listeners are done, which is when they are durable. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, type HTTPReceiverOptions } from '@slack/bolt';
import type { AppOptions, Authorize } from '@slack/bolt';
import { z } from 'zod';
import { appTokenRefused, revoked, webOptions } from './api.ts';
import { onAction } from './on-action.ts';
import { onCommand, onShortcut, shortcuts, slashCommand } from './on-command.ts';
import type { SlackContext } from './context.ts';
import { feedbackCallback } from './feedback.ts';
import { formCallback } from './form-view.ts';
import { onHomeOpened, onSessionStopped } from './on-home.ts';
import { onMessage } from './on-message.ts';
import { onFeedbackReason, onForm } from './on-view.ts';
import {
  actionBody,
  commandBody,
  eventBody,
  homeOpened,
  messageEvent,
  readPayload,
  sessionStopped,
  tokensRevoked,
  shortcutBody,
  viewBody,
} from './payloads.ts';
import { SlackError } from './slack-error.ts';

type Incoming = Parameters<App['processEvent']>[0];
type Logger = NonNullable<AppOptions['logger']>;

/** Bolt acknowledges an event before its listeners run, so that one which fails is lost. Here the listeners come first. */
export class DurableApp extends App {
  override async processEvent(event: Incoming): Promise<void> {
    if (event.body['type'] !== 'event_callback') return super.processEvent(event);
    let response: { readonly body: unknown } | undefined;
    const ack = (body: unknown): Promise<void> => {
      response = { body };
      return Promise.resolve();
    };
    await super.processEvent({ ...event, ack });
    if (response) await event.ack(response.body);
  }
}

/** Seconds that Slack's clock may be ahead of ours. */
const clockSkew = 60;

/** Bolt refuses requests whose signature is old; one that is signed for later could be replayed until then. */
class GuardedReceiver extends HTTPReceiver {
  constructor(options: HTTPReceiverOptions) {
    super(options);
    const listener = this.requestListener;
    this.requestListener = (request: IncomingMessage, response: ServerResponse): void => {
      const at = Number(request.headers['x-slack-request-timestamp'] ?? 0);
      if (at <= Date.now() / 1000 + clockSkew) {
        listener(request, response);
        return;
      }
      response.writeHead(401);
      response.end();
    };
  }
}

export interface Transport {
  readonly app: DurableApp;
  /** @returns the port that is listened on, for HTTP. */
  readonly start: () => Promise<number | undefined>;
  readonly stop: () => Promise<void>;
}

export interface TransportOptions {
  /** Unless the transport brings its own, with the installations. */
  readonly authorize?: Authorize<boolean>;
  readonly logger: Logger;
  readonly apiUrl?: string | undefined;
}

function makeApp(receiver: HTTPReceiver | SocketModeReceiver, { authorize, logger, apiUrl }: TransportOptions): DurableApp {
  return new DurableApp({
    receiver,
    ...(authorize === undefined ? {} : { authorize }),
    logger,
    convoStore: false,
    // Its own object: the socket's client writes into the one that it is given.
    clientOptions: webOptions(apiUrl),
  });
}

export interface HttpOptions extends TransportOptions {
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  readonly oauth?: Pick<
    HTTPReceiverOptions,
    'clientId' | 'clientSecret' | 'stateSecret' | 'redirectUri' | 'installationStore' | 'scopes' | 'installerOptions'
  >;
}

export function httpTransport({ signingSecret, host, port, oauth = {}, ...options }: HttpOptions): Transport {
  const receiver = new GuardedReceiver({ signingSecret, logger: options.logger, ...oauth });
  const app = makeApp(receiver, options);
  let running = false;
  return {
    app,
    start: async () => {
      const server = await receiver.start({ host, port });
      running = true;
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : undefined;
    },
    // One that never listened can't be stopped.
    stop: async () => {
      if (running) await receiver.stop();
      running = false;
    },
  };
}

/** What of an answer of the Web API says whether it was refused. */
const refusal = z.looseObject({ ok: z.literal(false), error: z.string() });

export interface SocketOptions extends TransportOptions {
  /** The connection can't be made again. */
  readonly onLost: (error: SlackError) => void;
  readonly appToken: string;
  /** Milliseconds without a pong before the connection is taken for dead. */
  readonly pingTimeout?: number | undefined;
}

export function socketTransport({ appToken, pingTimeout, onLost, ...options }: SocketOptions): Transport {
  let running = false;
  /**
   * The SDK ends the process with a bare rejection when the token is refused at a reconnection, or goes on trying for ever. So the
   * refusal is seen here first, and nothing of it reaches the SDK: who is told ends the channel.
   */
  const watched: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!running) return response;
    const refused = refusal.safeParse(
      await response
        .clone()
        .json()
        .catch(() => undefined),
    );
    if (!refused.success || !revoked.has(refused.data.error)) return response;
    onLost(appTokenRefused(refused.data.error, undefined));
    return new Promise<never>(() => undefined);
  };
  const clientOptions = { fetch: watched, ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }) };
  const receiver = new SocketModeReceiver({
    appToken,
    logger: options.logger,
    ...(pingTimeout === undefined ? {} : { clientPingTimeout: pingTimeout }),
    installerOptions: { clientOptions },
  });
  const app = makeApp(receiver, options);
  return {
    app,
    start: async () => {
      await receiver.start();
      running = true;
      return undefined;
    },
    stop: async () => {
      running = false;
      await receiver.stop();
    },
  };
}

/** What an app that was removed from a workspace leaves to be done. */
export type OnRemoved = (team: string) => Promise<void>;

interface Received {
  readonly context: SlackContext;
  readonly team: string;
  readonly event: unknown;
  readonly onRemoved: OnRemoved;
}

const message = ({ context, team, event }: Received): Promise<void> => onMessage(context, team, readPayload(messageEvent, event));

/** By name: every event that is listened to. */
export const eventHandlers: Readonly<Record<string, (received: Received) => Promise<void> | void>> = {
  message,
  app_mention: message,
  app_home_opened: ({ context, team, event }) => onHomeOpened(context, team, readPayload(homeOpened, event)),
  agent_session_stopped: ({ context, team, event }) => onSessionStopped(context, team, readPayload(sessionStopped, event)),
  app_uninstalled: ({ team, onRemoved }) => onRemoved(team),
  // A person's own token may be revoked too; only without the bot's the app is gone.
  tokens_revoked: async ({ team, event, onRemoved }) => {
    if ((readPayload(tokensRevoked, event).tokens.bot ?? []).length > 0) await onRemoved(team);
  },
};

/** Everything that the app listens to. */
export function listen(app: App, context: SlackContext, onRemoved: OnRemoved): void {
  /** What can't be read now can't be read when Slack sends it again: it is told to the operator, and acknowledged. */
  const reading = async (work: () => Promise<void> | void, ack?: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SlackError && error.code === 'slack-payload')) throw error;
      context.parts.onError(error);
      await ack?.();
    }
  };
  for (const [name, handle] of Object.entries(eventHandlers))
    app.event(name, ({ body, event }) =>
      reading(() => {
        const { team_id, context_team_id } = readPayload(eventBody, body);
        return handle({ context, team: context_team_id ?? team_id ?? '', event, onRemoved });
      }),
    );

  app.action(/^/, async ({ body, ack, respond }) => {
    const replace = async (text: string): Promise<void> => {
      await respond({ text, replace_original: true });
    };
    await reading(() => onAction(context, readPayload(actionBody, body), ack, replace), ack);
  });
  app.command(slashCommand, async ({ body, ack }) => {
    await reading(async () => {
      const text = await onCommand(context, readPayload(commandBody, body));
      await (text === undefined ? ack() : ack({ response_type: 'ephemeral', text }));
    }, ack);
  });
  for (const callback of Object.values(shortcuts))
    app.shortcut(callback, async ({ body, ack }) => {
      await reading(async () => {
        await onShortcut(context, readPayload(shortcutBody, body));
        await ack();
      }, ack);
    });
  app.view(formCallback, async ({ body, ack }) => {
    await reading(async () => {
      const errors = await onForm(context, readPayload(viewBody, body));
      await (errors === undefined ? ack() : ack({ response_action: 'errors', errors }));
    }, ack);
  });
  app.view(feedbackCallback, async ({ body, ack }) => {
    await reading(async () => {
      await onFeedbackReason(context, readPayload(viewBody, body));
      await ack();
    }, ack);
  });
}

/** Bolt's own lines, as far as an operator has to see them. */
export function boltLogger(log: (line: string) => void): Logger {
  const say = (...parts: unknown[]): void =>
    log(parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' '));
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say,
    error: say,
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
