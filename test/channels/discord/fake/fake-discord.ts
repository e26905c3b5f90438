/**
 * Discord on this machine: its API and gateway for tests, in memory. What the bot sends and what this fake answers is judged by
 * Discord's own schemas; every breach is a violation, and tests end with none.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { intents, Gateway, type Session } from './gateway.ts';
import type { FakeInteraction } from './interaction.ts';
import { judgeRequest, judgeResponse, operationOf } from './judge.ts';
import { parseJson, type Json } from './json.ts';
import type { FakeUser } from './model.ts';
import { Person } from './person.ts';
import { route, type Answer } from './routes.ts';
import { ApiFault, FakeState } from './state.ts';

export interface Fault {
  readonly method?: string;
  readonly path: RegExp;
  times: number;
  /** `drop`: the connection is cut; `hang`: no answer; `lost`: done, but the answer is lost. */
  readonly act:
    | 'drop'
    | 'hang'
    | 'lost'
    | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
}

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  status: number;
}

export const token = 'test.token.of-the-bot';

export class FakeDiscord {
  readonly state = new FakeState();
  readonly interactions = new Map<string, FakeInteraction>();
  readonly requests: Recorded[] = [];
  readonly faults: Fault[] = [];
  readonly gateway: Gateway;
  shards = 1;
  /** Events that come before the client is ready. */
  readonly early: (readonly [event: string, data: unknown])[] = [];
  /** Bodies are judged by the schemas; off only for measuring. */
  judges = true;
  readonly #server: Server;

  private constructor(heartbeat: number) {
    const { state } = this;
    this.gateway = new Gateway({
      token,
      heartbeat,
      allowed: () => (state.messageContent ? intents.messageContent : 0),
      ready: (session) => this.#ready(session),
    });
    state.gateway = this.gateway;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request, socket, head: Buffer) => this.gateway.upgrade(request, socket, head));
  }

  static async start({ heartbeat = 30_000 }: { readonly heartbeat?: number } = {}): Promise<FakeDiscord> {
    const fake = new FakeDiscord(heartbeat);
    const { promise, resolve } = Promise.withResolvers<void>();
    fake.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    return fake;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    this.#server.closeAllConnections();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Address of the API without its version. */
  get base(): string {
    return `http://127.0.0.1:${this.port}/api`;
  }

  get violations(): string[] {
    return this.state.violations;
  }

  as(user: FakeUser): Person {
    return new Person(this, user);
  }

  dispatchInteraction(interaction: FakeInteraction, data: Json): void {
    const { guildId } = interaction.channel;
    this.gateway.dispatch('INTERACTION_CREATE', guildId, 0, data);
  }

  /** The last event of a kind once more, as after a resumption that went wrong. */
  repeat(event: string): void {
    for (const session of this.gateway.sessions.values()) {
      const sent = session.sent.findLast(({ text }) => text.includes(`"t":"${event}"`));
      if (sent) session.socket?.send(sent.text);
    }
  }

  #ready(session: Session): void {
    const { state, gateway, port } = this;
    const [index, count] = session.shard;
    const mine = [...state.guilds.values()].filter(
      ({ id, joined }) => joined && Number((BigInt(id) >> 22n) % BigInt(count)) === index,
    );
    const flags = state.messageContent ? 1 << 19 : 0;
    gateway.send(session, 'READY', {
      v: 10,
      user: {
        id: state.bot.id,
        username: state.bot.name,
        discriminator: '0',
        global_name: null,
        avatar: null,
        bot: true,
        verified: true,
        mfa_enabled: false,
        email: null,
        flags: 0,
      },
      guilds: mine.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `ws://127.0.0.1:${port}`,
      shard: session.shard,
      application: { id: state.applicationId, flags, flags_new: String(flags) },
    });
    for (const [event, data] of this.early) gateway.send(session, event, data);
    for (const guild of mine) gateway.send(session, 'GUILD_CREATE', state.guildCreate(guild));
    state.changed();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
    } catch {
      return;
    }
    const method = request.method ?? 'GET';
    const [path = '', query = ''] = (request.url ?? '').replace(/^\/api(?:\/v\d+)?/, '').split('?');
    const decoded = decodeURIComponent(path);
    const sent = Buffer.concat(chunks).toString('utf8');
    const body = sent === '' ? undefined : parseJson(sent);
    const recorded: Recorded = { method, path: decoded, body, status: 0 };
    this.requests.push(recorded);
    const fault = this.faults.find((each) => each.times > 0 && (each.method ?? method) === method && each.path.test(decoded));
    if (fault) fault.times -= 1;
    if (fault?.act === 'hang') {
      this.state.changed();
      return;
    }
    if (fault?.act === 'drop') {
      response.destroy();
      this.state.changed();
      return;
    }
    if (fault && typeof fault.act === 'object') {
      const { status, headers = {}, body: said = { message: 'fault', code: 0 } } = fault.act;
      recorded.status = status;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(said));
      this.state.changed();
      return;
    }
    const answer = this.#answer(method, decoded, body, new URLSearchParams(query));
    recorded.status = answer.status;
    if (fault?.act === 'lost') response.destroy();
    // A body-less answer must not say that it is JSON.
    else if (answer.body === undefined) response.writeHead(answer.status).end();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    this.state.changed();
  }

  #answer(method: string, path: string, body: unknown, query: URLSearchParams): Answer {
    const operation = operationOf(method, path);
    const handler = route(method, path);
    if (!operation || !handler) {
      this.violations.push(`${method} ${path} is ${operation ? 'not in the fake' : 'not documented'}`);
      return { status: operation ? 501 : 404, body: { message: 'No such route', code: 0 } };
    }
    if (this.judges) this.violations.push(...judgeRequest(operation, body));
    let answer: Answer;
    try {
      answer = handler(
        {
          state: this.state,
          interactions: this.interactions,
          query,
          gatewayUrl: `ws://127.0.0.1:${this.port}`,
          shards: this.shards,
        },
        body,
      );
    } catch (error) {
      if (!(error instanceof ApiFault)) {
        this.violations.push(`${method} ${path}: ${String(error)}`);
        return { status: 500, body: { message: 'fault of the fake', code: 0 } };
      }
      answer = { status: error.status, body: { code: error.code, message: error.message } };
    }
    if (this.judges) this.violations.push(...judgeResponse(operation, answer.status, answer.body));
    return answer;
  }
}
