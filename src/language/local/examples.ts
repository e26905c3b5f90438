/** `intents/`: what users say, by intent, in both languages. Read and checked as a whole at start. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { command } from '../../command/command.ts';

const sayings = z.array(z.string().trim().min(1)).min(1);
const intentName = z.string().refine((name) => commandTypes.has(name), 'expected a command of the command language');
const intentFile = z.strictObject({ intent: intentName, en: sayings, zh: sayings });
const outsideFile = z.strictObject({
  intent: z.literal('outside'),
  groups: z.array(z.strictObject({ kind: z.string(), en: sayings, zh: sayings })),
});
const validationFile = z.strictObject({
  validation: z.array(z.strictObject({ intent: intentName, lang: z.enum(['en', 'zh']), text: z.string() })),
});

const commandTypes = new Set(
  command.options.flatMap(({ shape: { type } }): string[] => ('options' in type ? type.options : [...type.values])),
);

export interface IntentExample {
  readonly intent: string;
  readonly text: string;
}

export interface Examples {
  readonly examples: readonly IntentExample[];
  /** Messages that are answered by no policy, by kind. */
  readonly outside: readonly { readonly kind: string; readonly text: string }[];
  /** Held out from training. */
  readonly validation: readonly IntentExample[];
}

/** A file under `intents/` can't be used. */
export class ExamplesError extends Error {
  readonly code = 'intents-invalid';

  constructor(file: string, message: string) {
    super(`intents/${file}: ${message} Write it as the other files there are written.`);
    this.name = 'ExamplesError';
  }
}

/** @throws ExamplesError naming the file */
export function readExamples(folder: string): Examples {
  const examples: IntentExample[] = [];
  const outside: { kind: string; text: string }[] = [];
  const validation: IntentExample[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()) {
    const data = parsed(folder, file);
    const checked = z.union([intentFile, outsideFile, validationFile]).safeParse(data);
    if (!checked.success) throw new ExamplesError(file, `${z.prettifyError(checked.error)}.`);
    const content = checked.data;
    if ('validation' in content) validation.push(...content.validation);
    else if ('groups' in content)
      outside.push(...content.groups.flatMap(({ kind, en, zh }) => [...en, ...zh].map((text) => ({ kind, text }))));
    else examples.push(...[...content.en, ...content.zh].map((text) => ({ intent: content.intent, text })));
  }
  return { examples, outside, validation };
}

function parsed(folder: string, file: string): unknown {
  try {
    return parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    throw new ExamplesError(file, `not valid YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`);
  }
}
