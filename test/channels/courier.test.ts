import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { isCard, type AssistantEvent, type Deed, type WaitingCard } from '../../src/assistant/assistant.ts';
import { createAssistant } from '../../src/assistant/create-assistant.ts';
import { Courier } from '../../src/channels/courier.ts';
import { plainText } from '../../src/presentation/card.ts';
import type { Store } from '../../src/storage/adapter.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { testKnowledge } from '../support/knowledge.ts';

beforeAll(() => void testKnowledge());

const event = (id: string, text: string): AssistantEvent => ({ id, at: '2026-11-22T10:00:00+08:00', payload: { text } });

interface Sent {
  readonly conversationId: string;
  readonly text: string;
  readonly again: boolean;
}

async function memoryStore(): Promise<Store> {
  const store = await openStore('memory:');
  onTestFinished(() => store.close());
  return store;
}

/** A courier as of one process; `fail` makes sending reject. */
function courierOver(store: Store, fail: (reply: WaitingCard) => boolean = () => false) {
  const sent: Sent[] = [];
  const done: { readonly deed: Deed; readonly again: boolean }[] = [];
  const errors: unknown[] = [];
  const pauses: number[] = [];
  const assistant = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  const courier = new Courier({
    assistant,
    prefix: 'test:',
    send: async (conversationId, reply, again) => {
      if (fail(reply)) throw new Error('The platform did not answer.');
      sent.push({ conversationId, text: plainText(reply.card), again });
    },
    perform: async (_, { deed }, again) => void done.push({ deed, again }),
    onError: (error) => void errors.push(error),
    wait: async (milliseconds) => void pauses.push(milliseconds),
  });
  return { courier, assistant, sent, done, errors, pauses };
}

describe('a courier', () => {
  test('sends the reply to an event once, however often it is delivered', async () => {
    const { courier, sent } = courierOver(await memoryStore());
    const taken = await Promise.all([1, 2, 3].map(() => courier.take('test:a', event('e1', 'hello'))));
    await courier.settle();
    await courier.take('test:a', event('e1', 'hello'));
    await courier.settle();
    expect(taken.toSorted()).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ conversationId: 'test:a', again: false });
  });

  test('keeps the order of a conversation', async () => {
    const { courier, sent } = courierOver(await memoryStore());
    await courier.take('test:a', event('e1', 'I am a level-2 technician (技师)'));
    await courier.take('test:a', event('e2', 'hello'));
    await courier.take('test:a', event('e3', 'summary'));
    await courier.settle();
    expect(sent.map(({ text }) => /^(Noted|Hello|This is what)/.exec(text)?.[0])).toEqual(['Noted', 'Hello', 'This is what']);
  });

  test('sends an answer before the next message is worked on', async () => {
    const { courier, assistant, sent } = courierOver(await memoryStore());
    const handleNext = assistant.handleNext.bind(assistant);
    const sentBefore: number[] = [];
    vi.spyOn(assistant, 'handleNext').mockImplementation((id) => {
      sentBefore.push(sent.length);
      return handleNext(id);
    });
    for (const id of ['e1', 'e2', 'e3']) await assistant.accept('test:a', event(id, 'what is a technician?'));
    await courier.resume();
    await courier.settle();
    expect(sentBefore).toEqual([0, 1, 2, 3]);
  });

  test('tries again, ever more patiently, and says that it may have arrived', async () => {
    let failures = 3;
    const { courier, sent, errors, pauses } = courierOver(await memoryStore(), () => failures-- > 0);
    await courier.take('test:a', event('e1', 'hello'));
    await courier.settle();
    expect(sent.map(({ again }) => again)).toEqual([true]);
    expect(errors).toHaveLength(3);
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  test('does not let one conversation that fails hold up another', async () => {
    const store = await memoryStore();
    const blocked = Promise.withResolvers<void>();
    const sent: string[] = [];
    const courier = new Courier({
      assistant: createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined }),
      prefix: 'test:',
      send: async (id) => {
        if (id === 'test:slow') await blocked.promise;
        sent.push(id);
        if (id === 'test:quick') blocked.resolve();
      },
      perform: () => Promise.resolve(),
      onError: (error) => expect.fail(String(error)),
    });
    await courier.take('test:slow', event('e1', 'hello'));
    await courier.take('test:quick', event('e1', 'hello'));
    await courier.settle();
    expect(sent).toEqual(['test:quick', 'test:slow']);
  });

  test('takes up what an earlier process left, of its own channel only', async () => {
    const store = await memoryStore();
    const before = courierOver(store);
    // Accepted and not handled; handled and not sent; and somebody else's.
    await before.assistant.accept('test:a', event('e1', 'hello'));
    await before.assistant.accept('test:b', event('e1', 'hello'));
    await before.assistant.work('test:b');
    await before.assistant.accept('other:c', event('e1', 'hello'));
    const after = courierOver(store);
    await after.courier.resume();
    await after.courier.settle();
    expect(new Map(after.sent.map(({ conversationId, again }) => [conversationId, again]))).toEqual(
      new Map([
        ['test:a', false],
        ['test:b', true],
      ]),
    );
    expect(after.sent).toHaveLength(2);
    expect(await after.assistant.pending()).toEqual(['other:c']);
  });

  test('that is stopped leaves what it could not send to the next', async () => {
    const store = await memoryStore();
    const stopped = courierOver(store, () => {
      void stopped.courier.stop();
      return true;
    });
    await stopped.courier.take('test:a', event('e1', 'hello'));
    await stopped.courier.settle();
    expect(stopped.sent).toEqual([]);
    const next = courierOver(store);
    await next.courier.resume();
    await next.courier.settle();
    expect(next.sent).toHaveLength(1);
  });
});

