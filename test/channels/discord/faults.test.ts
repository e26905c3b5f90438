/** What goes wrong between the bot and Discord: nothing is lost, and nothing is said twice. */
import { describe, expect, test } from 'vitest';
import { PermissionFlagsBits as P } from 'discord.js';
import type { FakeChannel, FakeGuild } from './fake/model.ts';
import {
  answerTo,
  answersTo,
  botMessages,
  discordForFile,
  expectNoViolations,
  isEphemeral,
  member,
  readable,
  startBot,
} from './support.ts';
import { FakeDiscord } from './fake/fake-discord.ts';
import { HeldStore } from './held-store.ts';

const clear = 'Do I need a diploma for a title?';
let guild: FakeGuild;
let general: FakeChannel;
const held = await HeldStore.open();
const context = discordForFile(
  (fake) => {
    guild = fake.state.guild('Workers');
    general = fake.state.channel(guild, 'general');
  },
  { store: held.store },
);

const direct = (channel: FakeChannel): number => channel.messages.filter(({ author }) => author === context.fake.state.bot).length;

describe('an answer to an interaction', () => {
  test.each([
    ['a 5xx', { status: 502 }],
    [
      'a 429 that says when',
      { status: 429, headers: { 'retry-after': '0.2' }, body: { message: 'slow', retry_after: 0.2, global: false } },
    ],
    ['a 429 without a time', { status: 429, body: { message: 'slow', retry_after: 0.2, global: false } }],
    ['a connection that is cut', 'drop'],
    ['an answer that is lost', 'lost'],
  ] as const)('is given once after %s', async (_, act) => {
    const { fake } = context;
    fake.faults.push({ path: /callback$/, times: 1, act });
    const interaction = member(fake).slash(general, 'help');
    const answers = await answersTo(context, interaction);
    expect(answers).toHaveLength(1);
    expect(interaction.acknowledgedAfter).toBeLessThan(3000);
    expect(interaction.attempts).toBeLessThan(4);
  });

  test('that comes too late goes to the asker as a direct message', async () => {
    const { fake } = context;
    const alice = member(fake);
    fake.faults.push({ path: /callback$/, times: 1, act: { status: 404, body: { code: 10_062, message: 'Unknown interaction' } } });
    alice.slash(general, 'help');
    await botMessages(fake, fake.state.direct(alice.user), 1);
    await context.bot.running.settle();
    expect(direct(fake.state.direct(alice.user))).toBe(1);
  });

  test('after the token has expired goes there too', async () => {
    const { fake } = context;
    const alice = member(fake);
    fake.faults.push({
      path: /callback$/,
      times: 1,
      act: { status: 401, body: { code: 50_027, message: 'Invalid Webhook Token' } },
    });
    alice.slash(general, 'help');
    expect(await botMessages(fake, fake.state.direct(alice.user), 1)).toHaveLength(1);
  });

  test('is put in plain form where Discord refuses the new one', async () => {
    const { fake } = context;
    fake.faults.push({ path: /callback$/, times: 1, act: { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } } });
    const answer = await answerTo(fake, member(fake).slash(general, 'help'));
    expect(answer.content).not.toBe('');
    expect(isEphemeral(answer)).toBe(true);
  });

  test('goes directly to its asker where Discord refuses every form of it', async () => {
    const { fake } = context;
    const alice = member(fake);
    fake.faults.push({ path: /callback$/, times: 2, act: { status: 400, body: { code: 50_035, message: 'Invalid Form Body' } } });
    const interaction = alice.slash(general, 'help');
    expect(await botMessages(fake, fake.state.direct(alice.user), 1)).toHaveLength(1);
    expect(interaction.responses).toEqual([]);
  });

  test('to an interaction that is delivered twice is given once', async () => {
    const { fake } = context;
    const interaction = member(fake).slash(general, 'help');
    fake.repeat('INTERACTION_CREATE');
    await answersTo(context, interaction);
    expect(interaction.responses).toHaveLength(1);
    expect(interaction.attempts).toBe(1);
  });
});

describe('an answer for everyone that takes its time', () => {
  test.each([
    ['is posted in the channel', true],
    ['follows the interaction where the bot is no member', false],
  ])('%s, and its asker is told', async (_, joined) => {
    const { fake } = context;
    const alice = member(fake);
    const channel = joined
      ? fake.state.channel(guild, 'slow')
      : fake.state.channel(fake.state.guild('Elsewhere', { joined: false }), 'slow', { denied: P.ViewChannel });
    const { promise, resolve: release } = Promise.withResolvers<void>();
    held.before('discord-paths', () => promise);
    const interaction = alice.slash(channel, 'ask', { question: clear, share: true });
    await fake.state.until('a deferral', () => interaction.acknowledged);
    release();
    const open = await fake.state.until('an answer', () => channel.messages.find(({ onlyFor }) => onlyFor === null));
    await context.bot.running.settle();
    expect(readable(open)).toContain('-# [');
    expect(interaction.responses.filter(isEphemeral).map(readable)).toEqual(['The answer is below.']);
    expect(channel.messages).toHaveLength(2);
  });
});

