import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { isCard, type Assistant, type AssistantEvent, type EventPayload } from '../../src/assistant/assistant.ts';
import { createAssistant } from '../../src/assistant/create-assistant.ts';
import { plainText } from '../../src/presentation/card.ts';
import { keyOf } from '../../src/storage/conversation-record.ts';
import type { QuarantineReport } from '../../src/storage/conversation-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { testKnowledge } from '../support/knowledge.ts';

beforeAll(() => void testKnowledge());

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-assistant-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An assistant over a store that is newly opened, as after a start of the program. */
async function open(url = 'memory:') {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  const reports: QuarantineReport[] = [];
  const assistant = createAssistant(testKnowledge(), {
    store,
    retentionDays: 30,
    onQuarantine: (report) => void reports.push(report),
  });
  return { store, assistant, reports };
}

const event = (id: string, payload: EventPayload | string): AssistantEvent => ({
  id,
  at: '2026-11-22T10:00:00+08:00',
  payload: typeof payload === 'string' ? { text: payload } : payload,
});

const waitingText = async (assistant: Assistant, id = 'c'): Promise<string[]> =>
  (await assistant.waiting(id)).filter(isCard).map(({ card }) => plainText(card));

async function sendAll(assistant: Assistant, id = 'c'): Promise<void> {
  for (const reply of await assistant.waiting(id)) await assistant.sent(id, reply.id);
}

/** Accepts, handles and sends one event. @returns the text and languages of its replies */
async function say(assistant: Assistant, eventId: string, payload: EventPayload | string, id = 'c') {
  await assistant.accept(id, event(eventId, payload));
  await assistant.work(id);
  const cards = (await assistant.waiting(id)).filter(isCard).map(({ card }) => card);
  await sendAll(assistant, id);
  return { text: cards.map(plainText).join('\n'), languages: cards.map(({ language }) => language), cards };
}

const bytesOf = (folder: string): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

describe('an event', () => {
  test('delivered twice is answered once', async () => {
    const { assistant } = await open();
    const hello = event('e1', 'I hold a technician certificate');
    expect(await assistant.accept('c', hello)).toBe('accepted');
    expect(await assistant.accept('c', hello)).toBe('duplicate');
    await assistant.work('c');
    expect(await assistant.waiting('c')).toHaveLength(1);
    expect(await assistant.accept('c', hello)).toBe('duplicate');
    await assistant.work('c');
    expect(await assistant.waiting('c')).toHaveLength(1);
    await sendAll(assistant);
    expect(await assistant.accept('c', hello)).toBe('duplicate');
    await assistant.work('c');
    expect(await assistant.waiting('c')).toEqual([]);
  });

  test('is answered once however many work at it at the same time', async () => {
    const { assistant } = await open();
    await assistant.accept('c', event('e1', 'hello'));
    await Promise.all([assistant.work('c'), assistant.work('c'), assistant.work('c')]);
    expect(await assistant.waiting('c')).toHaveLength(1);
  });

  test('accepted before another is answered before it', async () => {
    const { assistant } = await open();
    await assistant.accept('c', event('e2', 'I hold a technician certificate'));
    await assistant.accept('c', event('e1', 'export my data'));
    await assistant.work('c');
    const waiting = await assistant.waiting('c');
    expect([...new Set(waiting.map(({ eventId }) => eventId))]).toEqual(['e2', 'e1']);
    // The second saw what the first had noted.
    expect((await waitingText(assistant)).at(-1)).toContain('"skillLevel": "technician"');
  });

  test('of a form that this program does not know still gets an answer', async () => {
    const { assistant, store } = await open();
    const { openConversations } = await import('../../src/storage/conversation-store.ts');
    const { conversation, conversationVersion } = await import('../../src/dialogue/conversation.ts');
    const conversations = openConversations({
      store,
      state: conversation,
      schemaVersion: conversationVersion,
      onQuarantine: () => undefined,
    });
    await conversations.accept('c', { id: 'old', at: '2026-11-22T10:00:00Z', payload: { gesture: 'wave' } });
    await assistant.work('c');
    expect(await assistant.waiting('c')).not.toEqual([]);
  });
});

