/** Answers in a model's words: seen while they are written, stopped by whoever waits, and replaced by the turn's card once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createModel, type CreatedModel } from '../../../src/assistant/create-model.ts';
import { english } from '../../../src/presentation/messages-en.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { startFakeModel, type FakeModel } from '../../support/fake-model.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { commandsReply, honestAnswer, modelSettings } from '../../support/model-stage.ts';
import { FakeDiscord } from './fake/fake-discord.ts';
import type { FakeInteraction } from './fake/interaction.ts';
import type { FakeChannel, FakeMessage } from './fake/model.ts';
import {
  botMessages,
  expectNoViolations,
  isEphemeral,
  labelsOf,
  member,
  readable,
  startBot,
  testAssistant,
  type Bot,
} from './support.ts';

const question = 'Do I need a diploma for title review?';

let writer: FakeModel;
let created: CreatedModel;
let fake: FakeDiscord;
let general: FakeChannel;
let bot: Bot;
let release: () => void;

beforeAll(async () => {
  writer = await startFakeModel();
  created = createModel(testKnowledge(), modelSettings(writer.url, { deadline: 20_000 }), {
    store: await openStore('memory:'),
    log: () => undefined,
  });
  fake = await FakeDiscord.start();
  general = fake.state.channel(fake.state.guild('Workers'), 'general');
  const store = await openStore('memory:');
  bot = await startBot(fake, { store, assistant: testAssistant(store, created) });
});
afterAll(async () => {
  await bot.running.stop();
  await fake.stop();
  await writer.close();
});
beforeEach(() => {
  const { promise, resolve } = Promise.withResolvers<void>();
  release = resolve;
  // All sentences but the end of the reply come at once.
  writer.behave = ({ task, data }) =>
    task === 'answer' ? { text: honestAnswer(data), pieces: 8, until: promise } : { text: commandsReply() };
});
afterEach(async () => {
  release();
  await bot.running.settle();
  expectNoViolations(fake);
});

/** The response while it is written. */
const written = (interaction: FakeInteraction): Promise<FakeMessage> =>
  fake.state.until('an answer being written', () => {
    const { original } = interaction;
    return original && labelsOf(original).includes('Stop') && original;
  });
const edits = ({ token }: FakeInteraction) =>
  fake.requests.filter(({ method, path }) => method === 'PATCH' && path.includes(token));

describe('an answer that takes its time', () => {
  test('is seen by the asker sentence by sentence, and then as a whole, once', async () => {
    const alice = member(fake);
    const asked = alice.slash(general, 'ask', { question });
    const message = await written(asked);
    expect(readable(message)).toMatch(/ …$/);
    expect(isEphemeral(message)).toBe(true);
    release();
    await bot.running.settle();
    expect(asked.responses).toEqual([message]);
    expect(labelsOf(message)).not.toContain('Stop');
    expect(readable(message)).toContain(english.wording.model);
    expect(edits(asked)).toHaveLength(2);
  });

  test('ends with the prepared answer when the asker stops it', async () => {
    const asked = member(fake).slash(general, 'ask', { question });
    const message = await written(asked);
    const press = fake.as(asked.user).click(message, 'Stop');
    await fake.state.until('the end', () => !labelsOf(message).includes('Stop'));
    await bot.running.settle();
    expect(press.acknowledged).toBe(true);
    expect(readable(message)).toContain(english.wording['stand-in']);
    expect(asked.responses).toHaveLength(1);
  });

  test('is written where only the asker sees it, and shown to everyone as a whole', async () => {
    const asked = member(fake).slash(general, 'ask', { question, share: true });
    const message = await written(asked);
    expect(isEphemeral(message)).toBe(true);
    const before = general.messages.filter(({ onlyFor }) => onlyFor === null).length;
    release();
    await bot.running.settle();
    expect(readable(message)).toBe('The answer is below.');
    const shared = general.messages.filter(({ onlyFor }) => onlyFor === null).slice(before);
    expect(shared.map((each) => readable(each).includes(english.wording.model))).toEqual([true]);
  });

  test('is there when what is written of it could not be shown', async () => {
    const fault = { method: 'PATCH', path: /@original$/, times: 1, act: { status: 429, headers: { 'retry-after': '30' } } };
    fake.faults.push(fault);
    const asked = member(fake).slash(general, 'ask', { question });
    await fake.state.until('a refused edit', () => edits(asked).length > 0);
    release();
    await bot.running.settle();
    expect(fault.times).toBe(0);
    expect(edits(asked)).toHaveLength(2);
    expect(asked.responses.map((each) => readable(each).includes(english.wording.model))).toEqual([true]);
  });
});

test('a direct message that takes its time sees the bot typing, and then the answer; a further message ends the wait', async () => {
  const carol = member(fake, 'carol');
  const channel = fake.state.direct(carol.user);
  const typing = () => fake.requests.filter(({ path }) => path === `/channels/${channel.id}/typing`);
  carol.direct(question);
  await fake.state.until('typing', () => typing().length > 0);
  expect(channel.messages.filter(({ author }) => author === fake.state.bot)).toEqual([]);
  carol.direct('help');
  const [answer, help] = await botMessages(fake, channel, 2);
  expect(answer && readable(answer)).toContain(english.wording['stand-in']);
  expect(help && readable(help)).not.toContain(english.wording['stand-in']);
  expect(typing()).toHaveLength(1);
});
