/** `intents/`: what users say, by intent, and how they reply to questions, in both languages. Read and checked as a whole at start. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { command } from '../../command/command.ts';
import type { PolicyBook } from '../../policy/book.ts';

const commandTypes = new Set(
  command.options.flatMap(({ shape: { type } }): string[] => ('options' in type ? type.options : [...type.values])),
);
const sayings = z.array(z.string().trim().min(1)).min(1);
const both = { en: sayings, zh: sayings };
const intent = z.string().refine((name) => commandTypes.has(name), 'expected a command of the command language');
/** `*.yaml` */
const intentFile = z.union([
  z.strictObject({ intent, ...both }),
  z.strictObject({ intent: z.literal('outside'), groups: z.array(z.strictObject({ kind: z.string(), ...both })) }),
]);
/** `replies/*.yaml` */
const replyFile = z.array(z.strictObject({ fact: z.string(), value: z.string(), ...both }));

/** `statements/*.yaml` */
const some = { en: sayings.optional(), zh: sayings.optional() };
const statementFile = z.array(
  z.strictObject({ fact: z.string().nullable(), value: z.enum(['true', 'false', 'dontKnow', 'nothing']), ...some }),
);
/** `aims/*.yaml` */
const aimFile = z.array(z.strictObject({ goal: z.string().nullable(), ...both }));

export interface IntentExample {
  readonly intent: string;
  readonly text: string;
}

export interface ReplyExample {
  /** A fact's id; `any` for every yes-or-no fact, `date` for every date. */
  readonly fact: string;
  /** As the ids of choices; of dates `date`, `approximate` and `years`, with `{date}` and `{years}` in the text. */
  readonly value: string;
  readonly text: string;
}

export interface AimExample {
  /** A pathway's id, or null for whatever is open to the asker; none where no check is wanted. */
  readonly goal?: string | null;
  readonly text: string;
}

export interface StatementExample {
  /** A yes-or-no fact's id; null where no such fact is stated. */
  readonly fact: string | null;
  /** `true`, `false` or `dontKnow`. */
  readonly value: string;
  readonly text: string;
}

export interface Examples {
  readonly examples: readonly IntentExample[];
  /** Messages that are answered by no policy, by kind. */
  readonly outside: readonly { readonly kind: string; readonly text: string }[];
  readonly replies: readonly ReplyExample[];
  /** Requests for a check, by what they are after. */
  readonly aims: readonly AimExample[];
  /** Sentences that state a yes-or-no fact in their own words, and some that state none though they look like it. */
  readonly statements: readonly StatementExample[];
}

/** A file under `intents/` can't be used. */
export class ExamplesError extends Error {
  readonly code = 'intents-invalid';

  constructor(file: string, message: string) {
    super(`intents/${file}: ${message} Write it as the other files there are written.`);
    this.name = 'ExamplesError';
  }
}

/**
 * @param book its pathways and facts are those that examples may name
 * @throws ExamplesError naming the file
 */
export function readExamples(folder: string, { pathways, facts }: PolicyBook): Examples {
  const examples: IntentExample[] = [];
  const outside: { kind: string; text: string }[] = [];
  for (const file of yamlFiles(folder)) {
    const content = checked(folder, file, intentFile);
    if ('groups' in content)
      outside.push(...content.groups.flatMap(({ kind, en, zh }) => [...en, ...zh].map((text) => ({ kind, text }))));
    else examples.push(...[...content.en, ...content.zh].map((text) => ({ intent: content.intent, text })));
  }
  const replies = yamlFiles(join(folder, 'replies')).flatMap((file) =>
    checked(folder, `replies/${file}`, replyFile).flatMap(({ fact, value, en, zh }) =>
      [...en, ...zh].map((text) => ({ fact, value, text })),
    ),
  );
  const aims = yamlFiles(join(folder, 'aims')).flatMap((file) =>
    checked(folder, `aims/${file}`, aimFile).flatMap(({ goal, en, zh }) => {
      if (goal !== null && !pathways.has(goal)) throw new ExamplesError(`aims/${file}`, `'${goal}' is no pathway of the policy.`);
      return [...en, ...zh].map((text) => ({ goal, text }));
    }),
  );
  const statements = yamlFiles(join(folder, 'statements')).flatMap((file) =>
    checked(folder, `statements/${file}`, statementFile).flatMap(({ fact, value, en = [], zh = [] }) => {
      if (fact !== null && facts.get(fact)?.type !== 'boolean')
        throw new ExamplesError(`statements/${file}`, `'${fact}' is no yes-or-no fact of the policy.`);
      return [...en, ...zh].map((text) => ({ fact, value, text }));
    }),
  );
  return { examples, outside, replies, aims, statements };
}

/** Of a folder that is not there, none: who writes no examples of a kind does without what is learnt of them. */
const yamlFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .toSorted()
    : [];

function checked<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  let data: unknown;
  try {
    data = load(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    throw new ExamplesError(file, `not valid YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`);
  }
  const result = schema.safeParse(data);
  if (!result.success) throw new ExamplesError(file, `${z.prettifyError(result.error)}.`);
  return result.data;
}
