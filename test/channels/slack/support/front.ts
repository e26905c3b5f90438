/**
 * Slack as the app sees it: a stateful Web API behind, and before it what that lacks. Socket Mode, signed delivery, interaction
 * payloads, `response_url`, the agent's methods, faults on demand, and a log of every call with the limits checked.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmulator, type Emulator } from 'emulate';
import { WebSocketServer, type WebSocket } from 'ws';
import { events, methods, scopes } from '../../../../src/channels/slack/manifest.ts';
import { faultsOf } from './limits-check.ts';
import { bodyOf, json, readArgs, refuse, send, signed, text, type Call, type Json } from './wire.ts';

export const appId = 'A0BRIDGE1';
export const botUser = 'U0BRIDGE1';
export const botToken = 'xoxb-test-bridge';
export const appToken = 'xapp-test-bridge';
export const signingSecret = 'test-signing-secret-0123456789';

export type Kind = 'events_api' | 'interactive' | 'slash_commands';

/** What the app said to a delivery. Over a socket there is no status: 200 stands for an acknowledgement. */
export interface Ack {
  readonly status: number;
  readonly body: unknown;
  /** Milliseconds from delivery. */
  readonly took: number;
}

export interface DeliveryOptions {
  readonly retry?: number;
  /** Seconds that the signature's time is off. */
  readonly skew?: number;
  readonly secret?: string;
}

/** What happens to a call instead of, or after, its work. */
export interface Fault {
  readonly status?: number;
  /** Slack's own word for why, in an answer of status 200. */
  readonly refused?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The work is done all the same: the answer alone is lost. */
  readonly after?: boolean;
  readonly delay?: number;
  /** The connection is cut without an answer. */
  readonly cut?: boolean;
}

const tooLate = 3000;

export class Front {
  readonly calls: Call[] = [];
  /** Methods that neither side knows, and limits that were broken: nothing of it may happen unseen. */
  readonly unknown: string[] = [];
  readonly overLimits: string[] = [];
  /** Milliseconds that every call takes longer. */
  slow = 0;
  /** Message that only one person sees, in order. */
  readonly whispers: Json[] = [];
  readonly responses: { readonly hook: string; readonly body: Json }[] = [];
  readonly tokens = new Set([botToken]);
  readonly locales = new Map<string, string>();
  /** Messages of the app, with the time that Slack gave each. */
  readonly posted: { readonly args: Json; readonly ts: string }[] = [];
  readonly sockets = new Set<WebSocket>();
  /** `socket`: deliver over the app's connection; else to this address, signed. */
  target: string | undefined;
  /** Installations that `oauth.v2.access` gives out, by code. */
  readonly codes = new Map<string, Json>();
  readonly #emulator: Emulator;
  readonly #server: Server;
  readonly #wss: WebSocketServer;
  readonly #faults = new Map<string, Fault[]>();
  readonly #waiting = new Map<string, (ack: Json) => void>();
  readonly #watchers = new Set<() => void>();
  #port = 0;

