import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Store } from '../../src/storage/adapter.ts';
import { keyOf } from '../../src/storage/conversation-record.ts';
import { openConversations, type Migration } from '../../src/storage/conversation-store.ts';
import { day, event, notebook, start, turn } from './support.ts';

describe('a record that can not be read', () => {
  const kept = { schemaVersion: 1, id: 'c', seenEvents: [], inbox: [], outbox: [], updatedAt: '2026-03-01T08:00:00.000Z' };

  test.for([
    ['bad JSON', '{"state": "half', 'not-json'],
    ['other JSON', '[1, 2]', 'not-a-conversation'],
    ['a newer version', JSON.stringify({ ...kept, schemaVersion: 2, state: { shelves: [] } }), 'newer-version'],
    ['a newer version of another frame', JSON.stringify({ schemaVersion: 9, rooms: [] }), 'newer-version'],
    ['a version that never was', JSON.stringify({ ...kept, schemaVersion: 0 }), 'not-a-conversation'],
    ['a state of another form', JSON.stringify({ ...kept, state: { notes: 'text' } }), 'state-refused'],
  ] as const)('because of %s is set aside, reported, and the conversation starts anew', async ([, text, reason]) => {
    const { conversations, reports, store, clock } = await start();
    await store.adapter('conversations').set(keyOf('c'), text);
    expect(await conversations.next('c')).toBeUndefined();
    expect(reports).toEqual([{ reason, conversationId: 'c', key: expect.stringMatching(/^[\w-]+\/\d+$/u) }]);
    expect((await conversations.export('c'))?.setAside).toEqual([{ at: new Date(clock()).toISOString(), reason, text }]);
    expect(await conversations.accept('c', event('e1'))).toBe('accepted');
    expect(await conversations.commit('c', turn('e1'))).toBe('committed');
    expect(reports).toHaveLength(1);
    expect((await conversations.export('c'))?.setAside).toHaveLength(1);
  });

  test('loses neither waiting events nor replies if only its state is refused', async () => {
    const { conversations, reports, store } = await start();
    await conversations.accept('c', event('e1'));
    await conversations.commit('c', turn('e1'));
    await conversations.accept('c', event('e2'));
    const stricter = notebook(store, { state: z.strictObject({ notes: z.array(z.string()).max(0) }) });
    expect(await stricter.conversations.next('c')).toEqual({ event: event('e2'), state: undefined });
    expect(await stricter.conversations.undelivered('c')).toHaveLength(1);
    expect(await stricter.conversations.accept('c', event('e1'))).toBe('duplicate');
    expect([reports.length, stricter.reports.length]).toEqual([0, 1]);
  });

  test('of a newer version still tells which events were handled', async () => {
    const { conversations, store } = await start();
    const newer = notebook(store, { schemaVersion: 2, migrations: [] });
    await newer.conversations.accept('c', event('e1'));
    await newer.conversations.commit('c', turn('e1'));
    expect(await conversations.accept('c', event('e1'))).toBe('duplicate');
  });

  test('is found by the sweep after a start, which goes on past it', async () => {
    const { conversations, reports, store } = await start();
    await store.adapter('conversations').set(keyOf('broken'), 'nonsense');
    await conversations.accept('a', event('e1'));
    await conversations.accept('b', event('e1'));
    expect((await conversations.pendingConversations()).toSorted()).toEqual(['a', 'b']);
    expect(reports).toMatchObject([{ reason: 'not-json', conversationId: null }]);
    expect((await conversations.export('broken'))?.setAside).toHaveLength(1);
  });

  test('is kept aside as long as a conversation, and no longer', async () => {
    const { conversations, store, clock } = await start();
    await store.adapter('conversations').set(keyOf('c'), 'nonsense');
    await conversations.next('c');
    clock.pass(30 * day - 1);
    expect((await conversations.export('c'))?.setAside).toHaveLength(1);
    clock.pass(1);
    expect(await conversations.export('c')).toBeNull();
  });
});

const notesOf = (state: unknown): string[] => z.strictObject({ notes: z.array(z.string()) }).parse(state).notes;

describe('migrations', () => {
  const words = z.strictObject({ words: z.array(z.string()) });
  /** 1: `notes`; 2: `words`, and payloads are bare texts; 3: the words in upper case. */
  const migrations: readonly Migration[] = [
    {
      from: 1,
      to: 2,
      migrate: ({ state, inbox, outbox }) => ({
        state: { words: notesOf(state) },
        inbox: inbox.map(({ payload, ...rest }) => ({ ...rest, payload: z.object({ text: z.string() }).parse(payload).text })),
        outbox,
      }),
    },
    {
      from: 2,
      to: 3,
      migrate: ({ state, ...rest }) => ({ ...rest, state: { words: words.parse(state).words.map((word) => word.toUpperCase()) } }),
    },
  ];
  const open = (store: Store, options: { schemaVersion: number; migrations: readonly Migration[] }) => {
    const reasons: string[] = [];
    const onQuarantine = ({ reason }: { reason: string }) => void reasons.push(reason);
    return { conversations: openConversations({ store, state: words, onQuarantine, ...options }), reasons };
  };

  test('lead an old record, its waiting events included, to the present', async () => {
    const { conversations: old, store } = await start();
    await old.accept('c', event('e1'));
    await old.commit('c', turn('e1', ['lathe']));
    await old.accept('c', event('e2'));
    const { conversations, reasons } = open(store, { schemaVersion: 3, migrations });
    expect(await conversations.next('c')).toEqual({ event: event('e2', 'e2'), state: { words: ['LATHE'] } });
    await conversations.commit('c', { eventId: 'e2', state: { words: ['LATHE', 'weld'] }, replies: [] });
    expect(await conversations.export('c')).toMatchObject({ state: { words: ['LATHE', 'weld'] } });
    expect(await conversations.accept('c', event('e1'))).toBe('duplicate');
    expect(reasons).toEqual([]);
  });

  test('that fail, or are missing, set the record aside', async () => {
    const { conversations: old, store } = await start();
    const broken = migrations.map((migration) => ({
      ...migration,
      migrate: () => {
        throw new Error('a fault');
      },
    }));
    for (const [id, steps, reason] of [
      ['a', broken, 'migration-failed'],
      ['b', migrations.slice(1), 'no-migration'],
    ] as const) {
      await old.accept(id, event('e1'));
      await old.commit(id, turn('e1'));
      const { conversations, reasons } = open(store, { schemaVersion: 3, migrations: steps });
      expect(await conversations.next(id)).toBeUndefined();
      expect(reasons).toEqual([reason]);
      expect((await conversations.export(id))?.setAside[0]?.text).toContain('"notes":["e1"]');
    }
  });

  test('that do not lead to the present version are refused at once', async () => {
    const { store } = await start();
    for (const [schemaVersion, steps] of [
      [4, migrations],
      [3, migrations.toReversed()],
      [2, migrations],
    ] as const) {
      expect(() => open(store, { schemaVersion, migrations: steps })).toThrow(
        expect.objectContaining({ code: 'migrations-broken' }),
      );
    }
  });
});
