/** One YAML file: its checked value, and the line where each part of it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';

export type DataPath = readonly PropertyKey[];

export interface DataFile<T> {
  readonly name: string;
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
  /** Line of the part at `path`, or of the nearest part around it. */
  readonly lineOf: (path: DataPath) => number;
}

function lineOf(document: Document, lines: LineCounter, path: DataPath): number {
  for (let length = path.length; length > 0; length--) {
    const keys = path.slice(0, length).map((key) => (typeof key === 'symbol' ? String(key) : key));
    const node: unknown = document.getIn(keys, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const find = (path: DataPath): number => lineOf(document, lines, path);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file: name,
      line: lines.linePos(error.pos[0]).line,
      message: `not valid YAML: ${error.message}`,
      remedy: 'Mend the indentation or quote the text',
    }));
    return { name, value: undefined, problems, lineOf: find };
  }
  const data: unknown = document.toJS();
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
