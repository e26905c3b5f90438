/** `career-bridge serve`: every platform's channel that is configured, until the process is told to end. */
import type { CreatedModel } from '../assistant/create-model.ts';
import type { Knowledge } from '../assistant/create-assistant.ts';
import type { Store } from '../storage/adapter.ts';
import type { Configuration } from './configuration.ts';

export interface ServeOptions {
  readonly configuration: Configuration;
  readonly knowledge: Knowledge;
  readonly model?: CreatedModel | undefined;
  readonly store: Store;
  readonly onQuarantine: (report: { readonly reason: string; readonly key: string }) => void;
  readonly log: (line: string) => void;
  /** Resolves when the process is told to end. */
  readonly ended: Promise<void>;
}

/** Milliseconds between looks for conversations whose time is over, and at what the model has cost. */
const lookEvery = 3_600_000;

/** Serves until `ended`, or until a channel can't go on. @throws what a channel says when it can't be started or go on. */
export async function serve({ configuration, knowledge, model, store, onQuarantine, log, ended }: ServeOptions): Promise<void> {
  const { createAssistant, createProfileReader } = await import('../assistant/create-assistant.ts');
  const { retentionDays, language, slack, discord } = configuration;
  const options = { store, retentionDays, onQuarantine };
  const assistant = createAssistant(knowledge, { ...options, model });
  const now = (): Date => new Date();
  const profiles = createProfileReader(knowledge, { ...options, now });
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // It may be given before anybody waits for it.
  failed.catch(() => undefined);
  const stops: (() => Promise<void>)[] = [];
  const look = async (): Promise<void> => {
    try {
      await store.purge();
      await model?.logTotals();
    } catch (error) {
      log(String(error));
    }
  };
  const looking = setInterval(() => void look(), lookEvery);
  try {
    if (slack) {
      const { startSlack } = await import('../channels/slack/slack.ts');
      const channel = await startSlack({
        settings: slack,
        assistant,
        profiles,
        store,
        retentionDays,
        language,
        now,
        log,
        onFatal: fail,
      });
      stops.push(() => channel.stop());
      log(channel.port === undefined ? 'Slack: connected (Socket Mode).' : `Slack: listening on port ${channel.port} (HTTP).`);
    }
    if (discord) {
      const { startDiscord } = await import('../channels/discord/start.ts');
      const { createLookup } = await import('../assistant/lookup.ts');
      const lookup = createLookup(knowledge.evaluator.book);
      const channel = await startDiscord({ ...discord, assistant, store, lookup, retentionDays, log: inLines(log) });
      stops.push(() => channel.stop());
      channel.failed.catch(fail);
    }
    await Promise.race([ended, failed]);
  } finally {
    clearInterval(looking);
    await Promise.all(stops.map((stop) => stop()));
    await model?.logTotals().catch((error: unknown) => log(String(error)));
  }
}

/** One line each; of an error its stack, which quotes no user. */
function inLines(log: (line: string) => void): Record<'info' | 'warn' | 'error', (details: object, message: string) => void> {
  const line =
    (level: string) =>
    (details: object, message: string): void => {
      const { err, ...rest }: { err?: unknown } = details;
      const stack = err instanceof Error ? `\n${err.stack ?? err.message}` : '';
      const known = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      log(`Discord ${level}: ${message}${known}${stack}`);
    };
  return { info: line('info'), warn: line('warning'), error: line('error') };
}
