/** `career-bridge serve` as a process of its own, with its store on the disk, ended as an operator or a power cut would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appToken, botToken, Front } from './support/front.ts';
import { Stage } from './support/stage.ts';

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
let folder: string;
let front: Front;
let stage: Stage;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'career-bridge-serve-'));
  front = await Front.open();
  // People only: the app is the other process.
  stage = await Stage.prepare({ front });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(token = botToken): Promise<{ readonly child: ChildProcess; readonly output: () => string }> {
  let output = '';
  const child = spawn(process.execPath, [main, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      CAREER_BRIDGE_STORE: `sqlite:${join(folder, 'store.sqlite')}`,
      SLACK_BOT_TOKEN: token,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: front.apiUrl,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.push(child);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return { child, output: () => output };
}

const question = 'Do I need a diploma to apply for a professional title?';
const connected = (): Promise<unknown> => front.until(() => front.sockets.size > 0, 'the connection', 30_000);

test('answers, and ends in order when told to', async () => {
  const { child, output } = await serve();
  await connected();
  expect((await stage.alice.writes(question)).ack.status).toBe(200);
  await front.until(() => front.posted.length === 1, 'the answer');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code, output()).toBe(0);
  expect(output()).toContain('Slack: connected');
});

test.each([
  ['before Slack has the reply', { cut: true }],
  ['after Slack has the reply, before the program knows', { after: true, cut: true }],
])('killed %s, it sends the reply once when it is back', async (_, fault) => {
  const first = await serve();
  await connected();
  front.fail('chat.postMessage', fault);
  await stage.alice.writes(question);
  await front.until(() => front.called('chat.postMessage').length === 1, 'the first attempt');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await serve();
  await front.until(() => front.calls.some(({ name }) => name === 'conversations.replies'), 'the reply to be looked for', 30_000);
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');
  expect((await stage.alice.sees()).length).toBe(1);
});

test('with a token that Slack refuses it ends with 1 and one sentence', async () => {
  const { child, output } = await serve('xoxb-wrong');
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(
    output()
      .trim()
      .split('\n')
      .filter((line) => !line.includes('Warning')).length,
  ).toBe(1);
  expect(output()).toContain('SLACK_BOT_TOKEN');
});
