/** JSON Lines in and out: one object a line, in order; a bad line gives an error object and the rest goes on. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';
import type { z } from 'zod';

export interface LineError {
  readonly error: { readonly code: string; readonly fact?: string; readonly message: string; readonly line: number };
}

/** An error that a line's author can mend. */
export class InputError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InputError';
    this.code = code;
  }
}

/** The error of a refused line, for the JSON output. Errors that nobody can mend by changing the input are thrown on. */
export function lineError(error: unknown, line: number): LineError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && isRefusal(error.name)) {
    const fact = 'fact' in error && typeof error.fact === 'string' ? { fact: error.fact } : {};
    return { error: { code: error.code, ...fact, message: error.message, line } };
  }
  throw error;
}

const isRefusal = (name: string): boolean => name === 'InputError' || name === 'CredentialsError';

export async function writeLine(output: Writable, value: unknown): Promise<void> {
  if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain');
}

/**
 * Runs a batch. Each line's output is written before the next line is read.
 * @returns whether every line was taken
 */
export async function runBatch<T>(
  input: Readable,
  output: Writable,
  schema: z.ZodType<T>,
  handle: (value: T) => unknown,
): Promise<boolean> {
  let number = 0;
  let good = true;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim() === '') continue;
    let result: unknown;
    try {
      result = await handle(parseLine(text, schema));
    } catch (error) {
      result = lineError(error, number);
      good = false;
    }
    await writeLine(output, result);
  }
  return good;
}

export function parseLine<T>(text: string, schema: z.ZodType<T>): T {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new InputError('not-json', 'The line is not JSON. Write one JSON object a line.');
  }
  const checked = schema.safeParse(data);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`);
  throw new InputError('invalid-line', `${faults.join('; ')}.`);
}
