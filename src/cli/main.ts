/** The `career-bridge` command. Parts are loaded when a command needs them, so that help and usage errors come at once. */
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import type { Knowledge } from '../assistant/create-assistant.ts';
import type { CreatedModel } from '../assistant/create-model.ts';
import type { Language } from '../command/command.ts';
import type { Store } from '../storage/adapter.ts';
import { ConfigurationError, loadDotEnv, readConfiguration, type Configuration } from './configuration.ts';
import { InputError, lineError, parseLine, runBatch, writeLine } from './lines.ts';

/** Exit codes: 1 for a refused input, 2 for wrong usage or settings. */
const refused = 1;
const usage = 2;

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = process.stdout;

interface Options {
  readonly batch?: boolean;
  readonly asOf?: string;
  readonly goal?: string;
  readonly lang?: Language;
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly store?: string;
}

let configuration: Configuration | undefined;
function settings(): Configuration {
  if (!configuration) {
    loadDotEnv(process.cwd());
    configuration = readConfiguration(process.env, root);
  }
  return configuration;
}

async function knowledge(): Promise<Knowledge> {
  const { loadKnowledge } = await import('../assistant/create-assistant.ts');
  const { policyData, intents } = settings();
  return loadKnowledge({ policyData, intents, cache: join(root, 'node_modules/.cache/career-bridge') });
}

async function learnAhead(): Promise<void> {
  await knowledge();
}

const wantsJson = ({ json }: Options): boolean => json ?? !out.isTTY;
const languageOf = ({ lang }: Options): Language => lang ?? settings().language ?? 'en';

function print(text: string): void {
  out.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints a refusal and sets the exit code; any other error is the program's own fault and is thrown on. */
async function refusing(options: Options, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const refusal = lineError(error, 1);
    if (wantsJson(options)) await writeLine(out, refusal);
    else process.stderr.write(`${refusal.error.message}\n`);
    process.exitCode = refused;
  }
}

async function check(file: string | undefined, options: Options): Promise<void> {
  const commands = await import('./commands.ts');
  const known = await knowledge();
  if (options.batch) {
    const line = commands.checkLine;
    const good = await runBatch(process.stdin, out, line, (each) =>
      commands.check(
        known,
        { ...each, goal: each.goal ?? options.goal, asOf: each.asOf ?? options.asOf },
        new Date(),
        languageOf(options),
      ),
    );
    if (!good) process.exitCode = refused;
    return;
  }
  await refusing(options, async () => {
    const credentials = parseLine(readInput(file), commands.checkLine.shape.credentials);
    const line = { credentials, asOf: options.asOf, goal: options.goal };
    if (wantsJson(options)) await writeLine(out, commands.check(known, line, new Date(), languageOf(options)));
    else {
      const { present } = await import('../presentation/present.ts');
      const { renderCard } = await import('../channels/terminal/render.ts');
      const report = commands.evaluateLine(known, line, new Date());
      const card = present(
        { kind: 'report', report, goal: options.goal ?? null, noted: [] },
        known.evaluator.book,
        languageOf(options),
      );
      print(renderCard({ ...card, choices: [] }, { width: width(), color: colour() }));
    }
  });
}

function readInput(file: string | undefined): string {
  if (file === undefined && process.stdin.isTTY)
    throw new InputError('no-input', 'Give a file with credentials, or pipe them in: career-bridge check worker.json');
  try {
    return readFileSync(file ?? 0, 'utf8');
  } catch {
    throw new InputError(
      'unreadable-file',
      `The file '${file ?? 'standard input'}' can't be read. Give the path of a JSON file with credentials.`,
    );
  }
}

async function ask(words: readonly string[], options: Options): Promise<void> {
  const commands = await import('./commands.ts');
  const known = await knowledge();
  if (options.batch) {
    if (!(await runBatch(process.stdin, out, commands.askLine, (line) => commands.ask(known, line)))) process.exitCode = refused;
    return;
  }
  const text = words.join(' ');
  const line = { text, lang: options.lang };
  if (options.explain)
    await writeLine(out, {
      ...Object(commands.ask(known, line)),
      explanation: commands.answerTo(known, text, options.lang).explanation,
    });
  else if (wantsJson(options)) await writeLine(out, commands.ask(known, line));
  else {
    const { present } = await import('../presentation/present.ts');
    const { renderCard } = await import('../channels/terminal/render.ts');
    const answer = commands.answerTo(known, text, options.lang);
    print(
      renderCard(present({ kind: 'answer', answer }, known.evaluator.book, answer.language), {
        width: width(),
        color: colour(),
      }),
    );
  }
}

