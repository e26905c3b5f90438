/** The interview, ephemeral or in direct messages: by click, by form, by typing. */
import { GatewayIntentBits } from 'discord.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Assistant } from '../../../src/assistant/assistant.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { FakeDiscord } from './fake/fake-discord.ts';
import {
  answerTo,
  botMessages,
  discordForFile,
  expectNoViolations,
  idsOf,
  isEphemeral,
  labelsOf,
  lastAnswer,
  member,
  readable,
  startBot,
} from './support.ts';
import type { FakeChannel, FakeGuild } from './fake/model.ts';

let guild: FakeGuild;
let general: FakeChannel;
const context = discordForFile((fake) => {
  guild = fake.state.guild('Workers');
  general = fake.state.channel(guild, 'general');
});

describe('/check', () => {
  test('leads by clicks to a report that only the asker sees', async () => {
    const { fake } = context;
    const alice = member(fake);
    let message = await lastAnswer(context, alice.slash(general, 'check', { goal: 'title-assistant' }));
    expect(isEphemeral(message)).toBe(true);
    const questions = new Set<string>();
    for (let turn = 0; turn < 30 && !labelsOf(message).includes('Why?'); turn += 1) {
      questions.add(readable(message));
      const id = idsOf(message).find((each) => each.startsWith('q:')) ?? '';
      message = await lastAnswer(context, alice.click(message, id));
    }
    expect(questions.size).toBeGreaterThan(2);
    expect(readable(message)).toContain('As of');
    expect(alice.sees(general).every(({ onlyFor }) => onlyFor === alice.user.id)).toBe(true);
    expect(member(fake, 'bob').sees(general)).toEqual([]);
  });

  test('takes an answer in words by a form, and several by a select', async () => {
    const { fake } = context;
    const alice = member(fake, 'alice', { locale: 'zh-CN' });
    const message = await lastAnswer(context, alice.slash(general, 'check', { goal: 'title-assistant' }));
    expect(labelsOf(message)).toContain('用文字回答');
    const form = alice.click(message, '用文字回答');
    const next = await lastAnswer(context, await alice.submit(form, { words: '我是高级工，2020年5月评上的，工程专业，没有职称' }));
    expect(readable(next)).toContain('高级工');
    expect(isEphemeral(next)).toBe(true);
  });
});

test('what was said last is dropped with a direct message that is edited or deleted, and not with a mere preview of a link', async () => {
  const { fake } = context;
  const dropped = vi.spyOn(Assistant.prototype, 'forgetTurns');
  onTestFinished(() => dropped.mockRestore());
  const alice = member(fake);
  const said = alice.direct('hello');
  const { id, channelId } = said;
  await botMessages(fake, fake.state.direct(alice.user), 1);
  const tell = (event: string, more: object): void =>
    fake.state.tell(event, null, GatewayIntentBits.DirectMessages, { id, channel_id: channelId, ...more });
  const call = [`discord:${alice.user.id}`];
  tell('MESSAGE_UPDATE', { content: 'hello', embeds: [] });
  tell('MESSAGE_UPDATE', { content: 'hello there' });
  await vi.waitFor(() => expect(dropped.mock.calls).toEqual([call]));
  tell('MESSAGE_DELETE', {});
  await vi.waitFor(() => expect(dropped.mock.calls).toEqual([call, call]));
});

describe('a direct message', () => {
  test('is answered, and numbers stand for the choices shown', async () => {
    const { fake } = context;
    const carol = member(fake, 'carol');
    carol.direct('Can I become an engineer? I am a technician (skill level 2) since 2019, no title.');
    const channel = fake.state.direct(carol.user);
    const [first] = await botMessages(fake, channel, 1);
    expect(first && readable(first)).toContain('Technician');
    carol.direct('1');
    const [, second] = await botMessages(fake, channel, 2);
    expect(second && labelsOf(second).length).toBeGreaterThan(0);
  });
});

