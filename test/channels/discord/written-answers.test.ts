/** Answers in a model's words: seen while they are written, stopped by whoever waits, and replaced by the turn's card once. */
import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi, type MockInstance } from 'vitest';
import type { Assistant } from '../../../src/assistant/assistant.ts';
import { createModel, type CreatedModel } from '../../../src/assistant/create-model.ts';
import { english } from '../../../src/presentation/messages-en.ts';
import { GrowingAnswers } from '../../../src/channels/discord/growing-answers.ts';
import { openRecords } from '../../../src/storage/records.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { commandsReply, honestAnswer, modelSettings } from '../../support/model-stage.ts';
import { playedModel } from '../../support/played-model.ts';
import { FakeDiscord } from './fake/fake-discord.ts';
import type { FakeInteraction } from './fake/interaction.ts';
import type { FakeChannel, FakeMessage } from './fake/model.ts';
import {
  answerTo,
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

const writer = playedModel();
let created: CreatedModel;
let fake: FakeDiscord;
let general: FakeChannel;
let help: HelpChannels;
let bot: Bot;
let accepted: MockInstance<Assistant['accept']>;
let release: () => void;

beforeAll(async () => {
  created = createModel(testKnowledge(), modelSettings(writer.url, { deadline: 20_000 }), {
    store: await openStore('memory:'),
    log: () => undefined,
  });
  fake = await FakeDiscord.start();
  const guild = fake.state.guild('Workers');
  general = fake.state.channel(guild, 'general');
  help = {
    forum: fake.state.forum(guild, 'help', ['Solved']),
    plain: fake.state.channel(guild, 'questions'),
    released: fake.state.forum(guild, 'reviewed', ['Solved']),
    desk: fake.state.channel(guild, 'hr', { closed: true }),
  };
  const store = await openStore('memory:');
  const assistant = testAssistant(store, created);
  accepted = vi.spyOn(assistant, 'accept');
  bot = await startBot(fake, { store, assistant });
  await setUp(help);
});
afterAll(async () => {
  await bot.running.stop();
  await fake.stop();
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
const pressed = async (press: FakeInteraction): Promise<FakeInteraction> =>
  fake.state.until('an acknowledgement', () => press.acknowledged && press);
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
  writer.behave = () => 'silent';
  const carol = member(fake, 'carol');
  const channel = fake.state.direct(carol.user);
  const typing = () => fake.requests.filter(({ path }) => path === `/channels/${channel.id}/typing`);
  carol.direct(question);
  await fake.state.until('typing', () => typing().length > 0);
  expect(ownIn(channel)).toEqual([]);
  carol.direct('help');
  const [answer, help] = await botMessages(fake, channel, 2);
  expect(answer && readable(answer)).toContain(english.wording['stand-in']);
  expect(help && readable(help)).not.toContain(english.wording['stand-in']);
  expect(typing()).toHaveLength(1);
});

const ownIn = (channel: FakeChannel): FakeMessage[] =>
  channel.messages.filter(({ author, onlyFor, deleted }) => author === fake.state.bot && onlyFor === null && !deleted);
/** The message in a channel while it is written. */
const growing = (channel: FakeChannel): Promise<FakeMessage> =>
  fake.state.until('a message being written', () => ownIn(channel).find((each) => labelsOf(each).includes('Stop')));
const requestsTo = (channel: FakeChannel, method: string) =>
  fake.requests.filter((each) => each.method === method && each.path.startsWith(`/channels/${channel.id}/messages`));
const only = (channel: FakeChannel): FakeMessage => {
  const [one, ...others] = ownIn(channel);
  if (!one || others.length > 0) throw new Error(`There are ${others.length + (one ? 1 : 0)} messages`);
  return one;
};

/** Where the bot answers new posts by itself, and where helpers release what it answers. */
interface HelpChannels {
  readonly forum: FakeChannel;
  readonly plain: FakeChannel;
  readonly released: FakeChannel;
  readonly desk: FakeChannel;
}

async function setUp({ forum, plain, released, desk }: HelpChannels): Promise<void> {
  const admin = member(fake, 'admin', { permissions: PermissionFlagsBits.ManageGuild });
  await answerTo(fake, admin.slash(plain, 'bridge-admin desk', { channel: desk }));
  const modes = [
    [forum, 'auto'],
    [plain, 'auto'],
    [released, 'suggest'],
  ] as const;
  for (const [channel, mode] of modes) await answerTo(fake, admin.slash(plain, 'bridge-admin channel', { channel, mode }));
}

describe('where a message is answered, a message grows', () => {
  test('directly, and becomes the answer', async () => {
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    alice.direct(question);
    const message = await growing(channel);
    expect(readable(message)).toContain('A language model is writing');
    expect(readable(message)).toMatch(/ …$/);
    release();
    await bot.running.settle();
    expect(only(channel)).toBe(message);
    expect(labelsOf(message)).not.toContain('Stop');
    expect(readable(message)).toContain(english.wording.model);
    // Sentences may come between the first and the answer, a second apart at least.
    expect(requestsTo(channel, 'POST')).toHaveLength(1);
    expect(requestsTo(channel, 'PATCH').length).toBeLessThan(4);
  });

  test("in a forum's post, where only its author can stop it", async () => {
    const { forum } = help;
    const alice = member(fake);
    const post = alice.post(forum, 'A question on diplomas', question);
    const message = await growing(post);
    expect(message.replyTo).toBe(post.id);
    expect((await pressed(member(fake, 'bob').click(message, 'Stop'))).acknowledged).toBe(true);
    expect(labelsOf(message)).toContain('Stop');
    alice.click(message, 'Stop');
    await fake.state.until('the end', () => !labelsOf(message).includes('Stop'));
    await bot.running.settle();
    expect(only(post)).toBe(message);
    expect(readable(message)).toContain(english.wording['stand-in']);
    expect(labelsOf(message)).toEqual(expect.arrayContaining(['Solved', 'Not helpful', 'Ask a human']));
  });

  test('in the thread of a message in a text channel', async () => {
    const { plain } = help;
    const before = ownIn(plain).length;
    const asked = member(fake).say(plain, question);
    const thread = await fake.state.until('a thread', () => fake.state.channels.get(asked.id));
    const message = await growing(thread);
    release();
    await bot.running.settle();
    expect(only(thread)).toBe(message);
    expect(readable(message)).toContain(english.wording.model);
    expect(ownIn(plain)).toHaveLength(before);
  });

  test('but not where helpers release it first', async () => {
    const { released, desk } = help;
    const post = member(fake).post(released, 'A question on diplomas', question);
    release();
    await botMessages(fake, desk, 1);
    expect(ownIn(post)).toEqual([]);
    expect(readable(only(desk))).toContain(english.wording.model);
  });

  test.each<[string, Omit<(typeof fake.faults)[number], 'path' | 'times'>]>([
    ['may have been posted', { method: 'POST', act: 'lost' }],
    ['was not posted', { method: 'POST', act: 'drop' }],
    ['became the answer, and nobody heard', { method: 'PATCH', act: 'lost' }],
    ['could not be edited', { method: 'PATCH', act: { status: 500 } }],
    ['is refused', { method: 'POST', act: { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } } }],
  ])('and there is one answer where it %s', async (_, fault) => {
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    const failing = { ...fault, path: new RegExp(`^/channels/${channel.id}/messages`), times: 1 };
    fake.faults.push(failing);
    alice.direct(question);
    await fake.state.until('an attempt', () => requestsTo(channel, 'POST').length > 0);
    release();
    await bot.running.settle();
    expect(failing.times).toBe(0);
    const answer = only(channel);
    expect(readable(answer)).toContain(english.wording.model);
    expect(labelsOf(answer)).not.toContain('Stop');
  });

  test('and its answer is posted anew where somebody deleted it, and in plain words where Discord refuses its form', async () => {
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    alice.direct(question);
    (await growing(channel)).deleted = true;
    release();
    await bot.running.settle();
    expect(readable(only(channel))).toContain(english.wording.model);

    const bob = member(fake, 'bob');
    const other = fake.state.direct(bob.user);
    const { promise, resolve } = Promise.withResolvers<void>();
    writer.behave = ({ data }) => ({ text: honestAnswer(data), pieces: 8, until: promise });
    bob.direct(question);
    await growing(other);
    const path = new RegExp(`^/channels/${other.id}/messages`);
    fake.faults.push({
      method: 'PATCH',
      path,
      times: 1,
      act: { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } },
    });
    resolve();
    await bot.running.settle();
    const plain = ownIn(other);
    expect(plain.map(({ flags }) => flags)).toEqual(plain.map(() => 0));
    expect(plain.filter((each) => readable(each).includes(english.wording.model))).toHaveLength(1);
  });
});