async function understand(): Promise<void> {
  const commands = await import('./commands.ts');
  const known = await knowledge();
  if (!(await runBatch(process.stdin, out, commands.understandLine, (line) => commands.understand(known, line, new Date()))))
    process.exitCode = refused;
}

async function withStore<T>(url: string, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../storage/open-store.ts');
  const store = await openStore(url);
  try {
    await store.purge();
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Set-aside records are said to the operator, never silently dropped. */
const onQuarantine = ({ reason, key }: { readonly reason: string; readonly key: string }): void =>
  void process.stderr.write(
    `A stored conversation could not be read (${reason}) and was set aside as '${key}'; the conversation starts anew.\n`,
  );

/** Whoever talks with the program himself sees of the model's log what went wrong. */
function failuresOnly(line: string): void {
  if (line.startsWith('{"event":"model-failure"')) process.stderr.write(`${line}\n`);
}

async function modelOver(known: Knowledge, store: Store, log: (line: string) => void): Promise<CreatedModel | undefined> {
  const { model } = settings();
  if (!model) return undefined;
  const { createModel } = await import('../assistant/create-model.ts');
  return createModel(known, model, { store, log });
}

async function talk(options: Options): Promise<void> {
  const commands = await import('./commands.ts');
  const { createAssistant } = await import('../assistant/create-assistant.ts');
  const known = await knowledge();
  await withStore(options.store ?? 'memory:', async (store) => {
    const model = await modelOver(known, store, failuresOnly);
    const assistant = createAssistant(known, { store, retentionDays: settings().retentionDays, onQuarantine, model });
    const { createInterface } = await import('node:readline');
    let number = 0;
    for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (text.trim() === '') continue;
      try {
        await commands.talk(assistant, parseLine(text, commands.talkLine), new Date(), (value) => writeLine(out, value));
      } catch (error) {
        await writeLine(out, lineError(error, number));
        process.exitCode = refused;
      }
    }
  });
}

const width = (): number => Math.max(40, Math.min(out.columns ?? 80, 100));
const colour = (): boolean => out.isTTY && process.env['NO_COLOR'] === undefined;

async function chat(options: Options): Promise<void> {
  const { randomUUID } = await import('node:crypto');
  const { createAssistant } = await import('../assistant/create-assistant.ts');
  const { runChat } = await import('../channels/terminal/chat.ts');
  const known = await knowledge();
  const { store: url, retentionDays, language } = settings();
  const wanted = options.lang ?? language;
  await withStore(options.store ?? url, async (store) => {
    const model = await modelOver(known, store, failuresOnly);
    const assistant = createAssistant(known, { store, retentionDays, onQuarantine, model });
    await runChat({
      assistant,
      input: process.stdin,
      output: out,
      conversationId: `terminal:${userName()}`,
      ...(wanted === undefined ? {} : { language: wanted }),
      color: colour(),
      width: width(),
      now: () => new Date(),
      newEventId: randomUUID,
      onError: (error) => void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    });
  });
}

/** Every configured channel; with none, the chat. */
async function serveChannels(options: Options): Promise<void> {
  const configuration = settings();
  if (!configuration.slack && !configuration.discord) return chat(options);
  const { serve } = await import('./serve.ts');
  const known = await knowledge();
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await withStore(configuration.store, async (store) => {
    const model = await modelOver(known, store, log);
    await serve({ configuration, knowledge: known, model, store, onQuarantine, log, ended });
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return homedir();
  }
}

async function lint(): Promise<void> {
  const { lintPolicy, printProblems } = await import('./policy-commands.ts');
  const problems = lintPolicy(settings().policyData);
  if (problems.length === 0) print('The policy data has no faults.');
  else {
    process.stderr.write(`${printProblems(problems)}\n`);
    process.exitCode = refused;
  }
}

async function testCases(): Promise<void> {
  const { testPolicy } = await import('./policy-commands.ts');
  const { loadPolicy } = await import('../policy/load.ts');
  const results = testPolicy(loadPolicy(settings().policyData));
  const failed = results.filter(({ faults }) => faults.length > 0);
  for (const { name, faults } of failed) process.stderr.write(`${name}\n${faults.map((fault) => `  ${fault}`).join('\n')}\n`);
  print(`${results.length - failed.length} of ${results.length} worked examples come out as expected.`);
  if (failed.length > 0) process.exitCode = refused;
}

async function show(id: string, options: Options): Promise<void> {
  const { showPolicy } = await import('./policy-commands.ts');
  const { loadPolicy } = await import('../policy/load.ts');
  await refusing(options, async () => {
    const text = showPolicy(loadPolicy(settings().policyData), id, languageOf(options));
    if (text === undefined)
      throw new InputError(
        'unknown-id',
        `'${id}' is no provision and no pathway. Provisions stand in policy-data/provisions/, pathways in policy-data/pathways/.`,
      );
    print(text);
  });
}

async function printSchema(name: string, options: Options): Promise<void> {
  const { jsonSchemaOf, schemaNames } = await import('../policy/json-schemas.ts');
  await refusing(options, async () => {
    const schema = jsonSchemaOf(name);
    if (schema === undefined)
      throw new InputError('unknown-file', `'${name}' is no file of policy-data/. There are ${schemaNames.join(', ')}.`);
    await writeLine(out, schema);
  });
}

const lang = (): Option => new Option('--lang <language>', 'language of the texts').choices(['en', 'zh']);
const json = (): Option => new Option('--json', 'JSON (the default where the output is no terminal)');

const program = new Command('career-bridge')
  .description('Career Bridge (职通): how skilled workers earn professional titles, and title holders skill levels.')
  .exitOverride()
  .showHelpAfterError();
program
  .command('serve', { isDefault: true })
  .description('start every channel that is configured; with none, chat in the terminal')
  .addOption(lang())
  .action((options: Options) => serveChannels(options));
program
  .command('chat')
  .description('chat in the terminal')
  .addOption(lang())
  .option('--store <url>', 'memory:, sqlite:PATH or a path')
  .action((options: Options) => chat(options));
program
  .command('check')
  .argument('[file]', 'credentials as JSON; standard input where absent')
  .description('verdicts for credentials')
  .option('--batch', 'JSON Lines from standard input')
  .option('--as-of <date>', 'day of the check, YYYY-MM-DD')
  .option('--goal <pathway>', 'this pathway only')
  .addOption(lang())
  .addOption(json())
  .action((file: string | undefined, options: Options) => check(file, options));
program
  .command('ask')
  .argument('[text...]', 'the question')
  .description('an answer with its provisions')
  .option('--batch', 'JSON Lines from standard input')
  .option('--explain', 'why this answer: candidates, scores, threshold')
  .addOption(lang())
  .addOption(json())
  .action((words: string[], options: Options) => ask(words, options));
program
  .command('understand')
  .description('the commands that messages mean')
  .requiredOption('--batch', 'JSON Lines from standard input')
  .action(() => understand());
program
  .command('talk')
  .description('conversations as JSON Lines')
  .requiredOption('--batch', 'JSON Lines from standard input')
  .option('--store <url>', 'memory: (default), sqlite:PATH or a path')
  .action((options: Options) => talk(options));
program
  .command('learn')
  .description('learn from the data ahead of the first start; npm does it after an install')
  .action(() => learnAhead());
const policy = program.command('policy').description('tools for the policy data');
policy
  .command('lint')
  .description('check the policy data')
  .action(() => lint());
policy
  .command('test')
  .description('run the worked examples')
  .action(() => testCases());
policy
  .command('show')
  .argument('<id>', 'a provision or pathway')
  .description('one provision or pathway')
  .addOption(lang())
  .action((id: string, options: Options) => show(id, options));
policy
  .command('schema')
  .argument('<name>', 'a file or folder of policy-data, such as facts or faq')
  .description('the JSON Schema of its files, for editors')
  .action((name: string, options: Options) => printSchema(name, options));

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : usage;
  else if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = usage;
  } else if (
    error instanceof Error &&
    'code' in error &&
    ['PolicyError', 'StorageError', 'ExamplesError', 'SlackError', 'DiscordError'].includes(error.name)
  ) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = refused;
  } else throw error;
}
