/** A status stands only where somebody really waits. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { newCounts, SlackApi } from '../../../src/channels/slack/api.ts';
import { SlackContext } from '../../../src/channels/slack/context.ts';
import { Feedback } from '../../../src/channels/slack/feedback.ts';
import { onMessage } from '../../../src/channels/slack/on-message.ts';
import { Posting } from '../../../src/channels/slack/posting.ts';
import { Waiting } from '../../../src/channels/slack/waiting.ts';
import { openMemoryStore } from '../../../src/storage/memory-adapter.ts';
import { openRecords } from '../../../src/storage/records.ts';

class SilentApi extends SlackApi {
  comforts = 0;
  /** What ends each call, where they are held up. */
  readonly held: (() => void)[] = [];
  slow = false;

  override comfort<T>(): Promise<T | undefined> {
    this.comforts += 1;
    return this.slow ? new Promise((resolve) => this.held.push(() => resolve(undefined))) : Promise.resolve(undefined);
  }
}

function contextOf(take: () => Promise<'accepted' | 'duplicate'>): {
  readonly context: SlackContext;
  readonly api: SilentApi;
  readonly waiting: Waiting;
} {
  const counts = newCounts();
  const api = new SilentApi({ tokens: { tokenFor: () => Promise.resolve('xoxb') }, counts, onRevoked: () => undefined });
  const waiting = new Waiting(api);
  const repeats = openRecords(openMemoryStore(Date.now), 'slack-repeats', z.literal(true));
  const nothing = (): Promise<never> => Promise.reject(new Error('not asked for'));
  const context = new SlackContext({
    api,
    posting: new Posting({ api, counts, repeats, now: Date.now }),
    waiting,
    courier: { take },
    profiles: { read: nothing, form: nothing, readForm: nothing },
    feedback: new Feedback(openMemoryStore(Date.now), () => new Date(), 1),
    handover: undefined,
    forgetTurns: () => Promise.resolve(),
    growsAt: () => false,
    stop: () => undefined,
    threads: openRecords(openMemoryStore(Date.now), 'slack-threads', z.literal(true)),
    botUser: () => Promise.resolve('U0BOT'),
    language: undefined,
    keptFor: 1,
    now: () => new Date(),
    onError: () => undefined,
  });
  return { context, api, waiting };
}

const event = { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', text: 'hello', ts: '1790000000.000100' } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('while an answer takes long', async () => {
  const { context, api, waiting } = contextOf(() => Promise.resolve('accepted'));
  await onMessage(context, 'T1', event);
  vi.advanceTimersByTime(999);
  expect(api.comforts).toBe(0);
  vi.advanceTimersByTime(1);
  expect(api.comforts).toBe(2);
  waiting.end('slack:T1:U1');
  await vi.waitFor(() => expect(api.comforts).toBe(4));
});

test('and is taken away after it was set, also where Slack was slow to set it', async () => {
  const { context, api, waiting } = contextOf(() => Promise.resolve('accepted'));
  api.slow = true;
  await onMessage(context, 'T1', event);
  vi.advanceTimersByTime(1000);
  waiting.end('slack:T1:U1');
  await Promise.resolve();
  expect(api.comforts).toBe(2);
  for (const end of api.held) end();
  await vi.waitFor(() => expect(api.comforts).toBe(4));
});

test('of a few at a time, where many wait', async () => {
  const { context, api } = contextOf(() => Promise.resolve('accepted'));
  api.slow = true;
  for (let nth = 0; nth < 30; nth += 1) await onMessage(context, 'T1', { ...event, user: `U${nth}` });
  vi.advanceTimersByTime(1000);
  expect(api.comforts).toBe(2 * 8);
});

test('not where the answer came at once', async () => {
  const { context, api, waiting } = contextOf(() => {
    waiting.end('slack:T1:U1');
    return Promise.resolve('accepted');
  });
  await onMessage(context, 'T1', event);
  vi.advanceTimersByTime(1000);
  expect(api.comforts).toBe(0);
});

test('not for what was delivered again, nor for what could not be kept', async () => {
  const again = contextOf(() => Promise.resolve('duplicate'));
  await onMessage(again.context, 'T1', event);
  vi.advanceTimersByTime(1000);
  expect(again.api.comforts).toBe(0);
  const broken = contextOf(() => Promise.reject(new Error('full')));
  await expect(onMessage(broken.context, 'T1', event)).rejects.toThrow('full');
  vi.advanceTimersByTime(1000);
  expect(broken.api.comforts).toBe(0);
});
