/** An answer that a model writes is shown while it comes, and takes the place of what was shown: once, whatever goes wrong. */
import { expect, test } from 'vitest';
import { newCounts } from '../../../src/channels/slack/api.ts';
import { Drafts } from '../../../src/channels/slack/drafts.ts';
import { eventId } from '../../../src/channels/slack/ids.ts';
import { openMemoryStore } from '../../../src/storage/memory-adapter.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { honestAnswer, modelSettings, testModel } from '../../support/model-stage.ts';
import { playedModel } from '../../support/played-model.ts';
import type { ModelSettings } from '../../../src/assistant/create-model.ts';
import type { AssistantModel } from '../../../src/assistant/assistant.ts';
import { english } from '../../../src/presentation/messages-en.ts';
import type { Fault } from './support/front.ts';
import { killedBetween } from './support/killed.ts';
import { elementsOf, words, type Shown } from './support/person.ts';
import { modes, stages, type Stage, type StageOptions } from './support/stage.ts';
import { text } from './support/wire.ts';

const { open } = stages();
const question = 'Do I need a diploma for title review?';
const model = english.wording.model;
const standIn = english.wording['stand-in'];

const fake = playedModel(({ data }) => ({ text: honestAnswer(data), pieces: 20 }));

const writer = async (changes: Partial<ModelSettings> = {}): Promise<AssistantModel> =>
  testModel(modelSettings(fake.url, changes), await openStore('memory:'), () => undefined);
const withModel = async (options: StageOptions = {}, changes: Partial<ModelSettings> = {}): Promise<Stage> =>
  open({ ...options, model: await writer(changes) });

/** The model has written all, and does not end. */
const stall = (): void => {
  fake.behave = ({ data }) => ({ text: honestAnswer(data), end: 'stalled' });
};
const buttons = (shown: Shown): string[] =>
  elementsOf(shown).flatMap(({ element }) => (element['action_id'] === undefined ? [] : text(element['action_id'])));
const drafted = async ({ front, alice }: Stage, channel?: string): Promise<Shown> => {
  await front.until(() => front.called('chat.postMessage').length > 0 && front.posted.length > 0, 'a draft');
  return alice.last(channel);
};
const only = (shown: readonly Shown[]): Shown => {
  const [one] = shown;
  if (!one || shown.length > 1) throw new Error(`There are ${shown.length} messages`);
  return one;
};

test.each(modes)('it grows in its thread and becomes the answer, over %s', async (mode) => {
  const stage = await withModel({ mode });
  const { alice, front } = stage;
  stall();
  const { ts } = await alice.writes(question);
  const draft = await drafted(stage);
  expect(draft.thread).toBe(ts);
  expect(buttons(draft)).toEqual(['stop']);
  expect(words(draft)).toContain('A language model is writing');
  await alice.presses(draft, 'stop');
  await stage.settle();
  const answer = only(await alice.sees());
  expect(answer.ts).toBe(draft.ts);
  expect(words(answer)).toContain(standIn);
  expect(words(answer)).not.toContain('is writing');
  expect(buttons(answer)).toContain('feedback');
  expect(front.posted).toHaveLength(1);
});

test('a second press, come late, stops no later answer', async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice } = stage;
  stall();
  await alice.writes(question);
  const first = await drafted(stage);
  await alice.presses(first, 'stop');
  await stage.settle();
  await alice.writes(question);
  await stage.front.until(() => stage.front.posted.length > 1, 'a second draft');
  const second = await alice.last();
  expect(second.ts).not.toBe(first.ts);
  await alice.presses(first, 'stop');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(words(await alice.last())).toContain('is writing');
  await alice.presses(second, 'stop');
  await stage.settle();
  expect(words(await alice.last())).toContain(standIn);
});

test('each sentence is shown only after it has passed, and the whole in the end', async () => {
  const stage = await withModel();
  fake.behave = ({ data }) => {
    const { sentences } = JSON.parse(honestAnswer(data));
    const [first, ...rest] = sentences;
    return { text: JSON.stringify({ sentences: [first, { ...first, text: 'Your title is guaranteed.' }, ...rest] }), pieces: 40 };
  };
  await stage.alice.writes(question);
  await stage.settle();
  const shown = [...stage.front.called('chat.postMessage'), ...stage.front.called('chat.update')];
  expect(shown.length).toBeGreaterThan(1);
  expect(JSON.stringify(shown)).not.toContain('guaranteed');
  expect(words(only(await stage.alice.sees()))).toContain(model);
});

