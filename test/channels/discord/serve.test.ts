/** The shipped program as its own process, against the fake: it starts, ends when told, says why it can't, and survives being killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { testKnowledge } from '../../support/knowledge.ts';
import { FakeDiscord, token } from './fake/fake-discord.ts';
import { answerTo, expectNoViolations, member, readable } from './support.ts';

const program = fileURLToPath(new URL('../../../bin/career-bridge.mjs', import.meta.url));
let fake: FakeDiscord;
let folder: string;
beforeEach(async () => {
  // What is learned is kept for the processes.
  testKnowledge();
  fake = await FakeDiscord.start();
  folder = mkdtempSync(join(tmpdir(), 'career-bridge-'));
});
afterEach(async () => {
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
  expectNoViolations(fake);
});

interface Process {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

function serve(more: Readonly<Record<string, string>> = {}): Process {
  let output = '';
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      DISCORD_TOKEN: token,
      DISCORD_API_BASE: fake.base,
      CAREER_BRIDGE_STORE: join(folder, 'store.sqlite'),
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      fake.state.changed();
    });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output, ended };
}

const connected = ({ output }: Process): Promise<true> =>
  fake.state.until('a connection', () => output().includes('Discord is connected') && true, 60_000);

test('it answers, and ends when it is told to', async () => {
  const channel = fake.state.channel(fake.state.guild('Workers'), 'general');
  const running = serve();
  await connected(running);
  const answer = await answerTo(fake, member(fake).slash(channel, 'help'));
  expect(readable(answer)).toContain('about the policy');
  running.child.kill('SIGTERM');
  expect(await running.ended).toEqual([0, null]);
});

test('a token that Discord refuses ends it with a sentence that says what to do', async () => {
  const running = serve({ DISCORD_TOKEN: 'another.token.entirely' });
  fake.gateway.closesWith = 4004;
  const [code] = Object.values(Object(await running.ended));
  expect(code).toBe(1);
  expect(running.output()).toContain('DISCORD_TOKEN');
  expect(running.output()).not.toContain('another.token');
});

test('settings that are wrong are all listed', async () => {
  const running = serve({ DISCORD_TOKEN: 'nonsense', DISCORD_API_BASE: 'https://example.com/api', DISCORD_SHARDS: '0' });
  const [code] = Object.values(Object(await running.ended));
  expect(code).toBe(2);
  for (const name of ['DISCORD_TOKEN', 'DISCORD_API_BASE', 'DISCORD_SHARDS']) expect(running.output()).toContain(name);
});

test('killed in the middle of an answer, the next process gives it, once, and the conversation goes on', async () => {
  const channel = fake.state.channel(fake.state.guild('Workers'), 'general');
  const first = serve();
  await connected(first);
  const alice = member(fake);
  alice.direct('I am a technician (skill level 2) since 2019, no title.');
  const direct = fake.state.direct(alice.user);
  await fake.state.until('a first answer', () => direct.messages.length === 2);
  fake.faults.push({ path: /callback$/, times: 1, act: 'lost' }, { path: /^\/webhooks/, times: 100, act: 'hang' });
  const interaction = alice.slash(channel, 'my-data show');
  await fake.state.until('the answer', () => interaction.acknowledged);
  first.child.kill('SIGKILL');
  await first.ended;
  fake.faults.length = 0;
  const second = serve();
  await connected(second);
  const answer = await answerTo(fake, alice.slash(channel, 'my-data show'));
  expect(readable(answer)).toContain('2019');
  await fake.state.until('the answer is settled', () => interaction.responses.some(({ edited }) => edited !== null));
  expect(interaction.responses).toHaveLength(1);
  expect(interaction.responses.map(readable).join()).toContain('2019');
  expect(direct.messages).toHaveLength(2);
});
