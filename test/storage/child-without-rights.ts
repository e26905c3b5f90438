/** Opens each given store as a user without rights, and prints how that fails. */
import { openStore } from '../../src/storage/open-store.ts';
import { StorageError } from '../../src/storage/storage-error.ts';

// An administrator may write everywhere; 65534 is `nobody`.
if (process.getuid?.() === 0) process.setuid?.(65_534);
for (const path of process.argv.slice(2)) {
  try {
    await openStore(path);
    process.stdout.write('opened\n');
  } catch (error) {
    process.stdout.write(`${error instanceof StorageError ? error.code : String(error)}\n`);
  }
}
