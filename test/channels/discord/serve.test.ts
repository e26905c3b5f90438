/** The shipped program as its own process, against the fake: it starts, ends when told, says why it can't, and survives being killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { PermissionFlagsBits as P } from 'discord.js';
import { startFakeModel } from '../../support/fake-model.ts';
import { testKnowledge } from '../../support/knowledge.ts';
import { commandsReply, honestAnswer } from '../../support/model-stage.ts';
import { FakeDiscord, token } from './fake/fake-discord.ts';
import { answerTo, expectNoViolations, labelsOf, member, readable } from './support.ts';

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

test('a connection that Discord closes for good ends it with a sentence that says what to do', async () => {
  const running = serve();
  await connected(running);
  fake.gateway.close(4014);
  const [code] = Object.values(Object(await running.ended));
  expect(code).toBe(1);
  expect(running.output()).toContain('Message Content Intent');
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

test.each([
  ['before it could answer', 'hang'],
  ['after it answered, before it knew', 'lost'],
] as const)('killed %s, it leaves all of the answer to the next process, which gives it once', async (_, act) => {
  const channel = fake.state.channel(fake.state.guild('Workers'), 'general');
  const first = serve();
  await connected(first);
  const alice = member(fake);
  const question = await answerTo(fake, alice.slash(channel, 'check', { goal: 'title-review' }));
  await answerTo(fake, alice.choose(question, ['senior']));
  await fake.state.until('the next question', () => readable(question).includes('In which field'));
  // The first process never learns what became of anything it sends from now on.
  fake.faults.push({ path: /callback$/, times: 1, act }, { path: /^\/(?:webhooks|interactions)/, times: 100, act: 'hang' });
  const count = fake.requests.length;
  // An answer, and the open question again.
  const interaction = alice.slash(channel, 'ask', { question: 'Do I need a diploma for a title?' });
  await fake.state.until('an attempt', () => fake.requests.slice(count).some(({ path }) => path.endsWith('callback')));
  first.child.kill('SIGKILL');
  await first.ended;
  fake.faults.length = 0;
  const second = serve();
  await connected(second);
  const direct = fake.state.direct(alice.user);
  const given = await fake.state.until('the answer', () => {
    const all = [...interaction.responses.filter(({ edited }) => edited !== null), ...direct.messages];
    return all.length > 0 && all;
  });
  second.child.kill('SIGTERM');
  await second.ended;
  expect(interaction.responses.length + direct.messages.length).toBe(act === 'lost' ? 1 : given.length);
  const said = given.map(readable).join('\n');
  expect(said.match(/diploma is no limiting condition/g)).toHaveLength(1);
  expect(said.match(/In which field/g)).toHaveLength(1);
});

test('killed while it tells HR that somebody asks for a person, the next process has told them once', async () => {
  const guild = fake.state.guild('Workers');
  const channel = fake.state.channel(guild, 'general');
  const desk = fake.state.channel(guild, 'hr');
  const first = serve();
  await connected(first);
  await answerTo(
    fake,
    member(fake, 'admin', { permissions: P.ManageGuild }).slash(channel, 'bridge-admin desk', { channel: desk }),
  );
  const path = new RegExp(`^/channels/${desk.id}/messages$`);
  fake.faults.push({ method: 'POST', path, times: 1, act: 'lost' }, { method: 'POST', path, times: 100, act: 'hang' });
  const count = fake.requests.length;
  member(fake).say(channel, `<@${fake.state.bot.id}> I want to talk to a person`);
  await fake.state.until('an attempt', () => fake.requests.slice(count).some((each) => path.test(each.path)));
  first.child.kill('SIGKILL');
  await first.ended;
  fake.faults.length = 0;
  const second = serve();
  await connected(second);
  await fake.state.until(
    'a second attempt',
    () => fake.requests.filter((each) => path.test(each.path) && each.status === 200).length > 1,
  );
  second.child.kill('SIGTERM');
  await second.ended;
  expect(desk.messages).toHaveLength(1);
});

test('killed while answers to a command and to a message are being written, the next process puts the whole of each in its place', async () => {
  const model = await startFakeModel();
  onTestFinished(() => model.close());
  const answering = ({ task, data }: Parameters<typeof model.behave>[0]) =>
    task === 'answer' ? honestAnswer(data) : commandsReply();
  model.behave = (call) => ({ text: answering(call), pieces: 8, until: new Promise(() => undefined) });
  const settings = {
    OPENAI_API_KEY: 'test-key',
    OPENAI_BASE_URL: model.url,
    CAREER_BRIDGE_MODEL: 'fake',
    CAREER_BRIDGE_MODEL_SECONDS: '60',
  };
  const question = 'Do I need a diploma for title review?';
  const channel = fake.state.channel(fake.state.guild('Workers'), 'general');
  const shown = () => [...fake.state.channels.values()].flatMap(({ messages }) => messages.filter(({ author }) => author.bot));
  const written = () => shown().filter((each) => labelsOf(each).includes('Stop'));
  const first = serve(settings);
  await connected(first);
  member(fake).slash(channel, 'ask', { question });
  member(fake, 'bob').direct(question);
  const growing = await fake.state.until('words of both', () => written().length === 2 && written());
  first.child.kill('SIGKILL');
  await first.ended;
  model.behave = (call) => ({ text: answering(call) });
  const second = serve(settings);
  await connected(second);
  await fake.state.until('the answers', () => written().length === 0);
  second.child.kill('SIGTERM');
  await second.ended;
  expect(second.output()).toContain('{"event":"model-totals"');
  expect(shown()).toEqual(growing);
  expect(growing.map((each) => readable(each).match(/diploma is no limiting condition/g)?.length)).toEqual([1, 1]);
});
