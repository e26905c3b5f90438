/** The shipped program and the evaluation, with an endpoint that the settings name. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { playedModel } from '../support/played-model.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fake = playedModel();

/** @returns what the program wrote, when it has ended */
function run(
  file: string,
  given: readonly string[],
  input: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const program = spawn(process.execPath, [join(root, file), ...given], {
    cwd: tmpdir(),
    env: { ...process.env, NODE_COMPILE_CACHE: '', CAREER_BRIDGE_STORE: 'memory:', ...environment },
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let written = '';
  program.stdout.on('data', (piece: Buffer) => (written += piece.toString()));
  program.stderr.on('data', (piece: Buffer) => (written += piece.toString()));
  program.on('error', reject);
  program.on('close', () => resolve(written));
  program.stdin.end(input);
  return promise;
}

const line = `${JSON.stringify({ conversation: 'c', text: 'Do I need a diploma for title review?' })}\n`;

test('with a key the program has its answers worded, and says so', async () => {
  const written = await run('bin/career-bridge.mjs', ['talk', '--batch'], line, {
    OPENAI_API_KEY: 'sk-1',
    OPENAI_BASE_URL: fake.url,
    CAREER_BRIDGE_MODEL: 'small',
  });
  expect(written).toContain('Worded by a language model');
  expect(fake.calls.map(({ task }) => task)).toEqual(['answer']);
});

test('without one, or where nothing may be sent, it asks nobody', async () => {
  for (const environment of [{}, { OPENAI_API_KEY: 'sk-1', CAREER_BRIDGE_MODEL_SEND: 'off' }])
    expect(
      await run('bin/career-bridge.mjs', ['talk', '--batch'], line, {
        OPENAI_BASE_URL: fake.url,
        CAREER_BRIDGE_MODEL: 'small',
        ...environment,
      }),
    ).not.toContain('language model');
  expect(fake.calls).toEqual([]);
});

test('eval --openai prints each measure with the model beside that without, and what it cost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-eval-set-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const question = { id: 'q1', lang: 'en', text: 'Do I need a diploma for title review?', gold: ['title-no-barriers'] };
  writeFileSync(join(folder, 'questions.jsonl'), JSON.stringify(question));
  const written = await run('scripts/eval.ts', [folder, '--openai'], '', {
    OPENAI_API_KEY: 'sk-1',
    OPENAI_BASE_URL: fake.url,
    CAREER_BRIDGE_MODEL: 'small',
    CAREER_BRIDGE_MODEL_PRICE_IN: '10',
    CAREER_BRIDGE_MODEL_PRICE_OUT: '100',
  });
  expect(written).toMatch(/^questions +100\.0 % +without 100\.0 %/m);
  expect(written).toMatch(/^answers-worded +100\.0 % +without +–/m);
  expect(written).toContain('calls {"answer ok":1}; tokens 400 in, 60 out; cost 0.0100');
});
