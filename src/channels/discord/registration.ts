/** Registers the commands only when they differ from what is registered: Discord allows 200 new ones a day. */
import { Routes, type REST, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { z } from 'zod';
import { failureOf } from './api.ts';
import { commandsRefused, loginError } from './discord-error.ts';

/**
 * @returns whether anything had to be changed.
 * @throws DiscordError
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): Promise<'unchanged' | 'registered'> {
  const route = Routes.applicationCommands(applicationId);
  try {
    const registered = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
    if (canonical(registered) === canonical(wanted)) return 'unchanged';
    await rest.put(route, { body: wanted });
    return 'registered';
  } catch (error) {
    throw failureOf(error).kind === 'refused' ? commandsRefused(error) : loginError(error);
  }
}

/** What of a command we set, in one order, with what Discord fills in left out. */
const bilingual = z.record(z.string(), z.string()).nullish();
const choice = z.object({ name: z.string(), name_localizations: bilingual, value: z.union([z.string(), z.number()]) });
const optionFields = {
  type: z.number(),
  name: z.string(),
  name_localizations: bilingual,
  description: z.string(),
  description_localizations: bilingual,
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  max_length: z.number().optional(),
  channel_types: z.array(z.number()).optional(),
  choices: z.array(choice).default([]),
};
const option = z.object({ ...optionFields, options: z.array(z.object(optionFields)).default([]) });
const command = z.object({
  type: z.number().default(1),
  name: z.string(),
  name_localizations: bilingual,
  description: z.string().default(''),
  description_localizations: bilingual,
  options: z.array(option).default([]),
  default_member_permissions: z.string().nullish(),
  integration_types: z.array(z.number()).default([0]),
  contexts: z.array(z.number()).nullish(),
});

/** Undefined for what is none of our form, which then counts as different. */
function canonical(commands: unknown): string | undefined {
  const read = z.array(command).safeParse(commands);
  if (!read.success) return undefined;
  return JSON.stringify(
    sorted(read.data.toSorted((one, other) => compare(`${one.type} ${one.name}`, `${other.type} ${other.name}`))),
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Keys in order, null as absent. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(entries.toSorted(([one], [other]) => compare(one, other)).map(([key, each]) => [key, sorted(each)]));
}