test('what a person uses is counted as theirs, wherever they write and press', async () => {
  release();
  accepted.mockClear();
  const alice = member(fake);
  const command = alice.slash(general, 'ask', { question, share: true });
  await answerTo(fake, command);
  const post = alice.post(help.forum, 'A question on diplomas', question);
  const [answer] = await botMessages(fake, post, 1);
  alice.direct(question);
  await botMessages(fake, fake.state.direct(alice.user), 1);
  if (answer) await answerTo(fake, alice.click(answer, 'Ask a human'));
  await bot.running.settle();
  const events = accepted.mock.calls.map(([conversation, event]) => ({ conversation, ...event }));
  expect(new Set(events.map(({ conversation }) => conversation)).size).toBe(3);
  expect(events.map((event) => 'person' in event && event.person)).toEqual(events.map(() => `discord:${alice.user.id}`));
});

/** The messages alone, with what they ask of Discord, and a clock that is set by hand. */
async function alone() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const store = await openStore('memory:');
  const calls: string[] = [];
  const path = {
    via: 'message',
    messageId: '10',
    userId: '1',
    guildId: null,
    channelId: '5',
    quiet: false,
    draft: false,
    form: false,
    thread: null,
  } as const;
  const answers = new GrowingAnswers({
    store,
    paths: { find: () => Promise.resolve(path) },
    postbox: {
      begin: () => Promise.resolve(`2${calls.push('begin')}`),
      edit: (_channel, id) => Promise.resolve(calls.push(`edit ${id}`) > 0 ? 'posted' : 'missing'),
      find: () => Promise.resolve(void calls.push('find')),
      openThread: () => Promise.resolve('posted'),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const body = { components: [], allowed_mentions: { parse: [] } };
  const grow = async (passing = 300): Promise<void> => {
    answers.grow('discord:1', '10', body);
    await vi.advanceTimersByTimeAsync(passing);
  };
  return { answers, calls, store, grow };
}

describe('the place of an answer', () => {
  test('shows what is written about once a second, and nothing of what is whole at once', async () => {
    const { answers, calls, grow } = await alone();
    await grow(200);
    expect(calls).toEqual([]);
    await grow(100);
    for (let tenth = 0; tenth < 36; tenth += 1) await grow(100);
    expect(calls).toEqual(['begin', 'edit 21', 'edit 21', 'edit 21']);
    answers.grow('discord:1', '10', { components: [], allowed_mentions: { parse: [] } });
    await answers.end('discord:1', '10');
    await vi.advanceTimersByTimeAsync(5000);
    expect(calls).toHaveLength(4);
  });

  test('is taken by one reply, as often as that is sent, and by no other', async () => {
    const { answers, calls, grow } = await alone();
    await grow();
    expect(calls).toEqual(['begin']);
    const taken = () => answers.take('discord:1', { id: '10/0', eventId: '10' });
    expect([await taken(), await taken()]).toEqual(['21', '21']);
    expect(await answers.take('discord:1', { id: '10/1', eventId: '10' })).toBeUndefined();
    expect(await answers.take('discord:1', { id: '11/0', eventId: '11' })).toBeUndefined();
    expect(calls).toEqual(['begin']);
  });

  test('is left alone by a process that was taken for dead', async () => {
    const { answers, calls, store, grow } = await alone();
    const key = 'discord:1|10';
    await openRecords(store, 'discord-growing', z.unknown()).set(key, { channelId: '5', messageId: '21', reply: '10/0' });
    await grow();
    await answers.close();
    expect(calls).toEqual([]);
  });

  test('is forgotten with the conversation', async () => {
    const { answers, calls, store, grow } = await alone();
    await grow();
    expect(calls).toEqual(['begin']);
    await answers.forget('discord:12');
    expect(await store.adapter('discord-growing').get('discord:1|10')).toBeDefined();
    await answers.forget('discord:1');
    expect(await store.adapter('discord-growing').get('discord:1|10')).toBeUndefined();
  });
});
