/**
 * A server on this machine that speaks OpenAI's Chat Completions over a socket: it streams what a script tells it to, or fails in the
 * way that is asked for. It holds what it is sent to the API's form.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const body = z.object({
  model: z.string().min(1),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
  response_format: z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string(), strict: z.literal(true), schema: z.record(z.string(), z.unknown()) }),
  }),
  max_completion_tokens: z.number().int().positive(),
  store: z.literal(false),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.literal(true) }),
});

export interface ModelCall {
  /** Name of the reply's format: `commands` or `answer`. */
  readonly task: string;
  readonly model: string;
  readonly instructions: string;
  /** The user message, parsed. */
  readonly data: Readonly<Record<string, unknown>>;
  /** All that was sent. */
  readonly sent: string;
}

/** What the server does with one call. */
export type Behaviour =
  /** The reply's text, in pieces; a whole reply unless `end` says otherwise. */
  | {
      readonly text: string;
      readonly end?: 'stop' | 'length' | 'content_filter' | 'none' | 'dropped' | 'stalled';
      readonly pieces?: number;
      /** The last piece waits for it. */
      readonly until?: Promise<void>;
      /** As the endpoint counts: anything at all. */
      readonly usage?: { readonly prompt: unknown; readonly completion: unknown };
    }
  | { readonly refusal: string }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly code?: string;
      /** What it says of it never ends. */
      readonly endless?: true;
    }
  | { readonly raw: string }
  /** The connection is cut before anything is said. */
  | 'dropped'
  /** Nothing is ever said. */
  | 'silent'
  /** A reply that never ends, … */
  | 'endless'
  /** … and one that never ends its first line. */
  | 'endless line';

export interface FakeModel {
  /** Empty until it listens. */
  readonly url: string;
  readonly calls: readonly ModelCall[];
  behave: (call: ModelCall) => Behaviour;
  clear(): void;
  listen(): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeModel(): Promise<FakeModel> {
  const fake = createFakeModel();
  await fake.listen();
  return fake;
}

export function createFakeModel(): FakeModel {
  const calls: ModelCall[] = [];
  const server = createServer((request, response) => void serve(request, response));
  const fake: Omit<FakeModel, 'url'> & { url: string } = {
    url: '',
    calls,
    behave: () => ({ text: '{}' }),
    clear: () => void calls.splice(0),
    listen: async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      fake.url = `http://127.0.0.1:${address.port}/v1`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const sent = Buffer.concat(chunks).toString('utf8');
    const checked = body.safeParse(JSON.parse(sent));
    if (request.url !== '/v1/chat/completions' || !request.headers.authorization?.startsWith('Bearer ') || !checked.success) {
      const message = checked.success ? 'wrong address or no key' : z.prettifyError(checked.error);
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }));
      return;
    }
    const { model, messages, response_format: format } = checked.data;
    const data = z.record(z.string(), z.unknown()).parse(JSON.parse(messages[1].content));
    const call = { task: format.json_schema.name, model, instructions: messages[0].content, data, sent };
    calls.push(call);
    await answer(fake.behave(call), response);
  }

  return fake;
}

async function answer(behaviour: Behaviour, response: ServerResponse): Promise<void> {
  if (behaviour === 'dropped') return void response.destroy();
  if (behaviour === 'silent') return;
  if (typeof behaviour === 'object' && 'status' in behaviour) {
    const { status, headers, code } = behaviour;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    if (behaviour.endless) return writeForever(response, 'and so on '.repeat(1000));
    return void response.end(JSON.stringify({ error: { message: 'refused', type: 'error', code: code ?? null } }));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (behaviour === 'endless')
    return writeForever(response, frameOf({ content: '{"sentences":[{"text":"' + 'and so on '.repeat(50) }, null));
  if (behaviour === 'endless line') return writeForever(response, 'data: '.padEnd(10_000, 'and so on '));
  if ('raw' in behaviour) return void response.end(behaviour.raw);
  if ('refusal' in behaviour) {
    send(response, { role: 'assistant', refusal: behaviour.refusal }, null);
    send(response, {}, 'stop');
    return void response.end('data: [DONE]\n\n');
  }
  const { text, end = 'stop', pieces = 3, until, usage = { prompt: 400, completion: 60 } } = behaviour;
  const size = Math.max(1, Math.ceil(text.length / pieces));
  for (let at = 0; at < text.length; at += size) {
    if (at + size >= text.length) await until;
    send(response, { role: 'assistant', content: text.slice(at, at + size) }, null);
  }
  if (end === 'stalled') return;
  // What was written goes out before the connection is cut.
  if (end === 'dropped') return void setImmediate(() => response.destroy());
  if (end === 'none') return void response.end();
  send(response, {}, end);
  const counted = {
    prompt_tokens: usage.prompt,
    completion_tokens: usage.completion,
    total_tokens: 460,
  };
  response.write(`data: ${JSON.stringify({ ...frame, choices: [], usage: counted })}\n\n`);
  response.end('data: [DONE]\n\n');
}

const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_790_000_000, model: 'fake' };

const frameOf = (delta: object, reason: string | null): string =>
  `data: ${JSON.stringify({ ...frame, choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;

function send(response: ServerResponse, delta: object, reason: string | null): void {
  response.write(frameOf(delta, reason));
}

function writeForever(response: ServerResponse, piece: string): void {
  const go = (): void => {
    if (response.destroyed) return;
    if (response.write(piece)) setImmediate(go);
    else response.once('drain', go);
  };
  go();
}
