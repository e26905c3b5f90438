/** Several processes on one SQLite file: what waits is sent by one of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createAssistant } from '../../src/assistant/create-assistant.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { startChild, temporaryFolder, type Child } from '../storage/support.ts';
import { testKnowledge } from '../support/knowledge.ts';

beforeAll(() => void testKnowledge());

const said = ['hello', 'I am a level-2 technician (技师)', 'summary'];

/** A store with events of so many conversations, half of them answered, none sent. */
async function prepare(conversations: number): Promise<{ readonly path: string; readonly log: string }> {
  const folder = temporaryFolder();
  const path = join(folder, 'store.db');
  const store = await openStore(path);
  const assistant = createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined });
  for (let at = 0; at < conversations; at += 1) {
    for (const [nth, text] of said.entries())
      await assistant.accept(`test:${at}`, { id: `e${nth}`, at: '2026-11-22T10:00:00+08:00', payload: { text } });
    if (at % 2 === 0) await assistant.work(`test:${at}`);
  }
  await store.close();
  return { path, log: join(folder, 'sent.log') };
}

async function ready(child: Child): Promise<Child> {
  expect(await child.line()).toBe('ready');
  return child;
}

const linesOf = (log: string): string[] => readFileSync(log, 'utf8').trim().split('\n');
const reply = (line: string): string => line.replace(' again', '');

test('two that start at once send each reply once, in order', async () => {
  const { path, log } = await prepare(40);
  const children = [1, 2].map(() => startChild('../channels/child-sends.ts', path, log, '30000'));
  await Promise.all(children.map(ready));
  for (const child of children) child.tell('go');
  expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0]);
  const sent = linesOf(log).map(reply);
  expect(sent).toHaveLength(120);
  expect(new Set(sent).size).toBe(120);
  for (let at = 0; at < 40; at += 1)
    expect(sent.filter((line) => line.startsWith(`test:${at} `))).toEqual(said.map((_, nth) => `test:${at} e${nth}/0`));
}, 60_000);

test('one that stands still in the middle of sending is taken over from, and sends nothing more when it wakes', async () => {
  const { path, log } = await prepare(1);
  const first = await ready(startChild('../channels/child-sends.ts', path, log, '300', 'e1/0'));
  first.tell('go');
  expect(await first.line()).toBe('sending e1/0');
  const second = await ready(startChild('../channels/child-sends.ts', path, log, '300'));
  second.tell('go');
  expect(await second.ended()).toBe(0);
  // What was under way may have arrived, and is said to.
  expect(linesOf(log)).toEqual(['test:0 e0/0 again', 'test:0 e1/0 again', 'test:0 e2/0']);
  first.process.kill('SIGCONT');
  expect(await first.ended()).toBe(0);
  expect(linesOf(log).map(reply)).toEqual(['test:0 e0/0', 'test:0 e1/0', 'test:0 e2/0', 'test:0 e1/0']);
}, 60_000);
