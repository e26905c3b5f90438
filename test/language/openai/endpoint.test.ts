/** One call over a socket: what is sent, and what each way of failing is told as. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Budget } from '../../../src/language/openai/budget.ts';
import { createEndpoint } from '../../../src/language/openai/endpoint.ts';
import { Model, type Endpoint, type ModelRequest, type Rest } from '../../../src/language/openai/model.ts';
import { ModelError, type ModelErrorCode } from '../../../src/language/openai/model-error.ts';
import { Usage } from '../../../src/language/openai/usage.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { type Behaviour } from '../../support/fake-model.ts';
import { playedModel } from '../../support/played-model.ts';

const fake = playedModel();

const request: ModelRequest = {
  task: 'answer',
  instructions: 'Say it.',
  data: '{"question":"Is it so?"}',
  format: { name: 'answer', schema: { type: 'object' } },
  mostReplyTokens: 200,
};
const key = 'sk-secret-0123456789';
const endpointAt = (url: string): Endpoint =>
  createEndpoint({ apiKey: key, baseUrl: url, models: { understand: 'reader', answer: 'writer' }, timeout: 5000 });

async function modelOver(endpoint: Endpoint, changes: { tokens?: number; concurrency?: number; rest?: Rest } = {}) {
  const store = await openStore('memory:');
  onTestFinished(() => store.close());
  const log: string[] = [];
  const usage = new Usage((line) => void log.push(line));
  const limit = { tokens: changes.tokens ?? 1e9, micros: undefined };
  const prices = { prompt: 2, completion: 8 };
  const model = new Model({
    endpoint,
    budget: new Budget({ store, person: limit, all: limit }),
    usage,
    prices: { understand: prices, answer: prices },
    concurrency: changes.concurrency ?? 4,
    rest: changes.rest,
    retryWait: 1,
    patience: 5000,
    clock: () => performance.now(),
  });
  return { model, usage, log };
}
const turn = (signal: AbortSignal = new AbortController().signal) => ({ person: 'p', signal });
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ModelError) return error.code;
    throw error;
  }
  return 'ok';
};

/** Where something listened and does no more. */
async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/v1`;
}

describe('a call', () => {
  test('gives the whole reply, piece by piece too, and counts what it cost', async () => {
    fake.behave = () => ({ text: '{"sentences":[]}', pieces: 4, usage: { prompt: 100, completion: 10 } });
    const { model, usage, log } = await modelOver(endpointAt(fake.url));
    const pieces: string[] = [];
    expect(await model.ask(request, turn(), (piece) => void pieces.push(piece))).toBe('{"sentences":[]}');
    expect(pieces).toHaveLength(4);
    expect(usage.snapshot()).toMatchObject({ calls: { 'answer ok': 1 }, promptTokens: 100, completionTokens: 10, micros: 280 });
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ event: 'model-call', task: 'answer', outcome: 'ok', micros: 280 });
  });

  test('says that nothing is to be stored, and has the key in its header alone', async () => {
    fake.behave = () => ({ text: '{}' });
    const { model, log } = await modelOver(endpointAt(fake.url));
    await model.ask(request, turn());
    expect(fake.calls[0]).toMatchObject({
      task: 'answer',
      model: 'writer',
      instructions: 'Say it.',
      data: { question: 'Is it so?' },
    });
    const sent: unknown = JSON.parse(fake.calls[0]?.sent ?? '');
    expect(sent).toMatchObject({ store: false });
    // Models that do not think refuse to be told how long.
    expect(sent).not.toHaveProperty('reasoning_effort');
    expect(fake.calls[0]?.sent).not.toContain(key);
    expect(log.join('\n')).not.toContain(key);
  });

  const half = '{"sentences":[{"text":"N';
  test.each<[string, Behaviour, string, number?]>([
    ['a refusal', { refusal: 'no' }, 'refused'],
    ['a filter', { text: half, end: 'content_filter' }, 'refused'],
    ['a reply cut off', { text: half, end: 'length' }, 'unreadable'],
    ['a stream without an end mark', { text: half, end: 'none' }, 'unreadable'],
    ['a page', { raw: '<html></html>' }, 'unreadable'],
    ['events that are no JSON', { raw: 'data: {"a\n\n' }, 'unreadable'],
    ['an endless stream', 'endless', 'unreadable'],
    ['an endless line', 'endless line', 'unreadable'],
    ['400 with an endless reason', { status: 400, endless: true }, 'not-taken', 1],
    ['504', { status: 504 }, 'cut-off', 1],
    ['429 that asks for a long wait', { status: 429, headers: { 'retry-after': '30' } }, 'rate-limited', 1],
    ['429 until a day to come', { status: 429, headers: { 'retry-after': 'Fri, 01 Jan 2126 00:00:00 GMT' } }, 'rate-limited', 1],
    ['a quota that is used up', { status: 429, code: 'insufficient_quota' }, 'rate-limited', 1],
    ['401', { status: 401 }, 'misconfigured', 1],
    ['403', { status: 403 }, 'misconfigured', 1],
    ['400', { status: 400 }, 'not-taken', 1],
    ['413', { status: 413 }, 'not-taken', 1],
    ['422', { status: 422 }, 'not-taken', 1],
    ['an error within the stream', { raw: 'data: {"error":{"message":"overloaded","type":"server_error"}}\n\n' }, 'cut-off', 1],
    ['404', { status: 404 }, 'misconfigured', 1],
    ['429 after retries', { status: 429, headers: { 'retry-after-ms': '1' } }, 'rate-limited', 3],
    ['500 after retries', { status: 500, headers: { 'retry-after-ms': '1' } }, 'unavailable', 3],
  ])('fails over %s', async (_, behaviour, code, calls) => {
    fake.behave = () => behaviour;
    const { model, usage, log } = await modelOver(endpointAt(fake.url));
    expect(await codeOf(model.ask(request, turn()))).toBe(code);
    expect(usage.snapshot().calls).toEqual({ [`answer ${code}`]: 1 });
    if (calls !== undefined) expect(fake.calls).toHaveLength(calls);
    expect(log.join('\n')).not.toContain('Is it so');
  });

  test('fails over a connection that is refused or dropped', async () => {
    const refused = await modelOver(endpointAt(await addressOfNobody()));
    expect(await codeOf(refused.model.ask(request, turn()))).toBe('unavailable');
    expect(refused.usage.snapshot()).toMatchObject({ promptTokens: 0, completionTokens: 0, micros: 0 });
    for (const behaviour of ['dropped', { text: half, end: 'dropped' }] as const) {
      fake.behave = () => behaviour;
      const dropped = await modelOver(endpointAt(fake.url));
      expect(['unreadable', 'cut-off']).toContain(await codeOf(dropped.model.ask(request, turn())));
      // Whoever dropped it may have read all that was sent.
      expect(dropped.usage.snapshot().promptTokens).toBeGreaterThan(0);
      expect(dropped.usage.snapshot().micros).toBeGreaterThan(0);
    }
  });

  test('tries again after 429 and 500, and then succeeds', async () => {
    fake.behave = () =>
      fake.calls.length < 3 ? { status: fake.calls.length === 1 ? 429 : 500, headers: { 'retry-after-ms': '1' } } : { text: '{}' };
    const { model } = await modelOver(endpointAt(fake.url));
    expect(await model.ask(request, turn())).toBe('{}');
    expect(fake.calls).toHaveLength(3);
  });

  test.each<[string, Behaviour]>([
    ['silence', 'silent'],
    ['a stream that stalls', { text: half, end: 'stalled' }],
    ['429 that asks for a wait', { status: 429, headers: { 'retry-after': '3' } }],
  ])('ends with the time of its turn over %s', async (_, behaviour) => {
    fake.behave = () => behaviour;
    const { model } = await modelOver(endpointAt(fake.url));
    const begin = performance.now();
    expect(await codeOf(model.ask(request, turn(AbortSignal.timeout(50))))).toBe('too-slow');
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test('ends at once when nobody waits any more', async () => {
    const stop = new AbortController();
    fake.behave = () => {
      stop.abort();
      return 'silent';
    };
    const { model } = await modelOver(endpointAt(fake.url));
    expect(await codeOf(model.ask(request, turn(stop.signal)))).toBe('stopped');
    expect(await codeOf(model.ask(request, turn(stop.signal)))).toBe('stopped');
    expect(fake.calls).toHaveLength(1);
  });

  test('tells a model that thinks how long it may', async () => {
    fake.behave = () => ({ text: '{}' });
    const models = { understand: 'reader', answer: 'writer' };
    const endpoint = createEndpoint({ apiKey: key, baseUrl: fake.url, models, effort: 'low', timeout: 5000 });
    const { model } = await modelOver(endpoint);
    await model.ask(request, turn());
    expect(JSON.parse(fake.calls[0]?.sent ?? '')).toMatchObject({ reasoning_effort: 'low' });
  });

  test('counts the most that it may have used where the endpoint does not tell, and nothing where it was turned away', async () => {
    fake.behave = () => ({ text: half, end: 'stalled' });
    const { model, usage } = await modelOver(endpointAt(fake.url));
    expect(await codeOf(model.ask(request, turn(AbortSignal.timeout(50))))).toBe('too-slow');
    const late = usage.snapshot();
    expect(late.completionTokens).toBe(request.mostReplyTokens);
    fake.behave = () => ({ status: 429, headers: { 'retry-after-ms': '1' } });
    expect(await codeOf(model.ask(request, turn()))).toBe('rate-limited');
    expect(usage.snapshot()).toMatchObject({ completionTokens: late.completionTokens, micros: late.micros });
  });

  test("sends nobody's words to another address", async () => {
    let followed = 0;
    const other = createHttpServer((_, response) => {
      followed += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const location = `http://127.0.0.1:${address.port}/v1/chat/completions`;
    for (const status of [301, 302, 307, 308]) {
      fake.behave = () => ({ status, headers: { location } });
      const { model } = await modelOver(endpointAt(fake.url));
      expect(await codeOf(model.ask(request, turn()))).toBe('misconfigured');
    }
    expect(followed).toBe(0);
  });

  test.each<[string, unknown, unknown]>([
    ['no numbers', {}, 'many'],
    ['nothing at all', 0, 0],
    ['less than nothing', -5000, -5000],
    ['parts of tokens', 0.5, 0.5],
    ['more than there can be', 1e12, 1e12],
  ])('counts at its most where the endpoint tells %s', async (_, prompt, completion) => {
    fake.behave = () => ({ text: '{}', usage: { prompt, completion } });
    const { model, usage } = await modelOver(endpointAt(fake.url), { tokens: 5000 });
    for (let call = 1; call <= 3; call += 1) {
      expect(await codeOf(model.ask(request, turn()))).toBe('ok');
      expect(usage.snapshot().completionTokens).toBe(call * request.mostReplyTokens);
    }
  });

  test('logs no word of the endpoint', async () => {
    fake.behave = () => ({ status: 429, code: 'is_it_so', headers: { 'retry-after': '99' } });
    const { model, log } = await modelOver(endpointAt(fake.url));
    expect(await codeOf(model.ask(request, turn()))).toBe('rate-limited');
    expect(log.join('\n')).toContain('status 429');
    expect(log.join('\n')).not.toContain('is_it_so');
  });

  test('is free while it only waits to be made again', async () => {
    const stop = new AbortController();
    fake.behave = () => {
      setTimeout(() => stop.abort(), 20);
      return { status: 429, headers: { 'retry-after': '2' } };
    };
    const { model, usage } = await modelOver(endpointAt(fake.url));
    expect(await codeOf(model.ask(request, turn(stop.signal)))).toBe('stopped');
    expect(usage.snapshot()).toMatchObject({ promptTokens: 0, completionTokens: 0, micros: 0 });
  });

  test('is not made when the budget is used up', async () => {
    fake.behave = () => ({ text: '{}' });
    const { model, usage } = await modelOver(endpointAt(fake.url), { tokens: 10 });
    expect(await codeOf(model.ask(request, turn()))).toBe('over-budget');
    expect(fake.calls).toHaveLength(0);
    expect(usage.snapshot()).toMatchObject({ promptTokens: 0, micros: 0 });
  });
});

