/**
 * `npm run bench:slack`: from a signed event to the posted reply, on this machine, with 1, 16 and 64 events in flight; beside a bolt app that
 * does nothing but answer. All post to the same small server, so that what differs is our own work: understanding, the turn, two
 * durable writes, rendering.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { createAssistant, createProfileReader, loadKnowledge } from '../src/assistant/create-assistant.ts';
import { startSlack } from '../src/channels/slack/slack.ts';
import { openStore } from '../src/storage/open-store.ts';

const secret = 'bench-signing-secret-0123456789';
const perRound = Number(process.argv[2] ?? 400);
const rounds = [1, 16, 64];
/** What people say, in turn; each speaker is another person, so that turns are independent. */
const said = [
  'Do I need a diploma to apply for a professional title?',
  'Can I become an engineer? I am a technician since 2019, no title.',
  '评职称需要学历吗？',
  'check what I may apply for',
];

/** Resolved when the reply for a thread is posted. */
const posted = new Map<string, () => void>();
const api = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const method = request.url?.split('/').pop() ?? '';
    const args = new URLSearchParams(Buffer.concat(chunks).toString());
    const answer =
      method === 'auth.test'
        ? { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team_id: 'T1' }
        : { ok: true, ts: '1.1', channel: args.get('channel'), user: { id: 'U', locale: 'en-US' } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
    if (method === 'chat.postMessage') posted.get(args.get('thread_ts') ?? '')?.();
  });
});
await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
const portOf = (address: ReturnType<typeof api.address>): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
const apiUrl = `http://127.0.0.1:${portOf(api.address())}/api/`;

let count = 0;
async function one(target: string): Promise<number> {
  count += 1;
  const ts = `${Math.floor(Date.now() / 1000)}.${String(count).padStart(6, '0')}`;
  const event = {
    type: 'message',
    channel: `D${count}`,
    channel_type: 'im',
    user: `U${count}`,
    text: said[count % said.length],
    ts,
    team: 'T1',
  };
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: `Ev${count}`, event });
  const at = Math.floor(Date.now() / 1000);
  const { promise, resolve } = Promise.withResolvers<void>();
  posted.set(ts, resolve);
  const began = performance.now();
  const response = await fetch(target, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
    },
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The app answered ${response.status}`);
  await promise;
  posted.delete(ts);
  return performance.now() - began;
}

interface Figures {
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time an event, of this whole process: server, client and app. */
  readonly cpu: number;
}

async function round(target: string, inFlight: number): Promise<Figures> {
  const times: number[] = [];
  let left = perRound;
  const before = process.cpuUsage();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      times.push(await one(target));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), cpu: (user + system) / 1000 / times.length };
}

// The app that does nothing but answer.
const receiver = new HTTPReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
const bare = new App({
  receiver,
  convoStore: false,
  logLevel: LogLevel.ERROR,
  authorize: () => Promise.resolve({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }),
  clientOptions: { slackApiUrl: apiUrl },
});
bare.event('message', async ({ event, client }) => {
  await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'ok' });
});
const bareServer = await receiver.start({ host: '127.0.0.1', port: 0 });
const bareUrl = `http://127.0.0.1:${portOf(bareServer.address())}/slack/events`;

// Ours, once with a store on the disk and once in memory: what lies between is the wait for two durable writes.
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'career-bridge-bench-'));
const knowledge = loadKnowledge({
  policyData: join(root, 'policy-data'),
  intents: join(root, 'intents'),
  cache: join(root, 'node_modules/.cache/career-bridge'),
});
async function startOver(address: string): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const store = await openStore(address);
  const options = { store, retentionDays: 30, onQuarantine: () => undefined };
  const channel = await startSlack({
    settings: { botToken: 'xoxb-bench', signingSecret: secret, host: '127.0.0.1', port: 0, apiUrl },
    assistant: createAssistant(knowledge, options),
    profiles: createProfileReader(knowledge, { ...options, now: () => new Date() }),
    store,
    retentionDays: 30,
    now: () => new Date(),
    log: (line) => console.error(line),
    onFatal: (error) => console.error(error.message),
  });
  const stop = async (): Promise<void> => {
    await channel.stop();
    await store.close();
  };
  return { url: `http://127.0.0.1:${channel.port ?? 0}/slack/events`, stop };
}
const onDisk = await startOver(join(folder, 'bench.sqlite'));
const inMemory = await startOver('memory:');

for (const target of [bareUrl, onDisk.url, inMemory.url]) for (let index = 0; index < 100; index += 1) await one(target);
console.log(`event to posted reply, ${perRound} events a row, milliseconds; "own" is the difference of the medians to bolt`);
console.log('in flight   bolt p50    p99   in memory p50    p99    own   own cpu   on the disk p50    p99    own');
for (const inFlight of rounds) {
  const plain = await round(bareUrl, inFlight);
  const memory = await round(inMemory.url, inFlight);
  const disk = await round(onDisk.url, inFlight);
  const cells: [number, number][] = [
    [plain.p50, 10],
    [plain.p99, 6],
    [memory.p50, 15],
    [memory.p99, 6],
    [memory.p50 - plain.p50, 6],
    [memory.cpu - plain.cpu, 9],
    [disk.p50, 17],
    [disk.p99, 6],
    [disk.p50 - plain.p50, 6],
  ];
  console.log([String(inFlight).padStart(9), ...cells.map(([value, width]) => value.toFixed(2).padStart(width))].join(' '));
}
await onDisk.stop();
await inMemory.stop();
await receiver.stop();
api.closeAllConnections();
api.close();
rmSync(folder, { recursive: true, force: true });
