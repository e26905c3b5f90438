/**
 * Accuracy on an evaluation set (a folder with questions, outside, facts, intents, openers as JSON Lines, and replies.json), by
 * file, language and kind: `npm run eval -- FOLDER`. `--misses` lists what went wrong.
 */
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadKnowledge } from '../src/assistant/create-assistant.ts';
import type { Command } from '../src/command/command.ts';

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const listMisses = process.argv.includes('--misses');
if (folder === undefined) {
  process.stderr.write('Usage: npm run eval -- FOLDER_OF_THE_EVALUATION_SET [--misses]\n');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const started = performance.now();
const { answerer, understander, evaluator } = loadKnowledge({
  policyData: join(root, 'policy-data'),
  intents: join(root, 'intents'),
  cache: join(root, 'node_modules/.cache/career-bridge'),
});
process.stdout.write(
  `loaded and trained in ${((performance.now() - started) / 1000).toFixed(2)} s; policy ${evaluator.book.policy.version}\n`,
);

const asOfDefault = '2026-11-22';
const item = z.object({ id: z.string(), lang: z.enum(['en', 'zh']), text: z.string() });
const values = z.record(z.string(), z.unknown());
const read = <T>(name: string, schema: z.ZodType<T>): T[] =>
  (existsSync(join(folder,name))?readFileSync(join(folder, name), 'utf8'):'')
    .trim()
    .split('\n').filter(Boolean)
    .map((each) => schema.parse(JSON.parse(each)));

const counts = new Map<string, { right: number; all: number }>();
const times: number[] = [];
function count(file: string, kinds: readonly string[], right: boolean, miss: () => string): void {
  for (const kind of [file, ...kinds.map((each) => `${file} ${each}`)]) {
    const found = counts.get(kind) ?? { right: 0, all: 0 };
    counts.set(kind, { right: found.right + (right ? 1 : 0), all: found.all + 1 });
  }
  if (!right && listMisses) process.stdout.write(`  ${file}: ${miss()}\n`);
}
function timed<T>(work: () => T): T {
  const begin = performance.now();
  const result = work();
  times.push(performance.now() - begin);
  return result;
}

for (const { id, lang, text, gold } of read('questions.jsonl', item.extend({ gold: z.array(z.string()) }))) {
  const answer = timed(() => answerer.answer(text, lang));
  const [first] = answer.cites;
  count(
    'questions',
    [`first ${lang}`],
    first !== undefined && gold.includes(first),
    () => `${id} ${text} → ${answer.outcome} ${answer.cites.join()} (${gold.join()})`,
  );
  count(
    'questions-top-3',
    [lang],
    answer.cites.slice(0, 3).some((each) => gold.includes(each)),
    () => id,
  );
  count('questions-not-declined', [lang], answer.outcome !== 'declined', () => id);
}
for (const { id, lang, text, why } of read('outside.jsonl', item.extend({ why: z.string() }))) {
  const answer = answerer.answer(text, lang);
  count('outside', [lang, why], answer.outcome === 'declined', () => `${id} ${text} → ${answer.cites.join()}`);
}

function expected(states: Readonly<Record<string, unknown>>, asOf: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(states).map(([fact, value]) => {
      const ago = z.object({ yearsAgo: z.number() }).safeParse(value);
      return [fact, ago.success ? `${Number(asOf.slice(0, 4)) - ago.data.yearsAgo}${asOf.slice(4, 7)}` : value];
    }),
  );
}
/** The facts that commands state; an opener's `check` and questions state none. */
function statedBy(commands: readonly Command[]): Record<string, unknown> {
  return Object.fromEntries(
    commands.flatMap((each) =>
      (each.type === 'inform' || each.type === 'correct' || each.type === 'dont-know') &&
      each.fact !== undefined &&
      each.value !== undefined
        ? [[each.fact, each.value]]
        : [],
    ),
  );
}
function same(
  got: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  may: Readonly<Record<string, unknown>>,
): boolean {
  const stated = Object.entries(wanted).every(
    ([fact, value]) => (fact === 'subject' && value === 'worker') || JSON.stringify(got[fact]) === JSON.stringify(value),
  );
  return (
    stated &&
    Object.entries(got).every(([fact, value]) => fact in wanted || fact in may || (fact === 'subject' && value === 'worker'))
  );
}

