/** Counts up one record: FILE TIMES. */
import { openStore } from '../../src/storage/open-store.ts';

const [path = '', times = '0'] = process.argv.slice(2);
const store = await openStore(path);
const adapter = store.adapter('one');
for (let done = 0; done < Number(times);) {
  const found = await adapter.getVersioned('count');
  if (await adapter.compareAndSet('count', String(Number(found?.value ?? 0) + 1), found?.version ?? 0)) done++;
}
await store.close();
