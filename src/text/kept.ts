/** What takes long to make is kept in a file, under the digest of what it was made from. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

const digestLength = 32;
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/**
 * @param folder where it is kept; without one it is made each time. A folder that can't be read or written only costs time.
 * @param source all that the value depends on, the program's own part in it included
 * What was made from an older source is removed.
 * @param make gives plain data: what the structured clone algorithm copies. It may throw; then nothing is kept.
 * The file is written once the caller has gone on.
 */
export function kept<T>(folder: string | undefined, name: string, source: string, make: () => T): T {
  if (folder === undefined) return make();
  const file = join(folder, `${name}-${sha256(`${process.versions.v8} ${source}`).toString('hex').slice(0, 40)}`);
  const before = read(file);
  if (before !== undefined) return deserialize(before);
  const value = make();
  // Whoever waits for the value does not wait for the disk.
  setImmediate(() => store(folder, name, file, value));
  return value;
}

function store(folder: string, name: string, file: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true });
    const data = serialize(value);
    // Written beside and renamed: another process never sees half a file.
    const half = `${file}.${process.pid}`;
    writeFileSync(half, sha256(data));
    appendFileSync(half, data);
    renameSync(half, file);
    for (const old of readdirSync(folder).filter((each) => each.startsWith(`${name}-`)))
      if (join(folder, old) !== file && !/\.\d+$/.test(old)) rmSync(join(folder, old), { force: true });
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
}

/** Undefined where there is no file, or a damaged one. */
function read(file: string): Buffer | undefined {
  try {
    const whole = readFileSync(file);
    const data = whole.subarray(digestLength);
    return sha256(data).equals(whole.subarray(0, digestLength)) ? data : undefined;
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
