/** Start-up and end: what Discord refuses is said in a sentence, within a time; what is registered is not registered again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client } from 'oceanic.js';
import { commandDefinitions } from '../../../src/channels/discord/commands.ts';
import { createLookup } from '../../../src/assistant/lookup.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { FakeDiscord, token } from './fake/fake-discord.ts';
import { commandFaults } from './fake/rules.ts';
import { answerTo, botMessages, expectNoViolations, member, startBot } from './support.ts';

let fake: FakeDiscord;
beforeEach(async () => {
  testKnowledge();
  fake = await FakeDiscord.start();
});
afterEach(async () => {
  await fake.stop();
  expectNoViolations(fake);
});

describe('what keeps the bot from starting is said with a remedy', () => {
  test('a wrong token', async () => {
    fake.faults.push({
      path: /applications\/@me$/,
      times: 1,
      act: { status: 401, body: { code: 0, message: '401: Unauthorized' } },
    });
    await expect(startBot(fake)).rejects.toMatchObject({
      code: 'discord-token-refused',
      message: expect.stringContaining('DISCORD_TOKEN'),
    });
  });

  test('a token that only the gateway refuses', async () => {
    fake.gateway.closesWith = 4004;
    await expect(startBot(fake)).rejects.toMatchObject({ name: 'DiscordError' });
  });

  test('intents that are not allowed', async () => {
    fake.gateway.closesWith = 4014;
    await expect(startBot(fake)).rejects.toMatchObject({ code: 'discord-intents-refused' });
  });

  test('a gateway that closes for ever', async () => {
    fake.gateway.closesWith = 4000;
    await expect(startBot(fake, { startDeadline: 700 })).rejects.toMatchObject({
      code: 'discord-start-timeout',
      message: expect.stringContaining('DISCORD_START_SECONDS'),
    });
  });

  test('no network', async () => {
    await expect(startBot(fake, { base: 'http://127.0.0.1:1/api' })).rejects.toMatchObject({ code: 'discord-unreachable' });
  });
});

test.each([4004, 4014])('a connection that is closed for good with %i ends the channel', async (code) => {
  const bot = await startBot(fake);
  fake.gateway.close(code);
  await expect(bot.running.failed).rejects.toMatchObject({ name: 'DiscordError' });
  await bot.running.stop();
});

test('an event that can not be read, while the client is not ready yet, is skipped', async () => {
  fake.state.guild('Workers');
  fake.early.push(['INTERACTION_CREATE', { id: '1', type: 2 }], ['MESSAGE_CREATE', null], ['GUILD_CREATE', null]);
  const bot = await startBot(fake);
  const alice = member(fake);
  alice.direct('hello');
  await botMessages(fake, fake.state.direct(alice.user), 1);
  expect(bot.log.filter(({ message }) => message.includes('skipped'))).toHaveLength(4);
  await bot.running.stop();
});

describe('the commands', () => {
  test('that Discord refuses are said to be the cause', async () => {
    fake.faults.push({
      method: 'PUT',
      path: /commands$/,
      times: 1,
      act: { status: 400, body: { code: 50_035, message: 'Invalid' } },
    });
    await expect(startBot(fake)).rejects.toMatchObject({ code: 'discord-commands-refused' });
  });

  test('are within the rules of Discord', () => {
    expect(commandFaults(commandDefinitions(createLookup(testKnowledge().evaluator.book)))).toEqual([]);
  });

  test('are registered once, and again only when they differ', async () => {
    await (await startBot(fake)).running.stop();
    await (await startBot(fake)).running.stop();
    expect(fake.state.registrations).toBe(1);
    fake.state.commands = fake.state.commands.slice(1);
    await (await startBot(fake)).running.stop();
    expect(fake.state.registrations).toBe(2);
  });
});

test('several shards of one process each serve their servers', async () => {
  const guilds = Array.from({ length: 8 }, (_, at) => fake.state.guild(`server-${at}`));
  const channels = guilds.map((guild) => fake.state.channel(guild, 'general'));
  const bot = await startBot(fake, { shards: 2 });
  const alice = member(fake);
  for (const channel of channels) await answerTo(fake, alice.slash(channel, 'help'));
  expect(fake.gateway.log).toEqual(['identify 0/2', 'identify 1/2']);
  await bot.running.stop();
}, 30_000);

test('another client library finds the same Discord here', async () => {
  const guild = fake.state.guild('Workers');
  const channel = fake.state.channel(guild, 'general');
  const client = new Client({
    auth: `Bot ${token}`,
    rest: { baseURL: `${fake.base}/v10` },
    gateway: { intents: ['GUILDS', 'GUILD_MESSAGES', 'MESSAGE_CONTENT'], maxShards: 1 },
  });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  client.once('ready', isReady);
  await client.connect();
  await ready;
  const { promise: heard, resolve: hear } = Promise.withResolvers<string>();
  client.once('messageCreate', (message) => hear(message.content));
  member(fake).say(channel, 'hello there');
  expect(await heard).toBe('hello there');
  const sent = await client.rest.channels.createMessage(channel.id, { content: 'and hello', allowedMentions: {} });
  expect(sent.content).toBe('and hello');
  await client.application.bulkEditGlobalCommands([{ type: 1, name: 'ping', description: 'answers' }]);
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  client.once('interactionCreate', (interaction) => {
    if (interaction.isCommandInteraction())
      void interaction.createMessage({ content: 'pong', allowedMentions: {} }).then(() => ask());
  });
  const interaction = member(fake).slash(channel, 'ping');
  await asked;
  expect(interaction.responses.map(({ content }) => content)).toEqual(['pong']);
  expect(errors).toEqual([]);
  client.disconnect(false);
});