test('in a channel it stands in the thread, and only who asked can stop it', async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice, bob } = stage;
  stall();
  const channel = stage.channel('support');
  const { ts } = await alice.says(`@bridge ${question}`, channel);
  const draft = await drafted(stage, channel);
  expect(draft.thread).toBe(ts);
  expect((await bob.presses(draft, 'stop')).status).toBe(200);
  expect(words(await alice.last(channel))).toContain('is writing');
  await alice.presses(draft, 'stop');
  await stage.settle();
  const answer = only(await alice.sees(channel));
  expect(answer.ts).toBe(draft.ts);
  expect(words(answer)).toContain(standIn);
});

test("Slack's own stop button stops it too", async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice } = stage;
  stall();
  const { ts } = await alice.writes(question);
  const draft = await drafted(stage);
  await alice.tell({ type: 'agent_session_stopped', user: alice.id, channel: await alice.direct(), thread_ts: ts });
  await stage.settle();
  const answer = (await alice.sees()).find((each) => each.ts === draft.ts);
  expect(answer && words(answer)).toContain(standIn);
});

test("and in a channel's thread the answer alone, not the person's own check", async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice } = stage;
  await alice.writes('check what I may apply for');
  await stage.settle();
  stall();
  const before = await alice.sees();
  const channel = stage.channel('support');
  const { ts } = await alice.says(`@bridge ${question}`, channel);
  await stage.front.until(() => stage.front.posted.length > before.length, 'a draft');
  await alice.tell({ type: 'agent_session_stopped', user: alice.id, channel, thread_ts: ts });
  await stage.settle();
  expect(words(only(await alice.sees(channel)))).toContain(standIn);
  expect(await alice.sees()).toEqual(before);
});

test("the day's budget is a person's, in all of their threads and direct messages", async () => {
  const person = { tokens: 7000, micros: undefined };
  const stage = await withModel({}, { budget: { person, all: { tokens: 1e9, micros: undefined } } });
  fake.behave = ({ data }) => ({ text: honestAnswer(data), usage: { prompt: 6000, completion: 100 } });
  const channel = stage.channel('support');
  const { alice, bob } = stage;
  const said: string[] = [];
  for (const who of [alice, alice, bob]) {
    await who.says(`@bridge ${question}`, channel);
    await stage.settle();
    said.push(words(await alice.last(channel)));
  }
  await alice.writes(question);
  await stage.settle();
  said.push(words(await alice.last()));
  expect(said.map((each) => each.includes(model))).toEqual([true, false, true, false]);
});

test('what is for one person only has no draft', async () => {
  const stage = await withModel();
  await stage.alice.commands(`ask ${question}`, stage.channel('support'));
  await stage.settle();
  expect(words(stage.alice.whispered())).toContain(model);
  expect(stage.front.called('chat.update')).toEqual([]);
  expect(stage.front.posted).toEqual([]);
});

test('without a model an answer is posted and nothing updated', async () => {
  const stage = await open();
  await stage.alice.writes(question);
  await stage.settle();
  expect(stage.front.posted).toHaveLength(1);
  expect(stage.front.called('chat.update')).toEqual([]);
});

test('a model that fails in the middle leaves the prepared answer in its place', async () => {
  const stage = await withModel();
  fake.behave = ({ data }) => ({ text: honestAnswer(data), end: 'dropped' });
  await stage.alice.writes(question);
  await stage.settle();
  expect(words(only(await stage.alice.sees()))).toContain(standIn);
});

test.each<[string, string, Fault]>([
  ['is rate-limited', 'chat.postMessage', { status: 429, headers: { 'retry-after': '1' } }],
  ['may have been posted', 'chat.postMessage', { after: true, cut: true }],
  ['may not have been posted', 'chat.postMessage', { cut: true }],
  ['can not grow', 'chat.update', { status: 500 }],
])('there is one answer where the draft %s', async (_, method, fault) => {
  const stage = await withModel();
  stage.front.fail(method, fault);
  await stage.alice.writes(question);
  await stage.settle();
  await stage.front.until(() => stage.front.healed(method), 'the fault');
  const answer = only(await stage.alice.sees());
  expect(words(answer)).toContain(model);
  expect(buttons(answer)).not.toContain('stop');
  expect(stage.app.counts.repeated).toBe(0);
});