const factItem = item.extend({ asOf: z.string(), expect: values, ambiguous: z.array(z.string()), may: values.optional() });
for (const { id, lang, text, asOf, expect, ambiguous, may } of read('facts.jsonl', factItem)) {
  const { commands } = await understander.understand(text, { asOf, language: lang });
  const got = statedBy(commands);
  count('facts', [lang], same(got, expected(expect, asOf), may ?? {}), () => `${id} ${text} → ${JSON.stringify(commands)}`);
  if (ambiguous.length > 0) count('facts-not-guessed', [lang], !ambiguous.some((fact) => fact in got), () => `${id} ${text}`);
}
for (const { id, lang, text, intent } of read('intents.jsonl', item.extend({ intent: z.string() }))) {
  const { commands } = await understander.understand(text, { asOf: asOfDefault, language: lang });
  count(
    'intents',
    [lang, intent],
    commands.some(({ type }) => type === intent),
    () => `${id} ${text} → ${commands.map(({ type }) => type).join()} (${intent})`,
  );
}
const opener = item.extend({ goal: z.string().nullable(), subject: z.string(), states: values, may: values.optional() });
for (const { id, lang, text, goal, states, may } of read('openers.jsonl', opener)) {
  const { commands } = await understander.understand(text, { asOf: asOfDefault, language: lang });
  const check = commands.find(({ type }) => type === 'check');
  const found = check?.type === 'check' ? (check.goal ?? null) : 'no check';
  const right = found === goal && same(statedBy(commands), expected(states, asOfDefault), { ...may, subject: true });
  count('openers', [lang], right, () => `${id} ${text} → ${JSON.stringify(commands)}`);
}
const pool = z.record(z.string(), z.record(z.string(), z.record(z.enum(['en', 'zh']), z.array(z.string()))));
for (const [fact, byValue] of Object.entries(pool.parse(existsSync(join(folder,'replies.json'))?JSON.parse(readFileSync(join(folder, 'replies.json'), 'utf8')):{})))
  for (const [value, byLanguage] of Object.entries(byValue))
    for (const lang of ['en', 'zh'] as const)
      for (const phrase of byLanguage[lang] ?? []) {
        const text = phrase.replace('{date}', '2019-03').replace('{years}', '4');
        const forms: Record<string, unknown> = {
          true: true,
          false: false,
          date: '2019-03',
          approximate: '2019-03~',
          years: '2022-11',
        };
        const wanted = fact === 'honours' && value !== 'dontKnow' ? (value === 'none' ? [] : [value]) : (forms[value] ?? value);
        const { commands } = await understander.understand(text, {
          asOf: asOfDefault,
          language: lang,
          open: { kind: 'fact', fact },
        });
        const got = statedBy(commands)[fact];
        count(
          'replies',
          [lang],
          JSON.stringify(got) === JSON.stringify(wanted),
          () => `${fact} '${text}' → ${JSON.stringify(got)} (${JSON.stringify(wanted)})`,
        );
        count(
          'replies-not-wrong',
          [lang],
          got === undefined || JSON.stringify(got) === JSON.stringify(wanted),
          () => `${fact} '${text}'`,
        );
      }

for (const [kind, { right, all }] of [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  process.stdout.write(
    `${kind.padEnd(36)} ${String(right).padStart(4)} / ${String(all).padEnd(4)} ${((100 * right) / all).toFixed(1).padStart(5)} %\n`,
  );
times.sort((one, other) => one - other);
process.stdout.write(
  `time an answer: median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(2)} ms, 99th percentile ${(times[Math.floor(times.length * 0.99)] ?? 0).toFixed(2)} ms\n`,
);