describe('a message', () => {
  test.each([
    ['a 5xx', { status: 503 }],
    [
      'a 429 that says when',
      { status: 429, headers: { 'retry-after': '0.1' }, body: { message: 'slow', retry_after: 0.1, global: false } },
    ],
    ['a 429 without a time', { status: 429, body: { message: 'slow', retry_after: 0.2, global: false } }],
    ['a connection that is cut', 'drop'],
    ['an answer that is lost', 'lost'],
  ] as const)('is sent once after %s', async (_, act) => {
    const { fake } = context;
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    fake.faults.push({ path: new RegExp(`^/channels/${channel.id}/messages$`), method: 'POST', times: 3, act });
    alice.direct('hello');
    await botMessages(fake, channel, 1);
    await context.bot.running.settle();
    expect(direct(channel)).toBe(1);
    fake.faults.length = 0;
  });

  test('to a channel that is gone, or to nobody, holds up no others', async () => {
    const { fake } = context;
    const alice = member(fake, 'alice', { closed: true });
    alice.direct('hello');
    await context.bot.running.settle();
    const bob = member(fake, 'bob');
    bob.direct('hello');
    expect(await botMessages(fake, fake.state.direct(bob.user), 1)).toHaveLength(1);
  });

  test('that Discord refuses for good holds up nothing that comes after', async () => {
    const { fake } = context;
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    fake.faults.push({
      path: new RegExp(`^/channels/${channel.id}/messages$`),
      method: 'POST',
      times: 2,
      act: { status: 400, body: { code: 200_000, message: 'Message was blocked by automatic moderation' } },
    });
    alice.direct('hello');
    await context.bot.running.settle();
    alice.direct('hello');
    expect(await botMessages(fake, channel, 1)).toHaveLength(1);
  });

  test('whose fate was in doubt for so long that Discord forgot its nonce is looked up', async () => {
    const { fake } = context;
    fake.state.remembersNonces = false;
    fake.state.ids.setDay('2026-11-01');
    const alice = member(fake);
    const channel = fake.state.direct(alice.user);
    fake.faults.push({ path: new RegExp(`^/channels/${channel.id}/messages$`), method: 'POST', times: 1, act: 'lost' });
    alice.direct('hello');
    await fake.state.until('a look', () => fake.requests.some(({ method, path }) => method === 'GET' && path.includes(channel.id)));
    await context.bot.running.settle();
    fake.state.remembersNonces = true;
    expect(direct(channel)).toBe(1);
  });

  test('that is delivered twice is answered once', async () => {
    const { fake } = context;
    const alice = member(fake);
    alice.direct('hello');
    fake.repeat('MESSAGE_CREATE');
    await botMessages(fake, fake.state.direct(alice.user), 1);
    await context.bot.running.settle();
    expect(direct(fake.state.direct(alice.user))).toBe(1);
  });

  test('that may not be answered is explained to the owner of the server', async () => {
    const { fake } = context;
    const closed = fake.state.channel(guild, 'closed');
    fake.state.deny(closed, P.SendMessages);
    member(fake).say(closed, `<@${fake.state.bot.id}> ${clear}`);
    const owner = fake.state.users.get(guild.ownerId);
    if (!owner) throw new Error('no owner');
    const [told] = await botMessages(fake, fake.state.direct(owner), 1);
    expect(told && readable(told)).toContain('SendMessages');
  });
});

/** What may come instead of an event, from a faulty or a newer Discord. */
const unreadable: readonly (readonly [string, string, unknown])[] = [
  ['an interaction without data', 'INTERACTION_CREATE', { id: '1', type: 2, token: 't', application_id: '2' }],
  [
    'an interaction whose user is none',
    'INTERACTION_CREATE',
    { id: '1', type: 3, token: 't', data: { component_type: 2 }, user: 7 },
  ],
  ['an interaction that is nothing', 'INTERACTION_CREATE', null],
  ['a message without author', 'MESSAGE_CREATE', { id: '1', channel_id: '2', channel_type: 1, content: 'x' }],
  ['a message that is a list', 'MESSAGE_CREATE', []],
  ['a channel update of nothing', 'CHANNEL_UPDATE', null],
  ['a server without anything', 'GUILD_CREATE', {}],
  ['an event of no name', 'NOTHING_KNOWN', null],
];

describe('an event that can not be read', () => {
  test.each(unreadable)('is skipped, and harms nobody else: %s', async (_, event, data) => {
    const { fake } = context;
    const session = [...fake.gateway.sessions.values()].findLast(({ socket }) => socket !== undefined);
    if (!session) throw new Error('not connected');
    fake.gateway.send(session, event, data);
    const alice = member(fake);
    alice.direct('hello');
    expect(await botMessages(fake, fake.state.direct(alice.user), 1)).toHaveLength(1);
    expect(fake.gateway.log.filter((each) => each.startsWith('identify'))).toHaveLength(1);
  });

  test('is told to the operator, without what it holds', async () => {
    const { fake, bot } = context;
    fake.gateway.dispatch('INTERACTION_CREATE', null, 0, { id: '1', type: 2, token: 'a-secret', application_id: '2' });
    const told = await fake.state.until('a log', () => bot.log.findLast(({ message }) => message.includes('skipped')));
    expect(JSON.stringify(told)).not.toContain('a-secret');
  });
});