describe('many calls', () => {
  test('run so many at a time, twice as many wait, and more are not taken', async () => {
    let running = 0;
    let most = 0;
    const release = Promise.withResolvers<void>();
    const endpoint: Endpoint = {
      call: async () => {
        running += 1;
        most = Math.max(most, running);
        await release.promise;
        running -= 1;
        return undefined;
      },
    };
    const { model } = await modelOver(endpoint, { concurrency: 2 });
    const outcomes = Array.from({ length: 8 }, () => codeOf(model.ask(request, turn())));
    const refused = await Promise.all(outcomes.slice(6));
    release.resolve();
    expect([...(await Promise.all(outcomes.slice(0, 6))), ...refused]).toEqual([...Array(6).fill('ok'), 'busy', 'busy']);
    expect(most).toBe(2);
  });

  test('rest after failures in a row, and begin again with one that tries', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    let made = 0;
    let fails = true;
    const endpoint: Endpoint = {
      call: async (_request, _signal, onText) => {
        made += 1;
        if (fails) throw new ModelError('unreadable', 'down');
        onText('{}');
        return Promise.resolve(undefined);
      },
    };
    const { model } = await modelOver(endpoint, { rest: { after: 3, for: 30_000 } });
    const ask = (): Promise<string> => codeOf(model.ask(request, turn()));
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual(['unreadable', 'unreadable', 'unreadable', 'resting']);
    expect(made).toBe(3);
    vi.setSystemTime(Date.now() + 31_000);
    expect([await ask(), await ask()]).toEqual(['unreadable', 'resting']);
    fails = false;
    vi.setSystemTime(Date.now() + 31_000);
    expect([await ask(), await ask()]).toEqual(['ok', 'ok']);
  });

  test('rest on where nobody waited for the one that tries', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    let code: ModelErrorCode = 'unreadable';
    const endpoint: Endpoint = { call: () => Promise.reject(new ModelError(code, 'down')) };
    const { model } = await modelOver(endpoint, { rest: { after: 1, for: 30_000 } });
    const ask = (): Promise<string> => codeOf(model.ask(request, turn()));
    expect([await ask(), await ask()]).toEqual(['unreadable', 'resting']);
    vi.setSystemTime(Date.now() + 31_000);
    code = 'stopped';
    expect([await ask(), await ask()]).toEqual(['stopped', 'resting']);
    vi.setSystemTime(Date.now() + 31_000);
    code = 'refused';
    expect([await ask(), await ask()]).toEqual(['refused', 'refused']);
  });

  test('take no place while they wait to be made again', async () => {
    const endpoint: Endpoint = {
      call: async ({ data }, _signal, onText) => {
        if (data === 'again') throw new ModelError('rate-limited', 'later', { retryAfter: 2000 });
        onText('{}');
        return Promise.resolve(undefined);
      },
    };
    const { model } = await modelOver(endpoint, { concurrency: 1 });
    const stop = new AbortController();
    const waiting = codeOf(model.ask({ ...request, data: 'again' }, turn(stop.signal)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const begin = performance.now();
    expect(await codeOf(model.ask(request, turn()))).toBe('ok');
    expect(performance.now() - begin).toBeLessThan(1000);
    stop.abort();
    expect(await waiting).toBe('stopped');
  });

  test('of one person that the endpoint does not take put it to rest for nobody', async () => {
    const endpoint: Endpoint = { call: () => Promise.reject(new ModelError('not-taken', 'status 400')) };
    const { model } = await modelOver(endpoint, { rest: { after: 1, for: 30_000 } });
    expect([await codeOf(model.ask(request, turn())), await codeOf(model.ask(request, turn()))]).toEqual([
      'not-taken',
      'not-taken',
    ]);
  });

  test('are not taken for failing because users went on or the model refused', async () => {
    const endpoint: Endpoint = {
      call: () => Promise.reject(new ModelError('refused', 'no')),
    };
    const { model } = await modelOver(endpoint, { rest: { after: 1, for: 30_000 } });
    expect([await codeOf(model.ask(request, turn())), await codeOf(model.ask(request, turn()))]).toEqual(['refused', 'refused']);
  });
});
