/** Settings of the Discord channel from the environment. */
import { z } from 'zod';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Only a server on this machine: the token goes there. */
const isLoopback = (value: string): boolean => URL.canParse(value) && loopback.has(new URL(value).hostname);

export const discordVariables = {
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]+\.[\w-]+\.[\w-]+$/,
      'expected the bot token from the developer portal (Bot, Reset Token): three parts with dots between',
    )
    .optional(),
  DISCORD_API_BASE: z
    .string()
    .refine(isLoopback, 'expected an address on this machine, such as http://127.0.0.1:8080/api; leave it out to use Discord')
    .optional(),
  DISCORD_SHARDS: z
    .string()
    .regex(/^(?:auto|[1-9]|[1-5]\d|6[0-4])$/, 'expected auto or a whole number from 1 to 64')
    .transform((value) => (value === 'auto' ? ('auto' as const) : Number(value)))
    .default('auto'),
  DISCORD_START_SECONDS: z.coerce
    .number('expected a number of seconds, such as 60')
    .int('expected a whole number of seconds, such as 60')
    .min(5, 'expected at least 5 seconds')
    .max(3600, 'expected at most 3600 seconds')
    .default(60),
};

export interface DiscordSettings {
  readonly token: string;
  readonly base: string | undefined;
  readonly shards: number | 'auto';
  /** Milliseconds. */
  readonly startDeadline: number;
}

/** Undefined where Discord is not configured. */
export function discordSettings(data: {
  readonly DISCORD_TOKEN?: string | undefined;
  readonly DISCORD_API_BASE?: string | undefined;
  readonly DISCORD_SHARDS: number | 'auto';
  readonly DISCORD_START_SECONDS: number;
}): DiscordSettings | undefined {
  if (data.DISCORD_TOKEN === undefined) return undefined;
  return {
    token: data.DISCORD_TOKEN,
    base: data.DISCORD_API_BASE,
    shards: data.DISCORD_SHARDS,
    startDeadline: data.DISCORD_START_SECONDS * 1000,
  };
}
