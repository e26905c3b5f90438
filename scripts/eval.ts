/**
 * Accuracy on an evaluation set (a folder with questions, outside, facts, intents, openers as JSON Lines, and replies.json), by
 * file, language and kind, with 95 % confidence intervals: `npm run eval -- [FOLDER]`; `test/evaluation/` unless given.
 *
 * `--misses` lists what went wrong. The results of the last release stand in `test/evaluation/results.json`, which `--save` writes; a
 * measure that has dropped since is shown, and one that has dropped by more than chance explains ends in exit code 1. `--openai` runs
 * the same once more with the model that the settings name, which costs money, and prints it beside.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadKnowledge } from '../src/assistant/create-assistant.ts';
import type { ModelSettings } from '../src/assistant/create-model.ts';
import { learn } from '../src/assistant/learn.ts';
import { readModelSettings } from '../src/cli/model-settings.ts';
import { createIntentClassifier } from '../src/language/local/intent-classifier.ts';
import { ConceptFinder } from '../src/text/concepts.ts';
import { evaluateModel } from './eval-model.ts';
import { runSets, type Subject } from './eval-sets.ts';
import { Tally } from './tally.ts';

const root = new URL('..', import.meta.url).pathname;
const ownFolder = resolve(root, 'test/evaluation');
const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const folder = given === undefined ? ownFolder : resolve(given);
const model = process.argv.includes('--openai') ? modelToMeasure() : undefined;
const started = performance.now();
const folders = {
  policyData: join(root, 'policy-data'),
  intents: join(root, 'intents'),
  cache: join(root, 'node_modules/.cache/career-bridge'),
};
const knowledge = loadKnowledge(folders);
const { answerer, understander, evaluator } = knowledge;
process.stdout.write(
  `loaded in ${((performance.now() - started) / 1000).toFixed(2)} s; policy ${evaluator.book.policy.version}; set ${given ?? 'test/evaluation'}\n`,
);

const times: number[] = [];
const { book, intents } = learn(folders);
const wording = createIntentClassifier(intents, new ConceptFinder(book.concepts));
const local: Subject = {
  /**
   * What a message says. Of one that replies to nothing the time is kept that it takes through everything, the answers to its questions
   * included; replies are many, short and quick, and would hide the others.
   */
  understand: async (message, context) => {
    const begin = performance.now();
    const { commands } = await understander.understand(message, context);
    for (const each of commands) if (each.type === 'ask') answerer.answer(each.quote, context.language);
    if (context.open === undefined) times.push(performance.now() - begin);
    return commands;
  },
  answer: (text, language) => Promise.resolve(answerer.answer(text, language)),
  sureness: (text, commands) => {
    const types = new Set<string>(commands.map(({ type }) => type));
    return wording.classify(text).find(({ intent }) => types.has(intent))?.probability ?? 0;
  },
};
const tally = new Tally(process.argv.includes('--misses'));
await runSets(folder, local, tally, (name) => process.stdout.write(`  there is no ${name} in this set\n`));
tally.print();
times.sort((one, other) => one - other);
const quantile = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(2);
if (times.length > 0)
  process.stdout.write(`one message through everything: median ${quantile(0.5)} ms, 99th percentile ${quantile(0.99)} ms\n`);

if (model) await evaluateModel(model, folder, knowledge, local, tally);
else {
  const emptyCache = mkdtempSync(join(tmpdir(), 'career-bridge-eval-'));
  const start = (): string =>
    execFileSync(process.execPath, [join(root, 'scripts/start-time.ts'), emptyCache], { encoding: 'utf8' });
  try {
    process.stdout.write(`start: first ${start().trim()} ms, from the cache ${start().trim()} ms\n`);
  } finally {
    rmSync(emptyCache, { recursive: true });
  }
}

if (folder === ownFolder) {
  const file = join(ownFolder, 'results.json');
  if (process.argv.includes('--save')) writeFileSync(file, `${JSON.stringify(tally.results(), null, 2)}\n`);
  else if (existsSync(file) && tally.printDrops(JSON.parse(readFileSync(file, 'utf8')))) process.exitCode = 1;
}

function modelToMeasure(): ModelSettings {
  const { model: settings, faults } = readModelSettings(process.env);
  if (settings) return settings;
  process.stderr.write(
    `${faults.length > 0 ? faults.join('\n') : 'Set OPENAI_API_KEY, and OPENAI_BASE_URL for another endpoint.'}\n`,
  );
  process.exit(2);
}
