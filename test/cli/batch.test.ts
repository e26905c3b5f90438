/** The command line as scripts use it: real processes, JSON Lines in and out. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const program = fileURLToPath(new URL('../../bin/career-bridge.mjs', import.meta.url));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts it away from any `.env`, with no settings but those given. */
function start(
  parameters: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): ChildProcessByStdio<Writable, Readable, Readable> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CAREER_BRIDGE_'));
  const child = spawn(process.execPath, [program, ...parameters], {
    cwd: temporaryFolder(),
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program that refuses its usage ends before it reads.
  child.stdin.on('error', () => undefined);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(parameters: readonly string[], input = '', settings: Readonly<Record<string, string>> = {}) {
  const child = start(parameters, settings);
  const exit = once(child, 'exit');
  child.stdin.end(input);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  const lines = (): unknown[] =>
    output
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  return { code: child.exitCode, output, errors, lines };
}

const jsonLines = (...values: readonly unknown[]): string =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');

const keysOf = (value: unknown): string[] => Object.keys(z.record(z.string(), z.unknown()).parse(value));
const report = z.object({ verdicts: z.array(z.record(z.string(), z.unknown())) });
const talked = z.object({
  conversation: z.string(),
  replies: z.array(z.object({ kind: z.string(), text: z.string() }).loose()),
});

describe('batches', () => {
  test('check: verdicts line by line, in the promised order of keys, past lines that are refused', async () => {
    const good = { credentials: { skillLevel: 'seniorTechnician', seniorTechnicianSince: '2020-05-01' }, asOf: '2026-11-22' };
    const { code, lines, errors } = await run(
      ['check', '--batch'],
      jsonLines(
        good,
        '{"credentials": {',
        { credentials: { shoeSize: 43 } },
        '',
        { ...good, goal: 'title-review' },
        { ...good, goal: 'astronaut' },
        { credentials: { skillLevel: 'grandmaster' } },
        { ...good, asOf: '2026-02-30' },
        good,
      ),
    );
    const [first, notJson, unknownFact, goal, unknownGoal, unknownValue, noDay, again] = lines();
    expect(keysOf(first)).toEqual(['policy', 'asOf', 'verdicts', 'digest']);
    expect(first).toMatchObject({ asOf: '2026-11-22', digest: expect.stringMatching(/^[\da-f]{64}$/) });
    const { verdicts } = report.parse(first);
    expect(verdicts.length).toBeGreaterThan(1);
    for (const verdict of verdicts)
      expect(keysOf(verdict)).toEqual(['pathway', 'status', 'unmet', 'missing', 'decisions', 'from', 'cites', 'reasons']);
    expect(notJson).toMatchObject({ error: { code: 'not-json', line: 2 } });
    expect(unknownFact).toMatchObject({ error: { code: 'unknown-fact', fact: 'shoeSize', line: 3 } });
    expect(report.parse(goal).verdicts.map(({ pathway }) => pathway)).toEqual(['title-review']);
    expect(unknownGoal).toMatchObject({ error: { code: 'unknown-pathway', line: 6 } });
    expect(unknownValue).toMatchObject({ error: { code: 'unknown-value', fact: 'skillLevel', line: 7 } });
    expect(keysOf(noDay)).toEqual(['error']);
    expect(again).toEqual(first);
    expect({ code, errors }).toEqual({ code: 1, errors: '' });
  });

  test('ask: answers with their provisions', async () => {
    const { code, lines } = await run(
      ['ask', '--batch'],
      jsonLines(
        { id: 'q1', text: 'What is a chief technician?' },
        { id: 2, text: '高级技师可以申报什么职称？' },
        { text: 'How do I bake a rhubarb cake?', lang: 'zh' },
        { text: 7 },
      ),
    );
    const [english, chinese, outside, refused] = lines();
    expect(keysOf(english)).toEqual(['id', 'outcome', 'cites', 'text', 'lang', 'related', 'policy']);
    expect(english).toMatchObject({ id: 'q1', lang: 'en' });
    expect(chinese).toMatchObject({ id: 2, lang: 'zh' });
    expect(outside).toMatchObject({ outcome: 'declined', cites: [], lang: 'zh' });
    expect(refused).toMatchObject({ error: { code: 'invalid-line', line: 4 } });
    expect(code).toBe(1);
  });

  test('understand: the commands of messages, short replies by what was asked', async () => {
    const asOf = '2026-11-22';
    const { code, lines } = await run(
      ['understand', '--batch'],
      jsonLines(
        { id: 'u1', text: 'I have a technician certificate from March 2021', asOf },
        { text: '2019年5月', asOf, awaiting: 'technicianSince' },
        { text: 'yes', asOf, awaiting: 'uniqueSkill' },
        { text: 'yes', asOf, awaiting: 'shoeSize' },
        { text: 'yes', asOf: 'someday' },
      ),
    );
    const [stated, date, yes, unknown, badDay] = lines();
    expect(stated).toMatchObject({ id: 'u1', lang: 'en' });
    expect(JSON.stringify(stated)).toContain('"fact":"skillLevel","value":"technician"');
    expect(date).toMatchObject({
      lang: 'zh',
      commands: [{ type: 'inform', fact: 'technicianSince', value: '2019-05', quote: '2019年5月' }],
    });
    expect(yes).toMatchObject({ commands: [{ type: 'inform', fact: 'uniqueSkill', value: true, quote: 'yes' }] });
    expect(unknown).toMatchObject({ error: { code: 'unknown-fact', line: 4 } });
    expect(badDay).toMatchObject({ error: { line: 5 } });
    expect(code).toBe(1);
  });

  test('talk: an event sent again after the program was killed is answered once', async () => {
    const store = `sqlite:${join(temporaryFolder(), 'store.sqlite')}`;
    const line = jsonLines({
      conversation: 'c',
      text: 'I hold a technician certificate',
      event: 'e1',
      at: '2026-11-22T10:00:00+08:00',
    });
    const child = start(['talk', '--batch', '--store', store]);
    const exit = once(child, 'exit');
    child.stdin.write(line);
    const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = talked.parse(JSON.parse((await output.next()).value ?? ''));
    child.kill('SIGKILL');
    await exit;
    expect(first.replies).toHaveLength(1);

    const { code, lines, errors } = await run(
      ['talk', '--batch', '--store', store],
      line +
        line +
        jsonLines({ conversation: 'c', choose: 'export' }, { conversation: 'c' }, { conversation: 'other', text: 'hello' }),
    );
    const [again, third, exported, refused, other] = lines();
    // The kill came before or after the reply was marked as sent; it is given again in the first case only.
    expect([[], first.replies]).toContainEqual(talked.parse(again).replies);
    expect(third).toEqual({ conversation: 'c', replies: [] });
    const [{ text: said } = { text: '' }] = talked.parse(exported).replies;
    const data = z
      .object({ seenEvents: z.array(z.string()), state: z.object({ trail: z.array(z.unknown()) }) })
      .parse(JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)));
    expect(data.seenEvents).toHaveLength(1);
    expect(data.state.trail).toEqual([{ fact: 'skillLevel', before: null }]);
    expect(refused).toMatchObject({ error: { code: 'invalid-line', line: 4 } });
    expect(talked.parse(other)).toMatchObject({ conversation: 'other', replies: [{ kind: 'text' }] });
    expect({ code, errors }).toEqual({ code: 1, errors: '' });
  });
});