  private constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => send(response, 599, String(error)));
    });
    this.#wss = new WebSocketServer({ server: this.#server });
    this.#wss.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('message', (data) => {
        const message = json.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''));
        this.#waiting.get(text(message['envelope_id']))?.(message);
      });
      socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: appId } }));
      this.#changed();
    });
  }

  static async open(): Promise<Front> {
    const emulator = await createEmulator({
      service: 'slack',
      port: 0,
      seed: {
        slack: {
          strict_scopes: true,
          users: [{ name: 'alice' }, { name: 'bob' }],
          channels: [{ name: 'support' }, { name: 'hr-desk' }, { name: 'secret', is_private: true }],
          oauth_apps: [
            {
              app_id: appId,
              client_id: '111.222',
              client_secret: 'hush',
              name: 'Career Bridge',
              redirect_uris: ['http://127.0.0.1/x'],
              bot_user_id: botUser,
              bot_id: 'B0BRIDGE1',
              scopes: [...scopes],
            },
          ],
          tokens: [
            {
              token: botToken,
              type: 'bot',
              user_id: botUser,
              bot_user_id: botUser,
              bot_id: 'B0BRIDGE1',
              app_id: appId,
              scopes: [...scopes],
            },
            ...['alice', 'bob'].map((user) => ({ token: `xoxp-${user}`, type: 'user', user, scopes: userScopes })),
          ],
        },
      },
    });
    const front = new Front(emulator);
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    const address = front.#server.address();
    front.#port = typeof address === 'object' && address !== null ? address.port : 0;
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** @throws when the app called what is not declared, or went beyond a limit. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#wss.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#emulator.close();
    const faults = [...this.unknown, ...this.overLimits];
    if (faults.length > 0) throw new Error(`The app called Slack wrongly:\n${faults.join('\n')}`);
  }

  /** Acts as somebody, past the app. */
  async as(token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<Json> {
    const response = await fetch(`${this.#emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer = json.parse(await response.json());
    if (answer['ok'] !== true) throw new Error(`${method}: ${text(answer['error'])}`);
    return answer;
  }

  /** The next calls of the method go wrong in this way, one each. */
  fail(method: string, ...faults: readonly Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  healed(method: string): boolean {
    return (this.#faults.get(method) ?? []).length === 0;
  }

  called(method: string): readonly Json[] {
    return this.calls.filter(({ name }) => name === method).map(({ args }) => args);
  }

  /** Resolves when it holds, looking again after every call. */
  async until<T>(look: () => T | undefined | false, what: string, patience = 8000): Promise<T> {
    const deadline = performance.now() + patience;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      const left = deadline - performance.now();
      if (left <= 0)
        throw new Error(
          `Waited in vain for ${what}; last calls: ${this.calls
            .slice(-6)
            .map(({ name }) => name)
            .join(', ')}`,
        );
      await this.#change(Math.min(left, 50));
    }
  }

  async #change(most: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#watchers.add(resolve);
    const timer = setTimeout(resolve, most);
    await promise;
    clearTimeout(timer);
    this.#watchers.delete(resolve);
  }

  #changed(): void {
    for (const watch of this.#watchers) watch();
  }

  // ── from Slack to the app ─────────────────────────────────────────────────────────────────────

  async deliver(kind: Kind, payload: Json, options: DeliveryOptions = {}): Promise<Ack> {
    const began = performance.now();
    const ack =
      this.target === undefined ? await this.#envelope(kind, payload, options) : await this.#request(kind, payload, options);
    return { ...ack, took: performance.now() - began };
  }

  async #envelope(kind: Kind, payload: Json, { retry }: DeliveryOptions): Promise<Omit<Ack, 'took'>> {
    const socket = await this.until(() => [...this.sockets].find((each) => each.readyState === each.OPEN), 'a connection', 15_000);
    const id = randomUUID();
    const { promise, resolve } = Promise.withResolvers<Json | undefined>();
    this.#waiting.set(id, resolve);
    const timer = setTimeout(() => resolve(undefined), tooLate);
    const lost = (): void => resolve(undefined);
    socket.once('close', lost);
    const again = retry === undefined ? {} : { retry_attempt: retry, retry_reason: 'timeout' };
    socket.send(
      JSON.stringify({ type: kind, envelope_id: id, accepts_response_payload: kind !== 'events_api', payload, ...again }),
    );
    const ack = await promise;
    socket.off('close', lost);
    clearTimeout(timer);
    this.#waiting.delete(id);
    return ack ? { status: 200, body: ack['payload'] } : { status: 0, body: undefined };
  }

  async #request(
    kind: Kind,
    payload: Json,
    { retry, skew = 0, secret = signingSecret }: DeliveryOptions,
  ): Promise<Omit<Ack, 'took'>> {
    const form =
      kind === 'interactive'
        ? { payload: JSON.stringify(payload) }
        : Object.fromEntries(Object.entries(payload).map(([k, v]) => [k, text(v)]));
    const body = kind === 'events_api' ? JSON.stringify(payload) : new URLSearchParams(form).toString();
    const response = await fetch(this.target ?? '', {
      method: 'POST',
      body,
      headers: {
        'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        ...signed(secret, body, Math.floor(Date.now() / 1000) + skew),
        ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const read: unknown = isJson && answer !== '' ? JSON.parse(answer) : answer === '' ? undefined : answer;
    return { status: response.status, body: read };
  }

  // ── from the app to Slack ─────────────────────────────────────────────────────────────────────

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, root = '', name = ''] = new URL(request.url ?? '', 'http://front').pathname.split('/');
    const body = await bodyOf(request);
    const args = readArgs(body.toString(), request.headers['content-type'] ?? '');
    if (root === 'respond') {
      this.responses.push({ hook: name, body: args });
      send(response, 200, 'ok');
      this.#changed();
      return;
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? text(args['token']);
    this.calls.push({ name, args, token, at: performance.now() });
    if (!(name in methods)) this.unknown.push(`${name} is not in the table of methods`);
    this.overLimits.push(...faultsOf(name, args));
    const fault = this.#faults.get(name)?.shift();
    if (fault?.delay !== undefined) await delay(fault.delay);
    if (this.slow > 0) await delay(this.slow);
    const answer =
      fault === undefined || fault.after === true || isDelayOnly(fault) ? await this.#answer(name, args, body, request, token) : {};
    if (fault?.cut === true) request.socket.destroy();
    else if (fault?.refused !== undefined) send(response, 200, refuse(fault.refused));
    else if (fault?.status !== undefined) send(response, fault.status, '', fault.headers);
    else send(response, 200, answer);
    this.#changed();
  }

  async #answer(name: string, args: Json, body: Buffer, request: IncomingMessage, token: string): Promise<Json> {
    if (name === 'apps.connections.open')
      return token === appToken
        ? { ok: true, url: `ws://127.0.0.1:${this.#port}/link/?ticket=${randomUUID()}` }
        : refuse('invalid_auth');
    if (name === 'oauth.v2.access') return this.codes.get(text(args['code'])) ?? refuse('invalid_code');
    if (!this.tokens.has(token)) return refuse('invalid_auth');
    switch (name) {
      case 'assistant.threads.setStatus':
      case 'assistant.threads.setSuggestedPrompts':
        return { ok: true };
      case 'agents.sessions.setStatus':
        return ['active', 'processing', 'suspended', 'closed'].includes(text(args['status']))
          ? { ok: true }
          : refuse('invalid_arguments');
    }
    const forwarded = await fetch(`${this.#emulator.url}/api/${name}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${botToken}`,
        'content-type': request.headers['content-type'] ?? 'application/x-www-form-urlencoded',
      },
      body: new Uint8Array(body),
    });
    if (forwarded.status === 404) {
      this.unknown.push(name);
      return refuse('unknown_method');
    }
    const answer = json.parse(await forwarded.json());
    if (name === 'chat.postEphemeral' && answer['ok'] === true) this.whispers.push({ ...args, ts: answer['message_ts'] });
    if (name === 'chat.postMessage' && answer['ok'] === true) this.posted.push({ args, ts: text(answer['ts']) });
    if (name === 'users.info') {
      const user = json.catch({}).parse(answer['user']);
      return { ...answer, user: { ...user, locale: this.locales.get(text(user['id'])) ?? 'en-US' } };
    }
    return answer;
  }
}

const isDelayOnly = ({ status, refused, cut }: Fault): boolean =>
  status === undefined && refused === undefined && cut === undefined;

const userScopes = [
  'chat:write',
  'im:write',
  'im:history',
  'channels:history',
  'groups:history',
  'users:read',
  'channels:read',
  'groups:read',
  'files:read',
  'channels:write',
];

/** Events that the manifest subscribes to; the tests deliver no others. */
export const subscribed = Object.keys(events);
