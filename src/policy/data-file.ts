/** One YAML file: its checked value, and the line where each part of it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { lineAt, placesIn, type DataPath } from './yaml-places.ts';

export interface DataFile<T> {
  readonly name: string;
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
  /** Line of the part at `path`, or of the nearest part around it. */
  readonly lineOf: (path: DataPath) => number;
}

/** With `<<`, which takes in what stands elsewhere. */
const dataSchema = CORE_SCHEMA.withTags(mergeTag);

/** Reads and checks one file. Faults are returned, never thrown; `value` is undefined when there are any. */
export function readDataFile<T>(folder: string, name: string, schema: z.ZodType<T>): DataFile<T> {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch {
    const missing = {
      file: name,
      line: 1,
      message: 'the file is missing or can not be read',
      remedy: 'Add it, or restore it from version control',
    };
    return { name, value: undefined, problems: [missing], lineOf: () => 1 };
  }
  const find = (path: DataPath): number => lineAt(text, placesIn(text)(path));
  let data: unknown;
  try {
    data = load(text, { schema: dataSchema });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const invalid = {
      file: name,
      line: (error.mark?.line ?? 0) + 1,
      message: `not valid YAML: ${error.reason}`,
      remedy: 'Mend the indentation or quote the text',
    };
    return { name, value: undefined, problems: [invalid], lineOf: () => invalid.line };
  }
  const checked = schema.safeParse(data);
  if (checked.success) return { name, value: checked.data, problems: [], lineOf: find };
  const problems = checked.error.issues.map((issue) => ({
    file: name,
    line: find(issue.path),
    message: `'${issue.path.join('.') || 'the file'}': ${issue.message}`,
    remedy: 'Write it in the form that src/policy/schema.ts gives for this file',
  }));
  return { name, value: undefined, problems, lineOf: find };
}
