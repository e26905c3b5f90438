/**
 * How long an interaction takes until its answer arrives, over real sockets on this machine: a bot that only replies, then ours. The
 * fake runs in this process, each bot in one of its own. `npm run bench:discord`.
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

type BotAssistant = DiscordOptions['assistant'];

const [, script = '', role, base = ''] = process.argv;
if (role === 'plain') await plainBot();
else if (role === 'defer') await ourBot(slowly);
else if (role === 'ours') await ourBot((assistant) => assistant);
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

/** Turns that take longer than the bot lets the asker wait without a sign, so that every answer is deferred. */
function slowly(assistant: Assistant): BotAssistant {
  return {
    accept: async (id, event) => {
      await sleep(1300);
      return assistant.accept(id, event);
    },
    claim: (id) => assistant.claim(id),
    work: (id) => assistant.work(id),
    waiting: (id) => assistant.waiting(id),
    sent: (id, reply) => assistant.sent(id, reply),
    pending: () => assistant.pending(),
  };
}

async function ourBot(made: (assistant: Assistant) => BotAssistant): Promise<void> {
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
  // A file, as in production: every event is on the disk before it is handled.
  const folder = await mkdtemp(join(tmpdir(), 'career-bridge-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'bench.sqlite')}`);
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
  for (const kind of ['plain', 'ours', 'defer']) {
    const fake = await FakeDiscord.start();
    fake.judges = false;
    const guild = fake.state.guild('bench');
    const channel = fake.state.channel(guild, 'general');
    fake.state.commands = [{ id: '1', name: 'help', type: 1 }];
    const child = await started(kind, fake);
    fake.state.commands = [{ id: '1', name: 'help', type: 1 }];
    const deferred = kind === 'defer';
    await rounds(fake, channel, 16, deferred ? 64 : 600, deferred);
    // So many that half a thousand a second would keep them all busy while they wait to be deferred.
    for (const atOnce of deferred ? [1000] : [1, 16, 64]) {
      const times: number[] = [];
      const begun = performance.now();
      await rounds(fake, channel, atOnce, deferred ? 5000 : 2000, deferred, times);
      const seconds = (performance.now() - begun) / 1000;
      times.sort((one, other) => one - other);
      const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
      console.log(
        `${kind.padEnd(6)} ${String(atOnce).padStart(3)} at a time: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${Math.round(times.length / seconds)}/s`,
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
    people.map(async (person) => {
      while (left > 0) {
        left -= 1;
        times.push(await answered(fake, person, channel, deferred));
      }
    }),
  );
}

/** Milliseconds from the event to the answer. */
async function answered(fake: FakeDiscord, person: Person, channel: FakeChannel, deferred: boolean): Promise<number> {
  const begun = performance.now();
  const interaction: FakeInteraction = person.slash(channel, 'help');
  const { promise, resolve } = Promise.withResolvers<void>();
  interaction.onChange = () => {
    const done = deferred ? interaction.responses.some(({ edited }) => edited !== null) : interaction.acknowledged;
    if (done) resolve();
  };
  await promise;
  fake.interactions.delete(interaction.id);
  channel.messages.length = 0;
  return performance.now() - begun;
}