test('numbers mean the choices shown last, also to a process that was started since', async () => {
  const store = await openStore('memory:');
  const first = await FakeDiscord.start();
  const dora = member(first, 'dora');
  const before = await startBot(first, { store });
  dora.direct('Can I become an engineer? I am a technician (skill level 2) since 2019, no title.');
  const channel = first.state.direct(dora.user);
  await botMessages(first, channel, 1);
  await before.running.stop();
  const after = await startBot(first, { store });
  expect(channel.messages.map(labelsOf).at(-1)?.[0]).toBe('Yes, that is right');
  dora.direct('1');
  const [, report] = await botMessages(first, channel, 2);
  expect(report && readable(report)).toContain('As of');
  await after.running.stop();
  expectNoViolations(first);
  await first.stop();
});

describe('what is pressed late', () => {
  test('answers no later question, by button or by form', async () => {
    const { fake } = context;
    const eve = member(fake, 'eve');
    const old = await lastAnswer(context, eve.slash(general, 'check', { goal: 'title-review' }));
    const now = await lastAnswer(context, eve.slash(general, 'check', { goal: 'title-review' }));
    const next = await lastAnswer(context, eve.choose(now, ['senior']));
    const question = readable(next).split('\n').at(-1) ?? '';
    const again = await lastAnswer(context, eve.choose(old, ['technician']));
    expect(readable(again)).toContain(question);
    const old2 = await lastAnswer(context, eve.slash(general, 'check', { goal: 'title-review' }));
    const form = eve.click(old2, idsOf(old2).find((id) => id.startsWith('type:')) ?? '');
    const third = await lastAnswer(context, eve.choose(again, ['engineering']));
    expect(readable(third)).not.toContain(question);
    const late = await lastAnswer(context, await eve.submit(form, { words: 'agriculture' }));
    expect(readable(late)).toContain('Engineering');
    const noted = readable(await answerTo(fake, eve.slash(general, 'my-data show')));
    expect(noted).toContain('Senior worker');
    expect(noted).toContain('Engineering');
    expect(noted).not.toContain('griculture');
  });

  test('is said to have no meaning any more where it has none', async () => {
    const { fake } = context;
    const channel = fake.state.direct(fake.state.user('fay'));
    const old = fake.state.post({
      channelId: channel.id,
      author: fake.state.bot,
      components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Yes', custom_id: 'q:true' }] }],
    });
    const fay = fake.as([...fake.state.users.values()].findLast(({ name }) => name === 'fay') ?? fake.state.bot);
    expect(readable(await answerTo(fake, fay.click(old, 'Yes')))).toContain('no longer works');
  });
});

test('an answer of several pages is one message, whose pages are turned until all is forgotten', async () => {
  const { fake } = context;
  const gil = member(fake, 'gil');
  await lastAnswer(context, gil.slash(general, 'check', { goal: 'title-review' }));
  for (let at = 0; at < 40; at += 1)
    await lastAnswer(context, gil.slash(general, 'ask', { question: `senior worker since ${1980 + at}` }));
  const exported = gil.slash(general, 'my-data export');
  const message = await lastAnswer(context, exported);
  const first = readable(message);
  expect(labelsOf(message).filter((label) => label.includes('Page'))).toEqual(['Page 2 of 3 ▶']);
  await lastAnswer(context, gil.click(message, 'Page 2 of 3 ▶'));
  expect(readable(message)).not.toBe(first);
  await lastAnswer(context, gil.click(message, '◀ Page 1 of 3'));
  expect(readable(message)).toBe(first);
  expect(exported.responses).toHaveLength(1);
  await lastAnswer(context, gil.slash(general, 'my-data forget'));
  await context.bot.running.settle();
  const gone = await lastAnswer(context, gil.click(message, 'Page 2 of 3 ▶'));
  expect(readable(gone)).toContain('not kept any more');
  for (const namespace of ['discord-homes', 'discord-shown', 'discord-answers', 'discord-paths'])
    for await (const [key] of context.bot.store.adapter(namespace).iterator())
      expect(key.includes(gil.user.id) && namespace !== 'discord-paths', `${namespace} ${key}`).toBe(false);
});
