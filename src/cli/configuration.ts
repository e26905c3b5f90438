/** Settings from the environment and `.env`, checked as a whole at start. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelSettings } from '../assistant/create-model.ts';
import type { SlackSettings } from '../channels/slack/slack.ts';
import { languages } from '../command/command.ts';
import { discordSettings, discordVariables, type DiscordSettings } from './discord-settings.ts';
import { readModelSettings } from './model-settings.ts';
import { readSlackSettings } from './slack-settings.ts';

const settings = z.object({
  CAREER_BRIDGE_STORE: z
    .string()
    .regex(/^(memory:|sqlite:.+|[^:]+)$/, 'expected memory:, sqlite:PATH or a path such as data/career-bridge.sqlite')
    .default('data/career-bridge.sqlite'),
  CAREER_BRIDGE_LANGUAGE: z.enum(languages, 'expected en or zh').optional(),
  CAREER_BRIDGE_RETENTION_DAYS: z.coerce
    .number('expected a number of days, such as 30')
    .int('expected a whole number of days, such as 30')
    .min(1, 'expected at least 1 day')
    .max(3650, 'expected at most 3650 days')
    .default(30),
  CAREER_BRIDGE_POLICY_DATA: z.string().min(1, 'expected a folder').optional(),
  CAREER_BRIDGE_INTENTS: z.string().min(1, 'expected a folder').optional(),
  ...discordVariables,
});

export interface Configuration {
  readonly store: string;
  readonly language: 'en' | 'zh' | undefined;
  readonly retentionDays: number;
  readonly policyData: string;
  readonly intents: string;
  /** Where Slack is configured. */
  readonly slack?: SlackSettings;
  readonly discord: DiscordSettings | undefined;
  /** Where a model may be asked. */
  readonly model?: ModelSettings;
}

/** Lists every wrong setting at once, each with the expected form. */
export class ConfigurationError extends Error {
  readonly code = 'configuration-invalid';

  constructor(faults: readonly string[]) {
    super(`Some settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}\nSet them in the environment or in .env.`);
    this.name = 'ConfigurationError';
  }
}

/**
 * @param environment variables by name; empty ones count as not set
 * @param root folder of the checkout, for the default places of data
 * @throws ConfigurationError
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>, root: string): Configuration {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const checked = settings.safeParse(given);
  const { slack, faults: slackFaults } = readSlackSettings(given);
  const { model, faults: modelFaults } = readModelSettings(given);
  const faults = [...slackFaults, ...modelFaults];
  const own = checked.success ? [] : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!checked.success || faults.length > 0) throw new ConfigurationError([...own, ...faults]);
  const { data } = checked;
  const inRoot = (path: string): string => join(root, path);
  const store = data.CAREER_BRIDGE_STORE;
  return {
    store: store === 'memory:' || store.startsWith('sqlite:') || store.startsWith('/') ? store : inRoot(store),
    language: data.CAREER_BRIDGE_LANGUAGE,
    retentionDays: data.CAREER_BRIDGE_RETENTION_DAYS,
    policyData: data.CAREER_BRIDGE_POLICY_DATA ?? inRoot('policy-data'),
    intents: data.CAREER_BRIDGE_INTENTS ?? inRoot('intents'),
    ...(slack === undefined ? {} : { slack }),
    discord: discordSettings(data),
    ...(model === undefined ? {} : { model }),
  };
}

/** Reads `.env` in the folder, where there is one, into the process's environment; variables that are set already stay. */
export function loadDotEnv(folder: string): void {
  const file = join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