describe('what is to be done in the world', () => {
  test('is done in order with the replies, and again after a failure', async () => {
    const store = await memoryStore();
    const { courier, sent, done } = courierOver(store);
    await courier.take('test:a', event('e1', 'I want to talk to a person'));
    await courier.take('test:a', { ...event('x1', ''), payload: { errand: 'post it' } });
    await courier.settle();
    expect(sent).toHaveLength(1);
    expect(done).toEqual([
      { deed: { effect: 'human' }, again: false },
      { deed: { effect: 'errand', errand: 'post it' }, again: false },
    ]);
  });

  test('is done by the next process where the first one ended before it', async () => {
    const store = await memoryStore();
    const before = courierOver(store);
    await before.assistant.accept('test:a', event('e1', 'I want to talk to a person'));
    await before.assistant.work('test:a');
    const [card] = await before.assistant.waiting('test:a');
    await before.assistant.sent('test:a', card?.id ?? '');
    const after = courierOver(store);
    await after.courier.resume();
    await after.courier.settle();
    expect(after.sent).toEqual([]);
    expect(after.done).toEqual([{ deed: { effect: 'human' }, again: true }]);
  });
});

describe('in a shared place', () => {
  const shared = (id: string, text: string): AssistantEvent => ({ ...event(id, text), payload: { text, place: 'shared' } });

  test('a policy question is answered for all, and what is personal is for a private talk', async () => {
    const { assistant } = courierOver(await memoryStore());
    await assistant.accept('test:s', shared('e1', 'Do I need a university diploma for title review?'));
    await assistant.accept('test:s', shared('e2', 'I have been a level-2 technician (技师) since 2019 and hold no title'));
    await assistant.accept('test:s', shared('e3', 'check whether I may become an engineer'));
    await assistant.accept('test:s', shared('e4', 'summary'));
    await assistant.work('test:s');
    const cards = (await assistant.waiting('test:s')).filter(isCard).map(({ card }) => card);
    expect(cards.map(({ kind, audience }) => [kind, audience])).toEqual([
      ['answer', undefined],
      ['notice', 'asker'],
      ['notice', 'asker'],
      ['notice', 'asker'],
    ]);
    expect(cards[2]?.choices.map(({ id }) => id)).toEqual(['check:title-intermediate']);
    expect(JSON.stringify(cards.slice(1))).not.toMatch(/2019|Technician/);
  });

  test('nothing of a person is kept', async () => {
    const store = await memoryStore();
    const { assistant } = courierOver(store);
    await assistant.accept('test:s', shared('e1', 'I have been a level-2 technician (技师) since 2019; do I need a diploma?'));
    await assistant.work('test:s');
    for (const { id } of await assistant.waiting('test:s')) await assistant.sent('test:s', id);
    await assistant.accept('test:s', event('e2', 'summary'));
    await assistant.work('test:s');
    const reply = (await assistant.waiting('test:s')).find(isCard);
    expect(reply && plainText(reply.card)).toContain('not noted anything');
  });
});
