/** Nothing lost, nothing twice: redelivery, double clicks, rate limits, failures, lost connections. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StorageAdapter, Store } from '../../../src/storage/adapter.ts';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import { newCounts, SlackApi } from '../../../src/channels/slack/api.ts';
import { Delivery } from '../../../src/channels/slack/delivery.ts';
import { eventId } from '../../../src/channels/slack/ids.ts';
import { Posting } from '../../../src/channels/slack/posting.ts';
import { openRecords } from '../../../src/storage/records.ts';
import { botToken } from './support/front.ts';
import { bound } from './support/dying.ts';
import { modes, Stage, stages } from './support/stage.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { envelope, words } from './support/person.ts';
import { text } from './support/wire.ts';

const { open: stageOf } = stages();

const question = 'Do I need a diploma to apply for a professional title?';

describe.each(modes)('over %s', (mode) => {
  test('an event that Slack delivers again is answered once', async () => {
    const stage = await stageOf({ mode });
    const { alice, front } = stage;
    const event = await alice.message(question, await alice.direct(), 'im');
    const body = envelope(event);
    const acks = await Promise.all([
      front.deliver('events_api', body),
      front.deliver('events_api', body, { retry: 1 }),
      front.deliver('events_api', { ...body, event_id: 'EvOther' }, { retry: 2 }),
    ]);
    expect(acks.map(({ status }) => status)).toEqual([200, 200, 200]);
    await stage.settle();
    expect((await alice.sees()).length).toBe(1);
  });

  test('two presses of one button count once, and one of another button of a settled question shows the open one again', async () => {
    const stage = await stageOf({ mode });
    const { alice } = stage;
    await alice.writes('I want to become an assistant engineer');
    await stage.settle();
    const first = await alice.last();
    await Promise.all([alice.presses(first, 'none'), alice.presses(first, 'none')]);
    await stage.settle();
    expect((await alice.sees()).length).toBe(2);
    const second = await alice.last();
    // "I don't know" to the first question does not answer the second.
    await alice.presses(first, 'dontKnow');
    await stage.settle();
    const again = await alice.last();
    expect(again.ts).not.toBe(second.ts);
    expect(words(again)).toContain(words(second).split('\n').at(-2) ?? '');
    await alice.opens('home');
    expect(JSON.stringify(alice.home())).not.toContain("I don't know");
  });

  test('messages of one conversation are answered in order, however fast they come', async () => {
    const stage = await stageOf({ mode });
    const { alice } = stage;
    const said = ['I want to become an assistant engineer', 'no title yet', '22 November 2019', 'yes, correct'];
    const events = [];
    for (const each of said) events.push(await alice.message(each, await alice.direct(), 'im'));
    for (const event of events) void alice.tell(event);
    await stage.front.until(() => stage.front.called('chat.postMessage').length >= 4, 'four replies');
    await stage.settle();
    expect(words(await alice.last())).toContain('✅');
  });
});

describe('HTTP requests', () => {
  test.each([
    ['a wrong signature', { secret: 'wrong-secret-0123456789' }, 401],
    ['a stale time', { skew: -301 }, 401],
    ['a time to come', { skew: 3600 }, 401],
    ['a clock a little ahead', { skew: 20 }, 200],
  ])('with %s', async (_, options, status) => {
    const stage = await stageOf({ mode: 'http' });
    const event = await stage.alice.message(question, await stage.alice.direct(), 'im');
    expect((await stage.alice.tell(event, options)).status).toBe(status);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(status === 200 ? 1 : 0);
  });
});

describe('when Slack fails', () => {
  test('a rate limit is waited out, and holds up nobody else', async () => {
    const stage = await stageOf();
    const { alice, bob, front } = stage;
    front.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '1' } });
    await alice.writes(question);
    await front.until(() => front.healed('chat.postMessage'), 'the limit');
    const began = performance.now();
    await bob.writes(question);
    await front.until(() => front.called('chat.postMessage').length === 2, "Bob's answer");
    expect(performance.now() - began).toBeLessThan(900);
    await stage.settle();
    expect((await alice.sees()).length).toBe(1);
    expect((await bob.sees()).length).toBe(1);
    expect(stage.app.counts.rateLimited).toBe(1);
  });

  test.each([
    ['an error', { status: 500 }],
    ['an error after the work', { status: 500, after: true }],
    ['no answer', { cut: true }],
    ['no answer after the work', { cut: true, after: true }],
    ['its own trouble', { refused: 'internal_error' }],
  ])('with %s, the reply is sent again and shown once', async (_, fault) => {
    const stage = await stageOf();
    stage.front.fail('chat.postMessage', fault);
    await stage.alice.writes(question);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(1);
    expect(stage.app.counts.repeated).toBe(0);
  });

  test('with blocks that it refuses, the text is sent without them', async () => {
    const stage = await stageOf();
    stage.front.fail('chat.postMessage', { refused: 'invalid_blocks' });
    await stage.alice.writes(question);
    await stage.settle();
    const [said] = await stage.alice.sees();
    expect(said?.blocks).toEqual([]);
    expect(said?.text.length).toBeGreaterThan(20);
  });

  test('for good, the reply is given up and counted, and the next one is sent', async () => {
    const stage = await stageOf();
    stage.front.fail('chat.postMessage', { refused: 'is_archived' });
    await stage.alice.writes(question);
    await stage.settle();
    await stage.alice.writes('thank you');
    await stage.settle();
    expect(stage.app.counts.undeliverable).toBe(1);
    expect((await stage.alice.sees()).length).toBe(1);
    expect(stage.lines.join()).toContain('is_archived');
    expect(stage.lines.join()).not.toContain('diploma');
  });

  test('where it can not be looked up, the reply is sent at most once more, and counted', async () => {
    const stage = await stageOf();
    stage.front.fail('chat.postMessage', { status: 500, after: true });
    stage.front.fail('conversations.replies', { refused: 'missing_scope' });
    await stage.alice.writes(question);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(2);
    expect(stage.app.counts).toMatchObject({ repeated: 1, givenUp: 0 });
  });

  test('nor more than once more, however often it fails and whatever only one person sees', async () => {
    const stage = await stageOf();
    const failing = { status: 500, after: true };
    stage.front.fail('chat.postMessage', failing, failing, failing);
    stage.front.fail('conversations.replies', { refused: 'missing_scope' }, { refused: 'missing_scope' });
    await stage.alice.writes(question);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(2);
    expect(stage.app.counts).toMatchObject({ repeated: 1, givenUp: 1 });
    stage.front.fail('chat.postEphemeral', failing, failing, failing);
    await stage.alice.commands(`ask ${question}`, stage.channel('support'));
    await stage.settle();
    expect(stage.front.called('chat.postEphemeral').length).toBe(2);
    expect(stage.app.counts).toMatchObject({ repeated: 2, givenUp: 2 });
  });
});

test('what waits from another version of the program is given up, and holds up nothing', async () => {
  const prepared = await Stage.prepare();
  const { alice, store } = prepared;
  const assistant = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  const at = '2026-11-22T10:00:00Z';
  const mark = (text: string): string => eventId({ kind: 'direct', user: alice.id, mark: text });
  await assistant.accept(alice.conversation, { id: 'of-no-place', at, payload: { text: 'help' } });
  await assistant.accept(alice.conversation, { id: mark('1'), at, payload: { errand: '{"do":"dance"}' } });
  await assistant.accept(alice.conversation, { id: mark('2'), at, payload: { text: question } });
  const stage = await stageOf({ front: prepared.front, store });
  await stage.settle();
  expect((await stage.alice.sees()).length).toBe(1);
  expect(stage.app.counts.undeliverable).toBe(2);
});

test('a reply of several messages goes on where it was interrupted', async () => {
  const stage = await stageOf();
  const { alice, front } = stage;
  const counts = newCounts();
  const api = new SlackApi({
    tokens: { tokenFor: () => Promise.resolve(botToken) },
    apiUrl: front.apiUrl,
    counts,
    onRevoked: () => undefined,
  });
  const repeats = openRecords(stage.store, 'slack-repeats', z.literal(true));
  const posting = new Posting({ api, counts, repeats, now: Date.now });
  const delivery = new Delivery({
    api,
    counts,
    posting,
    drafts: { take: () => Promise.resolve(undefined) },
    reportInFull: () => Promise.resolve([]),
  });
  const thread = text((await alice.message('a long one, please', await alice.direct(), 'im'))['ts']);
  const id = eventId({ kind: 'message', user: alice.id, channel: await alice.direct(), thread, mark: '1' });
  const long = Array.from({ length: 1500 }, (_, at) => `This is sentence ${at}.`).join(' ');
  const reply = {
    id: `${id}/0`,
    eventId: id,
    card: { kind: 'text' as const, language: 'en' as const, blocks: [{ block: 'text' as const, text: long }], choices: [] },
  };
  front.fail('chat.postMessage', { delay: 0 }, { status: 500 });
  await expect(delivery.send(alice.conversation, reply, false)).rejects.toThrow('500');
  await delivery.send(alice.conversation, reply, true);
  const said = await alice.sees();
  expect(said.length).toBe(3);
  expect(
    said
      .map(words)
      .join(' ')
      .match(/sentence \d+\./g)?.length,
  ).toBe(1500);
  expect(counts.found).toBe(1);
});

describe('the connection', () => {
  test('that drops is taken up again, and what was not acknowledged meanwhile is delivered again', async () => {
    const stage = await stageOf({ mode: 'socket' });
    const { alice, front } = stage;
    for (const socket of front.sockets) socket.terminate();
    const event = await alice.message(question, await alice.direct(), 'im');
    const ack = await alice.tell(event, { retry: 1 });
    expect(ack.status).toBe(200);
    await stage.settle();
    expect((await alice.sees()).length).toBe(1);
  });

  test('that Slack asks to renew is renewed', async () => {
    const stage = await stageOf({ mode: 'socket' });
    const [before] = stage.front.sockets;
    before?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    await stage.front.until(() => [...stage.front.sockets].some((socket) => socket !== before), 'a new connection');
    await stage.alice.writes(question);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(1);
  });
});

test('an event that can not be kept is not acknowledged, and answered when it comes again', async () => {
  let broken = true;
  const breaking = (store: Store): Store => ({
    ...bound(store),
    adapter: (namespace, options) => {
      const adapter = store.adapter(namespace, options);
      return namespace === 'conversations' ? failing(adapter, () => broken) : adapter;
    },
  });
  for (const mode of modes) {
    broken = true;
    const stage = await stageOf({ mode, wrapStore: breaking });
    const event = await stage.alice.message(question, await stage.alice.direct(), 'im');
    const refused = mode === 'http' ? await stage.alice.tell(event) : undefined;
    if (mode === 'socket') void stage.alice.tell(event);
    else expect(refused?.status).toBe(500);
    await stage.front.until(() => stage.lines.length > 0, 'the failure to be logged');
    broken = false;
    expect((await stage.alice.tell(event, { retry: 1 })).status).toBe(200);
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(1);
  }
});

function failing(adapter: StorageAdapter, broken: () => boolean): StorageAdapter {
  return new Proxy(adapter, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'compareAndSet' && broken()) return () => Promise.reject(new Error('the disk is full'));
      return value.bind(target);
    },
  });
}

test('what was said is in no log line', async () => {
  const stage = await stageOf({ mode: 'http' });
  stage.front.fail('chat.postMessage', { status: 500 }, { refused: 'is_archived' });
  const { ts } = await stage.alice.writes('a very secret sentence about my diploma');
  await stage.settle();
  expect(text(ts)).not.toBe('');
  expect(stage.lines.join('\n')).not.toContain('secret sentence');
});
