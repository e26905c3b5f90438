import { describe, expect, test } from 'vitest';
import { keyOf } from '../../src/storage/conversation-record.ts';
import { bytesOf, day, event, start, turn } from './support.ts';

describe('forgetting', () => {
  const secret = 'a worker of forty with a spotless record';
  const name = 'direct-message-of-wang-xiulan';

  /** A conversation with a state, a reply, a waiting event and something set aside, all of which hold the secret. */
  async function telling(kind: 'memory' | 'file') {
    const parts = await start(kind);
    const { conversations, store } = parts;
    await store.adapter('conversations').set(keyOf(name), `{"broken ${secret}`);
    await conversations.accept(name, event('e1', { text: secret }));
    await conversations.commit(name, turn('e1', [secret], [{ text: secret }]));
    await conversations.accept(name, event('e2', { text: secret }));
    return parts;
  }

  test('leaves no byte of what was said, nor of who said it, in any file', async () => {
    const { conversations, folder, store } = await telling('file');
    await conversations.accept('neighbour', event('e1', { text: 'the neighbour stays' }));
    await store.erase();
    expect(bytesOf(folder).includes(secret)).toBe(true);
    expect(bytesOf(folder).includes(name)).toBe(true);
    expect(await conversations.forget(name)).toBe('forgotten');
    const left = bytesOf(folder);
    expect(left.includes(secret)).toBe(false);
    expect(left.includes(name)).toBe(false);
    expect(left.includes('the neighbour stays')).toBe(true);
  });

  test('leaves nothing to export, to handle or to send', async () => {
    const { conversations, reports } = await telling('memory');
    expect(reports).toHaveLength(1);
    expect(await conversations.export(name)).toMatchObject({ setAside: [{ text: `{"broken ${secret}` }] });
    await conversations.forget(name);
    expect(await conversations.export(name)).toBeNull();
    expect(await conversations.next(name)).toBeUndefined();
    expect(await conversations.undelivered(name)).toEqual([]);
    expect(await conversations.pendingConversations()).toEqual([]);
  });

  test('does not turn an event delivered again into a new one, until the marks expire', async () => {
    const { conversations, clock, store } = await telling('memory');
    await conversations.forget(name);
    clock.pass(7 * day - 1);
    expect(await conversations.accept(name, event('e1'))).toBe('duplicate');
    expect(await conversations.accept(name, event('e2'))).toBe('duplicate');
    clock.pass(1);
    expect(await conversations.sweep()).toBe(1);
    expect(await store.adapter('conversations').get(keyOf(name))).toBeUndefined();
  });

  test('the next event starts a new conversation, which is kept as long as any', async () => {
    const { conversations, clock } = await telling('memory');
    await conversations.forget(name);
    await conversations.accept(name, event('e3'));
    expect(await conversations.next(name)).toEqual({ event: event('e3'), state: undefined });
    await conversations.commit(name, turn('e3'));
    clock.pass(8 * day);
    expect(await conversations.accept(name, event('e1'))).toBe('duplicate');
  });

  test('as a turn: its reply is sent, later events get their turn, and then the name is gone too', async () => {
    const { conversations, folder } = await telling('file');
    await conversations.accept(name, event('e3', { text: 'good morning' }));
    expect(await conversations.forget(name, { eventId: 'e2', replies: [{ text: 'all deleted' }] })).toBe('forgotten');
    expect(bytesOf(folder).includes(secret)).toBe(false);
    expect(await conversations.pendingConversations()).toEqual([name]);
    expect(await conversations.undelivered(name)).toEqual([{ id: 'e2/0', eventId: 'e2', payload: { text: 'all deleted' } }]);
    expect(await conversations.next(name)).toEqual({ event: event('e3', { text: 'good morning' }), state: undefined });
    expect(await conversations.forget(name, { eventId: 'e2', replies: [] })).toBe('superseded');
    expect(await conversations.forget(name, { eventId: 'e3', replies: [{ text: 'deleted again' }] })).toBe('forgotten');
    expect(await conversations.delivered(name, 'e3/0')).toBe(true);
    expect(bytesOf(folder).includes('deleted again')).toBe(false);
    expect(bytesOf(folder).includes(name)).toBe(false);
  });

  test('a turn that was under way can not bring it back', async () => {
    const { conversations } = await telling('memory');
    const next = await conversations.next(name);
    await conversations.forget(name);
    expect(await conversations.commit(name, turn(next?.event.id ?? '', [secret]))).toBe('superseded');
    expect(await conversations.export(name)).toBeNull();
  });

  test('what was never there is forgotten without a trace', async () => {
    const { conversations, store } = await start();
    expect(await conversations.forget('c')).toBe('forgotten');
    expect(await store.adapter('conversations').has(keyOf('c'))).toBe(false);
  });
});
