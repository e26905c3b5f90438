/** The shipped policy data in a folder of their own, with faults planted. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { policyData } from './policy.ts';

/** A copy of the data in which each text, which must occur in the file, is replaced once; gone when the test is finished. */
export function faultyPolicy(file: string, ...changes: readonly (readonly [old: string | RegExp, planted: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-policy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(policyData, folder, { recursive: true });
  let text = readFileSync(join(folder, file), 'utf8');
  for (const [old, planted] of changes) {
    const mended = text.replace(old, () => planted);
    if (mended === text) throw new Error(`${file} has no ${String(old)}`);
    text = mended;
  }
  writeFileSync(join(folder, file), text);
  return folder;
}

/** The same with text added to the end of a file. */
export const withMore = (file: string, more: string): string => faultyPolicy(file, [/$(?![\s\S])/, `\n${more}\n`]);
