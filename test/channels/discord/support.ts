/** The real channel with the real client library, connected to the fake. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createAssistant } from '../../../src/assistant/create-assistant.ts';
import type { CreatedModel } from '../../../src/assistant/create-model.ts';
import type { Assistant } from '../../../src/assistant/assistant.ts';
import { createLookup } from '../../../src/assistant/lookup.ts';
import { startDiscord, type DiscordOptions, type RunningDiscord } from '../../../src/channels/discord/start.ts';
import type { Store } from '../../../src/storage/adapter.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { FakeDiscord, token } from './fake/fake-discord.ts';
import type { FakeInteraction } from './fake/interaction.ts';
import { list, record, text, tree } from './fake/json.ts';
import type { FakeChannel, FakeMessage, FakeUser } from './fake/model.ts';

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly details: object;
  readonly message: string;
}

export interface Bot {
  readonly running: RunningDiscord;
  readonly store: Store;
  readonly log: readonly Logged[];
}

export async function startBot(fake: FakeDiscord, more: Partial<DiscordOptions> = {}): Promise<Bot> {
  const knowledge = testKnowledge();
  const store = more.store ?? (await openStore('memory:'));
  const log: Logged[] = [];
  const write =
    (level: Logged['level']) =>
    (details: object, message: string): void =>
      void log.push({ level, details, message });
  const running = await startDiscord({
    token,
    base: fake.base,
    shards: 1,
    startDeadline: 20_000,
    store,
    lookup: createLookup(knowledge.evaluator.book),
    retentionDays: 30,
    assistant: testAssistant(store),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    // Attempts after a failure follow at once.
    wait: async () => undefined,
    ...more,
  });
  return { running, store, log };
}

export const testAssistant = (store: Store, model?: CreatedModel): Assistant =>
  createAssistant(testKnowledge(), { store, retentionDays: 30, onQuarantine: () => undefined, model });

export interface Context {
  fake: FakeDiscord;
  bot: Bot;
}

/** One fake and one bot for a file; each test has people and channels of its own, and ends without a violation. */
export function discordForFile(prepare: (fake: FakeDiscord) => void = () => undefined, more: Partial<DiscordOptions> = {}) {
  const context: Context = Object.create(null);
  beforeAll(async () => {
    testKnowledge();
    context.fake = await FakeDiscord.start();
    prepare(context.fake);
    context.bot = await startBot(context.fake, more);
  });
  afterEach(async () => {
    await context.bot.running.settle();
    expectNoViolations(context.fake);
    expect(context.fake.faults.filter(({ times }) => times > 0)).toEqual([]);
    context.fake.faults.length = 0;
  });
  afterAll(async () => {
    await context.bot.running.stop();
    await context.bot.store.close();
    await context.fake.stop();
  });
  return context;
}

export function expectNoViolations(fake: FakeDiscord): void {
  const found = [...fake.violations];
  fake.violations.length = 0;
  expect(found).toEqual([]);
}

/** All that a message says, its labels left out. */
export const wordsOf = (message: FakeMessage): string =>
  [message.content, ...tree(message.components).map(({ content }) => text(content))].filter((each) => each !== '').join('\n');

/** Without the backslashes of escaping. */
export const readable = (message: FakeMessage): string => wordsOf(message).replaceAll(/\\(?=[\p{P}\p{S}])/gu, '');

export const labelsOf = (message: FakeMessage): string[] =>
  tree(message.components).flatMap(({ type, label, options }) =>
    type === 2
      ? [text(label)]
      : Array.isArray(options)
        ? options.map((each: unknown) => text(Reflect.get(Object(each), 'label')))
        : [],
  );

export const idsOf = (message: FakeMessage): string[] =>
  tree(message.components).flatMap(({ custom_id: id }) => (typeof id === 'string' ? [id] : []));

/** Ids of the choices that can be taken, by button or select. */
export const choicesOf = (message: FakeMessage): string[] =>
  tree(message.components).flatMap(({ custom_id: id, options }) => [
    ...(/^[qc]:/.test(text(id)) ? [text(id).replace(/^[qc]:[^:]*:/, '')] : []),
    ...list(options).map((option) => text(record(option)['value'])),
  ]);

export const isEphemeral = (message: FakeMessage | undefined): boolean => message !== undefined && message.onlyFor !== null;

/** The response to an interaction, when it is shown. */
export async function answerTo(fake: FakeDiscord, interaction: FakeInteraction): Promise<FakeMessage> {
  return fake.state.until(`an answer to interaction ${interaction.id}`, () =>
    interaction.responses.find(({ components, content }) => components.length > 0 || content !== ''),
  );
}

/** All messages that answer an interaction, when its turn is done. */
export async function answersTo({ fake, bot }: Context, interaction: FakeInteraction): Promise<readonly FakeMessage[]> {
  await answerTo(fake, interaction);
  await bot.running.settle();
  return interaction.responses;
}

/** The message that has the choices: the last one. */
export async function lastAnswer(context: Context, interaction: FakeInteraction): Promise<FakeMessage> {
  const last = (await answersTo(context, interaction)).at(-1);
  if (!last) throw new Error('no answer');
  return last;
}

/** The last message of the bot in a channel, once there are so many. */
export async function botMessages(fake: FakeDiscord, channel: FakeChannel, count: number): Promise<readonly FakeMessage[]> {
  return fake.state.until(`${count} messages of the bot in ${channel.name}`, () => {
    const own = channel.messages.filter(({ author }) => author === fake.state.bot);
    return own.length >= count && own;
  });
}

export const member = (fake: FakeDiscord, name = 'alice', more: Partial<FakeUser> = {}) => fake.as(fake.state.user(name, more));
