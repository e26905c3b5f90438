/** A child process works on a conversation and is killed between two steps; what it was told to be kept must be there. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/storage/open-store.ts';
import { event, notebook, noteState, startChild, temporaryFolder } from './support.ts';

/** Runs the child until it says `step`, and kills it there. */
async function crashAfter(path: string, step: string): Promise<void> {
  const child = startChild('child-turns.ts', path, step);
  for (let line = await child.line(); line !== step; line = await child.line()) {
    if (line === undefined) throw new Error(`the child ended before '${step}'`);
  }
  await child.kill();
}

async function reopen(path: string) {
  const store = await openStore(path);
  onTestFinished(() => store.close());
  return notebook(store).conversations;
}

const file = () => join(temporaryFolder(), 'store.db');

describe('killed', () => {
  test('after acceptance: the event waits, and its redelivery is a duplicate', async () => {
    const path = file();
    await crashAfter(path, 'accepted e0');
    const conversations = await reopen(path);
    expect(await conversations.pendingConversations()).toEqual(['c']);
    expect(await conversations.next('c')).toEqual({ event: event('e0'), state: undefined });
    expect(await conversations.accept('c', event('e0'))).toBe('duplicate');
  });

  test('in the middle of a turn: the event is handled again, its effects once', async () => {
    const path = file();
    await crashAfter(path, 'handling e0');
    const conversations = await reopen(path);
    const next = await conversations.next('c');
    expect(next).toEqual({ event: event('e0'), state: undefined });
    await conversations.commit('c', { eventId: 'e0', state: { notes: ['e0'] }, replies: ['reply to e0'] });
    expect(await conversations.undelivered('c')).toHaveLength(1);
  });

  test('after the commit: the reply waits, and the event does not come back', async () => {
    const path = file();
    await crashAfter(path, 'committed e0');
    const conversations = await reopen(path);
    expect(await conversations.pendingConversations()).toEqual(['c']);
    expect(await conversations.next('c')).toBeUndefined();
    expect(await conversations.undelivered('c')).toEqual([{ id: 'e0/0', eventId: 'e0', payload: 'reply to e0' }]);
    expect(await conversations.accept('c', event('e0'))).toBe('duplicate');
    expect(await conversations.export('c')).toMatchObject({ state: { notes: ['e0'] } });
  });

  test('after delivery: nothing is sent again', async () => {
    const path = file();
    await crashAfter(path, 'delivered e0/0');
    const conversations = await reopen(path);
    expect(await conversations.pendingConversations()).toEqual([]);
    expect(await conversations.undelivered('c')).toEqual([]);
  });

  test('at any moment of a busy hour, three times over: every event is noted once, and every reply is sent', async () => {
    const path = file();
    const sent = new Set<string>();
    for (let life = 1; life <= 4; life++) {
      const child = startChild('child-turns.ts', path, 'never', '30');
      let lines = 0;
      for (let line = await child.line(); line !== undefined; line = await child.line()) {
        if (line.startsWith('delivered ')) sent.add(line.slice('delivered '.length));
        // A different moment each time; what it does while the signal is on its way is part of the test.
        if (++lines === life * 17 && life < 4) await child.kill();
      }
      await child.ended();
    }
    const ids = Array.from({ length: 30 }, (_, index) => `e${index}`);
    const conversations = await reopen(path);
    expect(await conversations.pendingConversations()).toEqual([]);
    expect(await conversations.export('c')).toMatchObject({ state: { notes: ids } });
    // A reply whose delivery was being noted when the process died may be missing from what it said, never from the outbox.
    expect(sent.size).toBeGreaterThanOrEqual(27);
    expect(sent.size).toBeLessThanOrEqual(30);
  });
});

test('two processes on one conversation lose no event and answer each once', async () => {
  const path = file();
  const children = ['left', 'right'].map((side) => startChild('child-accepts.ts', path, side, '60'));
  expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0]);
  const conversations = await reopen(path);
  const exported = await conversations.export('c');
  const handled = noteState.parse(exported?.state).notes;
  expect(handled).toHaveLength(180);
  expect(new Set(handled).size).toBe(180);
  for (const side of ['left', 'right']) {
    const own = handled.filter((note) => note.startsWith(side));
    expect(own).toEqual(Array.from({ length: 60 }, (_, index) => `${side}-${index}`));
  }
  expect(exported?.outbox).toHaveLength(180);
});
