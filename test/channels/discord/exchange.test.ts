/** What an earlier process left of an answer is found out before it is shown again. */
import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApi, type Api } from '../../../src/channels/discord/api.ts';
import { sentence } from '../../../src/channels/discord/desk.ts';
import { Exchange } from '../../../src/channels/discord/exchange.ts';
import { FakeDiscord, token } from './fake/fake-discord.ts';
import { FakeInteraction } from './fake/interaction.ts';
import { expectNoViolations, readable } from './support.ts';

let fake: FakeDiscord;
let api: Api;
let interaction: FakeInteraction;
beforeEach(async () => {
  fake = await FakeDiscord.start();
  api = createApi({ token, base: fake.base });
  const channel = fake.state.channel(fake.state.guild('Workers'), 'general');
  const user = fake.state.user('alice');
  interaction = new FakeInteraction(fake.state, { type: 2, user, channel, message: null, userInstalled: false });
  fake.interactions.set(interaction.id, interaction);
});
afterEach(async () => {
  await fake.stop();
  expectNoViolations(fake);
});

const taken = (received: 'now' | 'before' = 'before'): Exchange =>
  new Exchange(
    {
      rest: api.interactions,
      applicationId: fake.state.applicationId,
      id: interaction.id,
      token: interaction.token,
      receivedAt: Date.now(),
      inPlace: false,
      direct: false,
      onError: (error) => {
        throw error;
      },
    },
    received,
  );
const acknowledge = (body: object): Promise<unknown> =>
  api.interactions.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
const answer = sentence('The answer');

test('an announcement, which only the asker sees, can not take what everyone is to see', async () => {
  const type = InteractionResponseType.DeferredChannelMessageWithSource;
  await acknowledge({ type, data: { flags: MessageFlags.Ephemeral } });
  expect(await taken().show(answer, true)).toBe('hidden');
  expect(interaction.responses.map(readable).join()).not.toContain('The answer');
});

test('what everyone sees already is shown anew in its place', async () => {
  await acknowledge({ type: InteractionResponseType.ChannelMessageWithSource, data: sentence('The answer') });
  expect(await taken().show(answer, true)).toBe('shown');
  expect(interaction.responses.map(readable)).toEqual(['The answer']);
});

test('where nothing was answered the interaction is over', async () => {
  expect(await taken().show(answer, true)).toBe('over');
  expect(await taken().show(answer, false)).toBe('over');
});

test('of an answer that is being written the last words are shown, and none after the answer', async () => {
  const exchange = taken('now');
  exchange.draft(sentence('One.'));
  expect(interaction.attempts).toBe(0);
  await exchange.defer();
  await fake.state.until('the first words', () => interaction.responses.map(readable).includes('One.'));
  for (const words of ['One. Two.', 'One. Two. Three.', 'One. Two. Three. Four.']) exchange.draft(sentence(words));
  await fake.state.until('all words', () => interaction.responses.map(readable).includes('One. Two. Three. Four.'));
  exchange.draft(sentence('One. Two. Three. Four. Five.'));
  expect(await exchange.show(answer, false)).toBe('shown');
  exchange.draft(sentence('One. Two. Three. Four. Five. Six.'));
  expect(interaction.responses.map(readable)).toEqual(['The answer']);
  expect(fake.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(3);
});

test('what could not be shown of an answer that is being written does not keep it from its place', async () => {
  const exchange = taken('now');
  await exchange.defer();
  fake.faults.push({ method: 'PATCH', path: /@original$/, times: 1, act: 'drop' });
  exchange.draft(sentence('One.'));
  await fake.state.until('an attempt', () => fake.requests.some(({ method }) => method === 'PATCH'));
  expect(await exchange.show(answer, false)).toBe('shown');
  expect(interaction.responses.map(readable)).toEqual(['The answer']);
});
