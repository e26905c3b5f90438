/** The gateway: sessions, heartbeats, resumption, shards and intents. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseJson, record, text, list, number, type Json } from './json.ts';

const privileged = (1 << 1) | (1 << 8) | (1 << 15);
export const intents = { guilds: 1 << 0, guildMessages: 1 << 9, directMessages: 1 << 12, messageContent: 1 << 15 } as const;

export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly sent: { readonly sequence: number; readonly text: string }[];
  socket: WebSocket | undefined;
}

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeat: number;
  /** Privileged intents that the application may use. */
  readonly allowed: () => number;
  readonly ready: (session: Session) => void;
}

export class Gateway {
  readonly sessions = new Map<string, Session>();
  /** Heartbeats are answered. */
  acknowledges = true;
  /** What is sent is lost on the way, until the client connects anew. */
  mute = false;
  /** Every connection is closed with this code at once. */
  closesWith: number | undefined;
  /** Identifications and resumptions, in order. */
  readonly log: string[] = [];
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#accept(connection));
  }

  #accept(socket: WebSocket): void {
    socket.on('error', () => undefined);
    this.mute = false;
    if (this.closesWith !== undefined) {
      socket.close(this.closesWith);
      return;
    }
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.#options.heartbeat }, s: null, t: null }));
    let session: Session | undefined;
    socket.on('message', (data: Buffer) => {
      const { op, d } = record(parseJson(data.toString('utf8')));
      if (op === 1 && this.acknowledges) socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
      if (op === 2) session = this.#identify(socket, record(d));
      if (op === 6) session = this.#resume(socket, record(d));
    });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = undefined;
    });
  }

  #identify(socket: WebSocket, d: Json): Session | undefined {
    const { token, allowed, ready } = this.#options;
    if (text(d['token']).replace(/^Bot /, '') !== token) {
      socket.close(4004);
      return undefined;
    }
    const wanted = number(d['intents']);
    if ((wanted & privileged & ~allowed()) !== 0) {
      socket.close(4014);
      return undefined;
    }
    const [index, count] = list(d['shard']).map(number);
    const id = `session${this.sessions.size + 1}`;
    const session: Session = { id, intents: wanted, shard: [index ?? 0, count ?? 1], sent: [], socket };
    this.sessions.set(id, session);
    this.log.push(`identify ${session.shard.join('/')}`);
    ready(session);
    return session;
  }

  #resume(socket: WebSocket, d: Json): Session | undefined {
    const session = this.sessions.get(text(d['session_id']));
    if (!session) {
      this.log.push('refused');
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      return undefined;
    }
    session.socket = socket;
    this.log.push('resume');
    for (const { sequence, text: sent } of session.sent) if (sequence > number(d['seq'])) socket.send(sent);
    this.send(session, 'RESUMED', {});
    return session;
  }

  send(session: Session, event: string, data: unknown): void {
    const sequence = session.sent.length + 1;
    const sent = JSON.stringify({ op: 0, s: sequence, t: event, d: data });
    session.sent.push({ sequence, text: sent });
    if (!this.mute) session.socket?.send(sent);
  }

  /** To the sessions whose shard has the guild; without a guild to the first shard. */
  dispatch(event: string, guildId: string | null, intent: number, data: object | ((session: Session) => unknown)): void {
    for (const session of this.sessions.values()) {
      const [index, count] = session.shard;
      const mine = guildId === null ? index === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === index;
      if (!mine || (intent !== 0 && (session.intents & intent) === 0)) continue;
      this.send(session, event, typeof data === 'function' ? data(session) : data);
    }
  }

  /** Cuts the connections without a word. */
  drop(): void {
    for (const { socket } of this.sessions.values()) socket?.terminate();
  }

  close(code: number): void {
    for (const { socket } of this.sessions.values()) socket?.close(code);
  }

  /** Asks the clients to connect anew (op 7), or says that their sessions are over (op 9). */
  order(op: 7 | 9): void {
    for (const { id, socket } of [...this.sessions.values()]) {
      if (op === 9) this.sessions.delete(id);
      socket?.send(JSON.stringify({ op, d: op === 9 ? false : null, s: null, t: null }));
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }
}