describe('after the program ended', () => {
  test('a committed reply still waits, and once sent does not', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'store.sqlite')}`;
    const first = await open(url);
    await first.assistant.accept('c', event('e1', 'I hold a technician certificate'));
    await first.assistant.work('c');
    const before = await first.assistant.waiting('c');
    await first.store.close();

    const second = await open(url);
    expect(await second.assistant.pending()).toEqual(['c']);
    expect(await second.assistant.waiting('c')).toEqual(before);
    expect(await second.assistant.accept('c', event('e1', 'I hold a technician certificate'))).toBe('duplicate');
    await second.assistant.work('c');
    expect(await second.assistant.waiting('c')).toEqual(before);
    await sendAll(second.assistant);
    await second.store.close();

    const third = await open(url);
    expect(await third.assistant.pending()).toEqual([]);
    expect(await third.assistant.waiting('c')).toEqual([]);
  });

  test('an event accepted but not handled is named, and handled', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'store.sqlite')}`;
    const first = await open(url);
    await first.assistant.accept('c', event('e1', 'I hold a technician certificate'));
    await first.store.close();

    const second = await open(url);
    expect(await second.assistant.pending()).toEqual(['c']);
    expect(await second.assistant.waiting('c')).toEqual([]);
    await second.assistant.work('c');
    expect((await second.assistant.waiting('c')).map(({ eventId }) => eventId)).toEqual(['e1']);
  });
});

