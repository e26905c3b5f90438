/** A classifier that is trained once: a snapshot is kept under the digest of what it was trained on. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restore, SnapshotError, train, type Classifier, type Example, type TrainingOptions } from './classifier.ts';

/** Changes whenever features or training change, so that no snapshot of an older program is taken. */
const generation = 2;

/**
 * @param cache folder for snapshots; without it the classifier is trained each time. A cache that can't be read or written only
 * costs time.
 */
export function trained(examples: readonly Example[], options: TrainingOptions, cache: string | undefined): Classifier {
  if (cache === undefined) return train(examples, options);
  const key = createHash('sha256')
    .update(JSON.stringify([generation, options, examples]))
    .digest('hex');
  const file = join(cache, `${key}.classifier`);
  try {
    return restore(readFileSync(file), options.concepts);
  } catch (error) {
    if (!(error instanceof SnapshotError) && !isFileError(error)) throw error;
  }
  const classifier = train(examples, options);
  try {
    mkdirSync(cache, { recursive: true });
    // Written beside and renamed: another process never sees half a file.
    const half = `${file}.${process.pid}`;
    writeFileSync(half, classifier.serialise());
    renameSync(half, file);
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
  return classifier;
}

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
