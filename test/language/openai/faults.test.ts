/**
 * Off, slow, failing or lying, the model changes no verdict: every conversation of `test/conversations/` ends as it does without one,
 * whatever the endpoint does.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Block, Card } from '../../../src/presentation/card.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { dialogues, type Dialogue } from '../../support/dialogues.ts';
import type { Behaviour, ModelCall } from '../../support/fake-model.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import {
  commandsReply,
  honestAnswer,
  lyingCommands,
  modelSettings,
  noteOf,
  openStage,
  unsure,
  type Stage,
} from '../../support/model-stage.ts';
import { playedModel } from '../../support/played-model.ts';

const either = (call: ModelCall, commands: Behaviour, answer: Behaviour): Behaviour =>
  call.task === 'commands' ? commands : answer;
const honest = (call: ModelCall): string => (call.task === 'answer' ? honestAnswer(call.data) : commandsReply());
const message = z.object({ message: z.string() });
const task = z.object({ prepared: z.string(), provisions: z.array(z.object({ id: z.string() })) });

const lies = (call: ModelCall, quote: (text: string) => string): string =>
  lyingCommands(quote(message.parse(call.data).message), fake.calls.length);

function lyingAnswer(call: ModelCall, lie: (text: string, ids: readonly string[]) => object): string {
  const { prepared, provisions } = task.parse(call.data);
  const sentences = prepared.split(/(?<=[.!?])\s+|(?<=[。！？])/).filter((text) => text.trim() !== '');
  return JSON.stringify({
    sentences: sentences.map((text) =>
      lie(
        text,
        provisions.map(({ id }) => id),
      ),
    ),
  });
}

interface Fault {
  readonly name: string;
  /** Only the deadline ends it: a short one. */
  readonly slow?: true;
  /** It says something that may be said. */
  readonly words?: true;
  readonly behave: (call: ModelCall) => Behaviour;
}
const faults: readonly Fault[] = [
  { name: 'valid replies', words: true, behave: (call) => ({ text: honest(call) }) },
  { name: 'a refusal', behave: () => ({ refusal: 'I can not help with that.' }) },
  { name: 'a filtered reply', behave: (call) => ({ text: honest(call), end: 'content_filter' }) },
  { name: 'invalid JSON', behave: () => ({ text: '{"commands": [, "sentences": [{"text": "Yes.' }) },
  { name: 'no JSON at all', behave: () => ({ text: 'Sure! Here is what you asked for.' }) },
  {
    name: 'a wrong schema',
    behave: () => ({ text: '{"commands":[{"type":"verdict","status":"eligible"}],"sentences":["Yes."]}' }),
  },
  { name: 'an empty reply', behave: () => ({ text: '' }) },
  { name: 'a reply that is cut off as too long', behave: (call) => ({ text: honest(call).slice(0, -9), end: 'length' }) },
  { name: 'a stream that ends too early', behave: (call) => ({ text: honest(call).slice(0, -9), end: 'none' }) },
  {
    name: 'a connection that drops in the middle',
    behave: (call) => ({ text: honest(call).slice(0, -9), end: 'dropped' }),
  },
  { name: 'a stream that stalls', slow: true, behave: (call) => ({ text: honest(call).slice(0, -9), end: 'stalled' }) },
  { name: 'a connection that drops at once', behave: () => 'dropped' },
  { name: 'silence', slow: true, behave: () => 'silent' },
  { name: 'an endless stream', behave: () => 'endless' },
  { name: '429 that says when', behave: () => ({ status: 429, headers: { 'retry-after': '20' } }) },
  { name: '429 that does not', behave: () => ({ status: 429 }) },
  { name: '429 for good', behave: () => ({ status: 429, code: 'insufficient_quota' }) },
  { name: '500', behave: () => ({ status: 500 }) },
  { name: '307 to elsewhere', behave: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/v1' } }) },
  { name: '400 with an endless reason', behave: () => ({ status: 400, endless: true }) },
  { name: '401', behave: () => ({ status: 401 }) },
  { name: '200 with a page', behave: () => ({ raw: '<html><body>Welcome</body></html>' }) },
  { name: 'events that are no JSON', behave: () => ({ raw: 'data: {"choices": [\n\ndata: [DONE]\n\n' }) },
  {
    name: 'hallucinated facts that quote what nobody said',
    words: true,
    behave: (call) =>
      either(call, { text: lies({ ...call, data: { message: '-' } }, () => 'I am a chief technician') }, { text: honest(call) }),
  },
  {
    name: 'hallucinated facts that quote the message',
    words: true,
    behave: (call) => either(call, { text: call.task === 'commands' ? lies(call, (text) => text) : '' }, { text: honest(call) }),
  },
  {
    name: 'hallucinated facts that quote its first word',
    words: true,
    behave: (call) =>
      either(
        call,
        { text: call.task === 'commands' ? lies(call, (text) => text.split(' ')[0] ?? '') : '' },
        { text: honest(call) },
      ),
  },
  {
    name: 'hallucinated ids',
    words: true,
    behave: (call) =>
      call.task === 'commands'
        ? {
            text: commandsReply(
              { type: 'inform', fact: 'salary', value: 'high', quote: 'I' },
              { type: 'check', goal: 'title-king', quote: 'I' },
            ),
          }
        : { text: lyingAnswer(call, (text) => ({ text, cites: ['title-no-exams-2099'] })) },
  },
  {
    name: 'hallucinated numbers',
    words: true,
    behave: (call) =>
      call.task === 'commands'
        ? { text: commandsReply({ type: 'inform', fact: 'technicianSince', value: '1999', quote: 'I' }) }
        : { text: lyingAnswer(call, (text, cites) => ({ text: `${text.replace(/[.。]$/, '')} after 17 years, 第17级.`, cites })) },
  },
];

const fake = playedModel();

/** What is taken along, without what is kept for the model. */
const withoutModel = (key: string, value: unknown): unknown =>
  key === 'lastTurns' || key === 'modelUse' || key === 'person' ? undefined : value;
const taken = (block: Block): Block =>
  block.block === 'text' && block.text.startsWith('{')
    ? { ...block, text: JSON.stringify(JSON.parse(block.text), withoutModel) }
    : block;
/** Without the words about who worded it, which say that it is the prepared answer. */
const plain = (cards: readonly Card[]): unknown[] =>
  cards.map((card) => ({ ...card, blocks: card.blocks.filter((block) => !noteOf(block)).map(taken) }));
const reportOf = (cards: readonly Card[]): unknown => cards.find(({ kind }) => kind === 'report')?.report;

const offersNone = (cards: readonly Card[]): boolean => cards.at(-1)?.choices.some(({ id }) => id === 'none-of-these') ?? false;

/** What the person sees in each turn, and what is kept in the end. A word that is asked about beyond `expected` is none of the readings. */
async function play(stage: Stage, { turns }: Dialogue, conversation: string, expected?: readonly (readonly Card[])[]) {
  const seen: (readonly Card[])[] = [];
  for (const [at, { user, choose }] of turns.entries()) {
    const cards = [...(await stage.say(choose === undefined ? (user ?? '') : { choose }, conversation))];
    const asksAside = (): boolean => expected !== undefined && offersNone(cards) && expected[at]?.at(-1)?.kind !== 'clarify';
    while (asksAside()) cards.push(...(await stage.say({ choose: ['none-of-these'] }, conversation)));
    seen.push(cards);
  }
  return { seen, kept: await stage.credentials(conversation) };
}

/** Its clock stands still: what is taken along says when it was kept. */
const newStore = () => openStore('memory:', () => Date.parse('2026-11-22T02:00:00Z'));
const all = dialogues();

let references: Awaited<ReturnType<typeof play>>[];
/** Places of the conversations in which a model is asked: until it is, nothing that it does can differ, so the others never ask. */
let asking: number[];
beforeAll(async () => {
  references = [];
  const without = await openStage(undefined, await newStore());
  for (const [at, dialogue] of all.entries()) references.push(await play(without, dialogue, `c${at}`));
  await without.close();
  fake.behave = (call) => ({ text: honest(call) });
  const stage = await openStage(modelSettings(fake.url), await newStore());
  asking = [];
  for (const [at, dialogue] of all.entries()) {
    fake.clear();
    await play(stage, dialogue, `c${at}`, references[at]?.seen);
    if (fake.calls.length > 0) asking.push(at);
  }
  await stage.close();
});

/** @param same the person sees the same too, word for word */
async function compare(stage: Stage, places: Iterable<number>, same: boolean): Promise<void> {
  for (const at of places) {
    const [dialogue, reference] = [all[at], references[at]];
    if (!dialogue || !reference) throw new Error('no such conversation');
    const { seen, kept } = await play(stage, dialogue, `c${at}`, reference.seen);
    expect(kept, dialogue.name).toEqual(reference.kept);
    expect(seen.map(reportOf), dialogue.name).toEqual(reference.seen.map(reportOf));
    if (same) expect(seen.map(plain), dialogue.name).toEqual(reference.seen.map(plain));
  }
}

test('a model is asked in some conversations, and in most it is not', () => {
  expect(asking.length).toBeGreaterThan(15);
  expect(asking.length).toBeLessThan(all.length / 4);
});

describe('every conversation ends as without a model, with', () => {
  test.each(faults)('$name', async ({ behave, slow, words }) => {
    fake.behave = behave;
    fake.clear();
    const settings = modelSettings(fake.url, { deadline: slow ? 15 : 5000, retryWait: 1, rest: { after: Infinity, for: 0 } });
    const stage = await openStage(settings, await newStore());
    await compare(stage, asking, !words);
    expect(fake.calls.length).toBeGreaterThan(15);
    await stage.close();
  });
});

test('every conversation ends as without a model, with an endpoint that is tried three times a call and then left alone', async () => {
  fake.behave = () => ({ status: 500 });
  fake.clear();
  const stage = await openStage(modelSettings(fake.url, { retryWait: 1, rest: { after: 5, for: 3_600_000 } }), await newStore());
  await compare(stage, asking, true);
  expect(fake.calls).toHaveLength(5 * 3);
  expect(stage.model?.usage().fallbacks).toMatchObject({ 'understand resting': expect.any(Number) });
  await stage.close();
});

describe('every conversation ends as without a model, though asked at every message, with', () => {
  test.each(faults.filter(({ words }) => words))('$name', async ({ behave }) => {
    fake.behave = behave;
    fake.clear();
    const stage = await openStage(modelSettings(fake.url), await newStore(), unsure(testKnowledge()));
    await compare(stage, all.keys(), false);
    expect(fake.calls.length).toBeGreaterThan(200);
    expect(stage.model?.usage().fallbacks).not.toHaveProperty('understand unreadable');
    await stage.close();
  });
});
