/**
 * How long an interaction takes until its answer arrives, over real sockets on this machine: a bot that only replies; ours with a store in
 * memory, so that what differs is our own work; ours with a file, which waits for the disk; ours where every answer is deferred (in
 * memory). The fake runs in this process, each bot in one of its own. `npm run bench:discord`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, GatewayIntentBits, MessageFlags } from 'discord.js';
import type { Assistant } from '../src/assistant/assistant.ts';
import type { DiscordOptions } from '../src/channels/discord/start.ts';
import { FakeDiscord, token } from '../test/channels/discord/fake/fake-discord.ts';
import type { FakeInteraction } from '../test/channels/discord/fake/interaction.ts';
import type { Person } from '../test/channels/discord/fake/person.ts';
import type { FakeChannel } from '../test/channels/discord/fake/model.ts';

/** Milliseconds: longer than the bot lets the asker wait without a sign. */
const slow = 1600;
const givenUpAfter = 10_000;

type BotAssistant = DiscordOptions['assistant'];

const [, script = '', role, base = ''] = process.argv;
if (role === 'plain') await plainBot();
else if (role === 'defer') await ourBot(slowly, 'memory:');
else if (role === 'ours') await ourBot((assistant) => assistant, await fileStore());
else if (role === 'memory') await ourBot((assistant) => assistant, 'memory:');
else await measure();

/** Replies with a fixed text and does nothing else. */
async function plainBot(): Promise<void> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { version: '10', api: base } });
  client.on('error', () => undefined);
  client.on('interactionCreate', async (interaction) => {
    if (interaction.isRepliable())
      await interaction.reply({ content: 'ok', flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } });
  });
  client.once('clientReady', () => process.send?.('ready'));
  await client.login(token);
}

/** So that every answer is deferred. */
function slowly(assistant: Assistant): BotAssistant {
  return {
    accept: async (id, event) => {
      await sleep(slow);
      return assistant.accept(id, event);
    },
    claim: (id) => assistant.claim(id),
    handleNext: (id) => assistant.handleNext(id),
    waiting: (id) => assistant.waiting(id),
    sent: (id, reply) => assistant.sent(id, reply),
    pending: () => assistant.pending(),
    exportAlso: (kept) => assistant.exportAlso(kept),
    follow: (listener) => assistant.follow(listener),
    stop: (id) => assistant.stop(id),
    forgetTurns: (id) => assistant.forgetTurns(id),
  };
}

/** A file, as in production: every event is on the disk before it is handled. */
async function fileStore(): Promise<string> {
  return `sqlite:${join(await mkdtemp(join(tmpdir(), 'career-bridge-bench-')), 'bench.sqlite')}`;
}

/** @param location of the store; in memory where the disk is not what is measured */
async function ourBot(made: (assistant: Assistant) => BotAssistant, location: string): Promise<void> {
  const { loadKnowledge, createAssistant } = await import('../src/assistant/create-assistant.ts');
  const { createLookup } = await import('../src/assistant/lookup.ts');
  const { startDiscord } = await import('../src/channels/discord/start.ts');
  const { openStore } = await import('../src/storage/open-store.ts');
  const inRoot = (path: string): string => new URL(`../${path}`, import.meta.url).pathname;
  const knowledge = loadKnowledge({
    policyData: inRoot('policy-data'),
    intents: inRoot('intents'),
    cache: inRoot('node_modules/.cache/career-bridge'),
  });
  const store = await openStore(location);
  const silent = (): void => undefined;
  await startDiscord({
    token,
    base,
    shards: 1,
    startDeadline: 60_000,
    store,
    lookup: createLookup(knowledge.evaluator.book),
    retentionDays: 30,
    assistant: made(createAssistant(knowledge, { store, retentionDays: 30, onQuarantine: silent })),
    log: { info: silent, warn: silent, error: (details, message) => console.error(message, details) },
  });
  process.send?.('ready');
}

async function started(kind: string, fake: FakeDiscord): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, kind, fake.base], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}`)));
  });
  return child;
}

async function measure(): Promise<void> {
  for (const kind of ['plain', 'memory', 'ours', 'defer']) {
    const fake = await FakeDiscord.start();
    fake.judges = false;
    const guild = fake.state.guild('bench');
    const channel = fake.state.channel(guild, 'general');
    fake.state.commands = [{ id: '1', name: 'help', type: 1 }];
    const child = await started(kind, fake);
    fake.state.commands = [{ id: '1', name: 'help', type: 1 }];
    const deferred = kind === 'defer';
    await rounds(fake, channel, 16, deferred ? 64 : 600, deferred);
    // Each takes `slow` by itself: what is under way bounds how many a second there can be.
    for (const atOnce of deferred ? [800, 1600] : [1, 16, 64]) {
      const times: number[] = [];
      const begun = performance.now();
      const count = deferred ? atOnce * 8 : 2000;
      await rounds(fake, channel, atOnce, count, deferred, times);
      const seconds = (performance.now() - begun) / 1000;
      times.sort((one, other) => one - other);
      const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
      console.log(
        `${kind.padEnd(6)} ${String(atOnce).padStart(3)} at a time: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${Math.round(times.length / seconds)}/s, ${count - times.length} too late`,
      );
    }
    child.kill();
    await fake.stop();
  }
}

async function rounds(
  fake: FakeDiscord,
  channel: FakeChannel,
  atOnce: number,
  count: number,
  deferred: boolean,
  times: number[] = [],
): Promise<void> {
  let left = count;
  const people = Array.from({ length: atOnce }, (_, at) => fake.as(fake.state.user(`person-${at}`)));
  await Promise.all(
    people.map(async (person, at) => {
      // Answers that take long begin one after the other, as they do where people ask, not all in the same instant.
      if (deferred) await sleep((slow / atOnce) * at);
      while (left > 0) {
        left -= 1;
        const took = await answered(fake, person, channel, deferred);
        if (took !== undefined) times.push(took);
      }
    }),
  );
}

/** Milliseconds from the event to the answer; undefined where it came too late for Discord. */
async function answered(fake: FakeDiscord, person: Person, channel: FakeChannel, deferred: boolean): Promise<number | undefined> {
  const begun = performance.now();
  const interaction: FakeInteraction = person.slash(channel, 'help');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), givenUpAfter);
  interaction.onChange = () => {
    const done = deferred ? interaction.responses.some(({ components }) => components.length > 0) : interaction.acknowledged;
    if (done) resolve(true);
  };
  const done = await promise;
  clearTimeout(timer);
  fake.interactions.delete(interaction.id);
  channel.messages.length = 0;
  return done ? performance.now() - begun : undefined;
}