test('a draft that a person deleted is no loss: the answer is posted', async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice, front } = stage;
  stall();
  await alice.writes(question);
  const draft = await drafted(stage);
  await front.as('xoxb-test-bridge', 'chat.delete', { channel: draft.channel, ts: draft.ts });
  await alice.presses(draft, 'stop');
  await stage.settle();
  expect(words(only(await alice.sees()))).toContain(standIn);
});

test('an answer whose blocks Slack refuses takes the place in plain words', async () => {
  const stage = await withModel({}, { deadline: 60_000 });
  const { alice, front } = stage;
  stall();
  await alice.writes(question);
  const draft = await drafted(stage);
  front.fail('chat.update', { refused: 'invalid_blocks' });
  await alice.presses(draft, 'stop');
  await stage.settle();
  const shown = await alice.sees();
  expect(shown[0]?.ts).toBe(draft.ts);
  expect(shown.map(words).join('\n')).toContain(standIn);
  expect(shown.flatMap(({ blocks }) => blocks)).toEqual([]);
});

test('killed between any two steps, nothing of it is left over or doubled', async () => {
  const writing = await writer();
  const steps = await killedBetween({
    model: writing,
    prepare: async ({ alice }) => {
      const event = await alice.message(question, await alice.direct(), 'im');
      return (stage) => stage.alice.tell(event);
    },
    after: async ({ alice, app, store }, where) => {
      const shown = await alice.sees();
      expect(shown.length, where).toBe(1);
      expect(shown.flatMap(buttons), where).toContain('feedback');
      expect(app.counts.repeated, where).toBe(0);
      const left = [];
      for await (const [key] of store.adapter('slack-drafts').iterator()) left.push(key);
      expect(left, where).toEqual([]);
    },
  });
  // Two more than without a draft: it is remembered, and forgotten.
  expect(steps).toBeGreaterThanOrEqual(7);
}, 120_000);

/** Drafts alone, with what they ask of Slack. */
function alone() {
  const clock = { now: 1e12 };
  const store = openMemoryStore(() => clock.now);
  const calls: string[] = [];
  const posting = {
    begin: () => Promise.resolve(`${calls.push('begin')}.0`),
    grow: () => Promise.resolve(void calls.push('grow')),
    find: () => Promise.resolve(undefined),
  };
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const drafts = new Drafts({ posting, counts: newCounts(), store, onError });
  const conversation = 'slack:T1:U1';
  const event = eventId({ kind: 'message', user: 'U1', channel: 'D1', thread: '1.1', mark: '1.1' });
  const grow = async (): Promise<void> => {
    drafts.grow(conversation, { eventId: event, place: 'private', language: 'en', sentences: ['One.'] });
    await drafts.shown();
  };
  const take = () => drafts.take(conversation, event, { team: 'T1', channel: 'D1', thread: '1.1' });
  return { store, clock, calls, errors, grow, take };
}

test('a process that was taken for dead does not write over the answer that another has put there', async () => {
  const { calls, grow, take, store, errors } = alone();
  await grow();
  await grow();
  expect(calls).toEqual(['begin', 'grow']);
  await store.adapter('slack-drafts').clear();
  await grow();
  expect(calls).toEqual(['begin', 'grow']);
  expect(await take()).toBeUndefined();
  expect(errors).toEqual([]);
});

test('most of what Slack takes in a minute is left to the answers', async () => {
  const { calls, grow, clock } = alone();
  for (let nth = 0; nth < 20; nth += 1) await grow();
  const atOnce = calls.length;
  expect(atOnce).toBeLessThanOrEqual(8);
  for (let second = 0; second < 60; second += 1) {
    clock.now += 1000;
    await grow();
  }
  expect(calls.length - atOnce).toBeLessThanOrEqual(25);
  expect(calls.length - atOnce).toBeGreaterThan(15);
});