describe('what is to be done in the world', () => {
  const talk = { command: { type: 'human' } } as const;

  test('waits behind the replies of its turn, also after the program ended, until it is done', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'store.sqlite')}`;
    const first = await open(url);
    await first.assistant.accept('c', event('e1', talk));
    await first.assistant.accept('c', event('e2', { command: { type: 'feedback-good' } }));
    await first.assistant.work('c');
    await first.store.close();

    const second = await open(url);
    expect(await second.assistant.pending()).toEqual(['c']);
    expect(await second.assistant.waiting('c')).toMatchObject([
      { id: 'e1/0', card: { kind: 'text' } },
      { id: 'e1/1', deed: { effect: 'human' } },
      { id: 'e2/0', card: { kind: 'text' } },
      { id: 'e2/1', deed: { effect: 'feedback', good: true, cites: [] } },
    ]);
    await sendAll(second.assistant);
    expect(await second.assistant.pending()).toEqual([]);
  });

  test('has no words of the person in it, and goes when the person is forgotten', async () => {
    const folder = temporaryFolder();
    const { assistant } = await open(`sqlite:${join(folder, 'store.sqlite')}`);
    await assistant.accept('c', event('e1', { command: { type: 'human', quote: 'since a rainy Thursday' } }));
    await assistant.accept('c', event('e2', { command: { type: 'forget' } }));
    await assistant.work('c');
    expect(await assistant.waiting('c')).toMatchObject([{ card: { kind: 'text' } }, { deed: { effect: 'forget' } }]);
    await sendAll(assistant);
    expect(bytesOf(folder).includes('rainy Thursday')).toBe(false);
  });

  test('for the channel itself is done once and in order, and changes nothing of the conversation', async () => {
    const { assistant } = await open();
    const errand = { id: 'x1', at: '2026-11-22T10:00:00+08:00', payload: { errand: '{"do":"post"}' } };
    await say(assistant, 'e1', 'I hold a technician certificate');
    expect(await assistant.accept('c', errand)).toBe('accepted');
    expect(await assistant.accept('c', errand)).toBe('duplicate');
    await assistant.accept('c', event('e2', { command: { type: 'summary' } }));
    await assistant.work('c');
    const [first, second] = await assistant.waiting('c');
    expect(first).toEqual({ id: 'x1/0', eventId: 'x1', deed: { effect: 'errand', errand: '{"do":"post"}' } });
    expect(JSON.stringify(second)).toContain('Technician');
    await sendAll(assistant);
    expect(await assistant.accept('c', errand)).toBe('duplicate');
  });
});

describe('the user', () => {
  test('who asks to be forgotten leaves nothing in any file, and the request is not handled again', async () => {
    const folder = temporaryFolder();
    const { assistant, store } = await open(`sqlite:${join(folder, 'store.sqlite')}`);
    const name = 'direct-message-of-wang-xiulan';
    const phrase = 'since a rainy Thursday in Lanzhou';
    await say(assistant, 'e1', `I hold a technician certificate ${phrase}`, name);
    await say(assistant, 'e2', `What is a chief technician, ${phrase}?`, name);
    await say(assistant, 'e3', { command: { type: 'summary', quote: phrase } }, name);
    await say(assistant, 'e1', 'I hold a senior worker certificate', 'neighbour');
    // What is accepted is on the disk before it is forgotten, else the test would show nothing.
    await assistant.accept(name, event('e4', `delete everything about me`));
    expect(bytesOf(folder).includes(name)).toBe(true);
    expect(bytesOf(folder).includes('technician certificate')).toBe(true);
    await assistant.work(name);
    expect(await assistant.waiting(name)).toMatchObject([{ card: { kind: 'text' } }, { deed: { effect: 'forget' } }]);
    await sendAll(assistant, name);
    for (const trace of [name, phrase, 'technician certificate', 'chief technician', 'delete everything about me'])
      expect([trace, bytesOf(folder).includes(trace)]).toEqual([trace, false]);
    expect(bytesOf(folder).includes('senior worker certificate')).toBe(true);

    expect(await assistant.accept(name, event('e4', 'delete everything about me'))).toBe('duplicate');
    await assistant.work(name);
    expect(await assistant.waiting(name)).toEqual([]);
    expect(await store.purge()).toBe(0);
    expect((await say(assistant, 'e5', { command: { type: 'summary' } }, name)).text).not.toMatch(/technician/i);
  });

  test('can have all that is kept, with the words it was read from', async () => {
    const { assistant } = await open();
    await say(assistant, 'e1', 'I have a senior technician certificate from March 2021');
    const { text } = await say(assistant, 'e2', 'export my data');
    const data: unknown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    expect(data).toMatchObject({
      conversationId: 'c',
      state: {
        credentials: { skillLevel: 'seniorTechnician', seniorTechnicianSince: '2021-03' },
        quotes: { skillLevel: expect.stringContaining('senior technician'), seniorTechnicianSince: 'March 2021' },
      },
    });
  });

  test('can have what a channel keeps besides', async () => {
    const { assistant } = await open();
    assistant.exportAlso((id) => Promise.resolve(id === 'c' ? { feedback: [{ good: true }] } : undefined));
    await say(assistant, 'e1', 'I hold a technician certificate');
    const { text } = await say(assistant, 'e2', 'export my data');
    expect(text).toContain('"feedback": [');
    expect(text).toContain('"skillLevel": "technician"');
    expect((await say(assistant, 'e1', 'export my data', 'd')).text).not.toContain('feedback');
  });

  test('of one conversation sees nothing of another', async () => {
    const { assistant } = await open();
    await say(assistant, 'e1', 'I hold a technician certificate', 'a');
    const { text } = await say(assistant, 'e1', 'export my data', 'b');
    expect(text).toContain('"conversationId": "b"');
    expect(text).not.toContain('technician');
    expect((await say(assistant, 'e2', 'export my data', 'a')).text).toContain('"skillLevel": "technician"');
  });

  test('is answered in the language of the last message, and after a choice in the one used before', async () => {
    const { assistant } = await open();
    expect((await say(assistant, 'e1', '我是高级技师，帮我查一下')).languages).toContain('zh');
    expect(new Set((await say(assistant, 'e2', 'Can I apply for a title review?')).languages)).toEqual(new Set(['en']));
    expect(new Set((await say(assistant, 'e3', '高级工能评职称吗')).languages)).toEqual(new Set(['zh']));
    expect(new Set((await say(assistant, 'e4', { choose: ['help'] })).languages)).toEqual(new Set(['zh']));
    expect(new Set((await say(assistant, 'e5', { choose: ['help'], language: 'en' })).languages)).toEqual(new Set(['en']));
  });
});

test('a stored conversation that can not be read starts anew, and is reported once', async () => {
  const { assistant, store, reports } = await open();
  await say(assistant, 'e1', 'I hold a technician certificate');
  await store.adapter('conversations').set(keyOf('c'), '{"schemaVersion": 1, "state": {"cred');
  const { text } = await say(assistant, 'e2', { command: { type: 'summary' } });
  expect(text).not.toBe('');
  expect(text).not.toMatch(/technician/i);
  expect(reports).toEqual([expect.objectContaining({ conversationId: 'c', reason: 'not-json' })]);
});
