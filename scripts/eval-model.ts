/** The evaluation set with the model that the settings name, beside the figures without one, and what it cost. */
import { createModel, type ModelSettings } from '../src/assistant/create-model.ts';
import type { Command } from '../src/command/command.ts';
import type { Knowledge } from '../src/assistant/create-assistant.ts';
import { openStore } from '../src/storage/open-store.ts';
import { runSets, type Subject } from './eval-sets.ts';
import { Tally } from './tally.ts';

/** The day's budget in all holds for the run. */
export async function evaluateModel(
  settings: ModelSettings,
  folder: string,
  knowledge: Knowledge,
  local: Subject,
  without: Tally,
): Promise<void> {
  const store = await openStore('memory:');
  const { all } = settings.budget;
  const model = createModel(knowledge, { ...settings, budget: { all, person: all } }, { store, log: () => undefined });
  const turn = () => ({ person: 'evaluation', signal: AbortSignal.timeout(settings.deadline) });
  const subject: Subject = {
    understand: async (text, context) => {
      const asked = { turn: turn(), noted: {}, turns: [] };
      const first = (await local.understand(text, context)).map((each) => JSON.stringify(each));
      const { commands } = await model.understander.understand(text, { ...context, model: asked });
      return commands.map((each) => (first.includes(JSON.stringify(each)) ? each : affirmed(each)));
    },
    answer: async (text, language) => model.writer.write(text, await local.answer(text, language), turn()),
    sureness: (text, commands) => local.sureness(text, commands),
  };
  const tally = new Tally(process.argv.includes('--misses'));
  await runSets(folder, subject, tally, () => undefined);
  await store.close();

  const { models } = settings;
  process.stdout.write(
    `with ${[...new Set([models.understand, models.answer])].join(' and ')}, beside without (what the person is asked about counts as said):\n`,
  );
  tally.printBeside(without);
  const { calls, promptTokens, completionTokens, micros, latency, fallbacks, rejectedSentences, rejectedCommands } = model.usage();
  process.stdout.write(
    `calls ${JSON.stringify(calls)}; tokens ${promptTokens} in, ${completionTokens} out; cost ${(micros / 1e6).toFixed(4)} (in the currency of the prices set)\n` +
      `latency median ${latency.median} ms, 95th percentile ${latency.p95} ms, longest ${latency.longest} ms\n` +
      `fallbacks ${JSON.stringify(fallbacks)}; sentences refused ${JSON.stringify(rejectedSentences)}; commands refused ${rejectedCommands}\n`,
  );
}

/** What the model made the assistant ask about, as if the person had said yes. */
function affirmed(command: Command): Command {
  if ((command.type !== 'inform' && command.type !== 'correct') || !command.readings) return command;
  const { readings, ...rest } = command;
  const [only, ...others] = readings;
  return only && others.length === 0 ? { ...rest, ...only } : command;
}
