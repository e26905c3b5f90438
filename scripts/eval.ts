/**
 * Accuracy on an evaluation set (a folder with questions, outside, facts, intents, openers as JSON Lines, and replies.json), by
 * file, language and kind, with 95 % confidence intervals: `npm run eval -- [FOLDER]`; `test/evaluation/` unless given.
 *
 * `--misses` lists what went wrong. The results of the last release stand in `test/evaluation/results.json`, which `--save` writes; a
 * measure that has dropped since is shown, and one that has dropped by more than chance explains ends in exit code 1.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadKnowledge } from '../src/assistant/create-assistant.ts';
import { learn } from '../src/assistant/learn.ts';
import type { Command } from '../src/command/command.ts';
import { createIntentClassifier } from '../src/language/local/intent-classifier.ts';
import type { UnderstandingContext } from '../src/language/understander.ts';
import { ConceptFinder } from '../src/text/concepts.ts';
import { Tally } from './tally.ts';

const root = new URL('..', import.meta.url).pathname;
const ownFolder = join(root, 'test/evaluation');
const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const folder = given ?? ownFolder;
const started = performance.now();
const folders = {
  policyData: join(root, 'policy-data'),
  intents: join(root, 'intents'),
  cache: join(root, 'node_modules/.cache/career-bridge'),
};
const { answerer, understander, evaluator } = loadKnowledge(folders);
process.stdout.write(
  `loaded in ${((performance.now() - started) / 1000).toFixed(2)} s; policy ${evaluator.book.policy.version}; set ${given ?? 'test/evaluation'}\n`,
);

const asOfDefault = '2026-11-22';
const item = z.object({ id: z.string(), lang: z.enum(['en', 'zh']), text: z.string() });
const values = z.record(z.string(), z.unknown());
const text = (name: string): string | undefined => {
  if (existsSync(join(folder, name))) return readFileSync(join(folder, name), 'utf8');
  process.stdout.write(`  there is no ${name} in this set\n`);
  return undefined;
};
const read = <T>(name: string, schema: z.ZodType<T>): T[] =>
  (text(name) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));

const tally = new Tally(process.argv.includes('--misses'));
const count = tally.count.bind(tally);
const times: number[] = [];
/**
 * What a message says. Of one that replies to nothing the time is kept that it takes through everything, the answers to its questions
 * included; replies are many, short and quick, and would hide the others.
 */
async function understood(
  message: string,
  context: UnderstandingContext & { readonly language: 'en' | 'zh' },
): Promise<readonly Command[]> {
  const begin = performance.now();
  const { commands } = await understander.understand(message, context);
  for (const each of commands) if (each.type === 'ask') answerer.answer(each.quote, context.language);
  if (context.open === undefined) times.push(performance.now() - begin);
  return commands;
}

for (const { id, lang, text, gold } of read('questions.jsonl', item.extend({ gold: z.array(z.string()) }))) {
  await understood(text, { asOf: asOfDefault, language: lang });
  const answer = answerer.answer(text, lang);
  const [first] = answer.cites;
  count(
    'questions',
    [`first ${lang}`],
    first !== undefined && gold.includes(first),
    () => `${id} ${text} → ${answer.outcome} ${answer.cites.join()} (${gold.join()})`,
  );
  if (first === undefined || !gold.includes(first))
    tally.confuse('questions', gold[0] ?? '', first ?? answer.outcome, text, answer.explanation.candidates[0]?.score ?? 0);
  count(
    'questions-top-3',
    [lang],
    answer.cites.slice(0, 3).some((each) => gold.includes(each)),
    () => id,
  );
  count('questions-not-declined', [lang], answer.outcome !== 'declined', () => id);
}
for (const { id, lang, text, why } of read('outside.jsonl', item.extend({ why: z.string() }))) {
  await understood(text, { asOf: asOfDefault, language: lang });
  const answer = answerer.answer(text, lang);
  count('outside', [lang, why], answer.outcome === 'declined', () => `${id} ${text} → ${answer.cites.join()}`);
  if (answer.outcome !== 'declined')
    tally.confuse('outside', why, answer.cites[0] ?? answer.outcome, text, answer.explanation.candidates[0]?.score ?? 0);
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
  const commands = await understood(text, { asOf, language: lang });
  const got = statedBy(commands);
  count('facts', [lang], same(got, expected(expect, asOf), may ?? {}), () => `${id} ${text} → ${JSON.stringify(commands)}`);
  if (ambiguous.length > 0) count('facts-not-guessed', [lang], !ambiguous.some((fact) => fact in got), () => `${id} ${text}`);
}
const { book, intents } = learn(folders);
const wording = createIntentClassifier(intents, new ConceptFinder(book.concepts));
/** How probable the wording alone makes the likeliest of the commands. */
function sureness(text: string, commands: readonly Command[]): number {
  const types = new Set<string>(commands.map(({ type }) => type));
  return wording.classify(text).find(({ intent }) => types.has(intent))?.probability ?? 0;
}
for (const { id, lang, text, intent } of read('intents.jsonl', item.extend({ intent: z.string() }))) {
  const commands = await understood(text, { asOf: asOfDefault, language: lang });
  count(
    'intents',
    [lang, intent],
    commands.some(({ type }) => type === intent),
    () => `${id} ${text} → ${commands.map(({ type }) => type).join()} (${intent})`,
  );
  if (!commands.some(({ type }) => type === intent))
    tally.confuse('intents', intent, commands.map(({ type }) => type).join('+'), text, sureness(text, commands));
}
const opener = item.extend({ goal: z.string().nullable(), subject: z.string(), states: values, may: values.optional() });
for (const { id, lang, text, goal, states, may } of read('openers.jsonl', opener)) {
  const commands = await understood(text, { asOf: asOfDefault, language: lang });
  const check = commands.find(({ type }) => type === 'check');
  const found = check?.type === 'check' ? (check.goal ?? null) : 'no check';
  const right = found === goal && same(statedBy(commands), expected(states, asOfDefault), { ...may, subject: true });
  count('openers', [lang], right, () => `${id} ${text} → ${JSON.stringify(commands)}`);
}
const pool = z.record(z.string(), z.record(z.string(), z.record(z.enum(['en', 'zh']), z.array(z.string()))));
for (const [fact, byValue] of Object.entries(pool.parse(JSON.parse(text('replies.json') ?? '{}'))))
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
        const commands = await understood(text, {
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

tally.print();
times.sort((one, other) => one - other);
const quantile = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
if (times.length > 0)
  process.stdout.write(`one message through everything: median ${quantile(0.5)} ms, 99th percentile ${quantile(0.99)} ms\n`);

const emptyCache = mkdtempSync(join(tmpdir(), 'career-bridge-eval-'));
const start = (): string => execFileSync(process.execPath, [join(root, 'scripts/start-time.ts'), emptyCache], { encoding: 'utf8' });
try {
  process.stdout.write(`start: first ${start().trim()} ms, from the cache ${start().trim()} ms\n`);
} finally {
  rmSync(emptyCache, { recursive: true });
}

if (folder === ownFolder) {
  const file = join(ownFolder, 'results.json');
  if (process.argv.includes('--save')) writeFileSync(file, `${JSON.stringify(tally.results(), null, 2)}\n`);
  else if (existsSync(file) && tally.printDrops(JSON.parse(readFileSync(file, 'utf8')))) process.exitCode = 1;
}