test('two hundred deferred answers at once are not held to fifty a second', async () => {
  const { fake } = context;
  const { promise, resolve: release } = Promise.withResolvers<void>();
  held.always('discord-paths', () => promise);
  const interactions = Array.from({ length: 200 }, (_, at) => member(fake, `person-${at}`).slash(general, 'help'));
  await fake.state.until('deferrals', () => interactions.every(({ acknowledged }) => acknowledged));
  expect(interactions.every(({ acknowledgedAfter = 0 }) => acknowledgedAfter < 3000)).toBe(true);
  held.always('discord-paths', undefined);
  const begun = performance.now();
  release();
  await fake.state.until('answers', () => interactions.every(({ responses }) => responses.some(({ edited }) => edited !== null)));
  // Fifty a second would take four.
  expect(performance.now() - begun).toBeLessThan(3000);
  expect(interactions.every(({ responses }) => responses.length === 1)).toBe(true);
});

describe('the connection', () => {
  test.each([
    ['cut', (fake: FakeDiscord) => fake.gateway.drop()],
    ['asked to reconnect', (fake: FakeDiscord) => fake.gateway.order(7)],
    ['closed with 4000', (fake: FakeDiscord) => fake.gateway.close(4000)],
  ])('%s, is resumed without an event lost or doubled', async (_, interrupt) => {
    const { fake } = context;
    const people = Array.from({ length: 10 }, (_each, at) => member(fake, `person-${at}`));
    interrupt(fake);
    for (const person of people) person.direct('hello');
    await Promise.all(people.map((person) => botMessages(fake, fake.state.direct(person.user), 1)));
    await context.bot.running.settle();
    expect(people.map((person) => direct(fake.state.direct(person.user)))).toEqual(people.map(() => 1));
    expect(fake.gateway.log.at(-1)).toBe('resume');
  });
});

test('a connection that has died without a word is noticed by its heartbeat, and resumed without an event lost or doubled', async () => {
  const fake = await FakeDiscord.start({ heartbeat: 300 });
  const bot = await startBot(fake);
  fake.gateway.acknowledges = false;
  const people = Array.from({ length: 10 }, (_each, at) => member(fake, `person-${at}`));
  // Nothing of what is sent from now on arrives.
  fake.gateway.mute = true;
  for (const person of people) person.direct('hello');
  await fake.state.until('a resumption', () => fake.gateway.log.includes('resume'));
  fake.gateway.acknowledges = true;
  await Promise.all(people.map((person) => botMessages(fake, fake.state.direct(person.user), 1)));
  await bot.running.settle();
  const answers = people.map(
    (person) => fake.state.direct(person.user).messages.filter(({ author }) => author === fake.state.bot).length,
  );
  expect(answers).toEqual(people.map(() => 1));
  expect(fake.gateway.log).not.toContain('refused');
  expectNoViolations(fake);
  await bot.running.stop();
  await fake.stop();
});

test('a session that Discord ends is followed by a new one', async () => {
  const { fake } = context;
  const before = fake.gateway.log.filter((each) => each.startsWith('identify')).length;
  fake.gateway.order(9);
  await fake.state.until('a new session', () => fake.gateway.log.filter((each) => each.startsWith('identify')).length > before);
  const alice = member(fake);
  alice.direct('hello');
  expect(await botMessages(fake, fake.state.direct(alice.user), 1)).toHaveLength(1);
});

test('a handler that throws harms nobody else, and whoever asked is told', async () => {
  const { fake } = context;
  const alice = member(fake);
  held.before('discord-paths', () => Promise.reject(new Error('disk full')));
  const failed = await answerTo(fake, alice.slash(general, 'help'));
  expect(readable(failed)).toContain('went wrong');
  expect(isEphemeral(failed)).toBe(true);
  expect(readable(await answerTo(fake, alice.slash(general, 'help')))).not.toContain('went wrong');
});

test('an answer that takes its time is announced, and then takes the place of the announcement', async () => {
  const { fake } = context;
  const alice = member(fake);
  const { promise, resolve: release } = Promise.withResolvers<void>();
  held.before('discord-paths', () => promise);
  const interaction = alice.slash(general, 'help');
  await fake.state.until('a deferral', () => interaction.acknowledged);
  expect(interaction.acknowledgedAfter).toBeLessThan(2500);
  expect(interaction.responses.every(({ components }) => components.length === 0)).toBe(true);
  release();
  const answers = await answersTo(context, interaction);
  expect(answers).toHaveLength(1);
  expect(isEphemeral(answers[0])).toBe(true);
});