describe('commands', () => {
  test('policy lint: the shipped data has no faults', async () => {
    expect(await run(['policy', 'lint'])).toMatchObject({ code: 0, errors: '', output: expect.stringContaining('no faults') });
  });

  test('policy show: a pathway with its conditions and provisions', async () => {
    const { code, output } = await run(['policy', 'show', 'title-review']);
    expect(code).toBe(0);
    expect(output).toMatch(/^title-review: /);
    expect(output).toContain('title-entry-level');
  });

  test('policy show of what is none is refused', async () => {
    expect(await run(['policy', 'show', 'nonsense'])).toMatchObject({ code: 1, output: expect.stringContaining('unknown-id') });
  });

  test.for([[['check', '--colour']], [['policy', 'praise']], [['understand']], [['ask', '--lang', 'fr', 'why']]])(
    'wrong usage ends with 2: %s',
    async ([parameters = []]) => {
      const { code, output, errors } = await run(parameters);
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(errors).not.toBe('');
    },
  );

  test('check of a refused file ends with 1 and says what to mend', async () => {
    const file = join(temporaryFolder(), 'worker.json');
    writeFileSync(file, '{"shoeSize": 43}');
    const { code, lines } = await run(['check', file]);
    expect(code).toBe(1);
    expect(lines()).toEqual([{ error: expect.objectContaining({ code: 'unknown-fact', fact: 'shoeSize' }) }]);
  });

  test('check of a file that is not there ends with 1', async () => {
    const { code, lines } = await run(['check', 'nobody.json']);
    expect(code).toBe(1);
    expect(lines()).toMatchObject([{ error: { code: 'unreadable-file' } }]);
  });

  test('wrong settings end with 2 and are all named', async () => {
    const settings = { CAREER_BRIDGE_RETENTION_DAYS: 'a month', CAREER_BRIDGE_LANGUAGE: 'fr' };
    const { code, output, errors } = await run(['policy', 'lint'], '', settings);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain('CAREER_BRIDGE_RETENTION_DAYS');
    expect(errors).toContain('CAREER_BRIDGE_LANGUAGE');
  });
});
