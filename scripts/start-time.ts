/** Prints how many milliseconds a process takes to load, and learn where CACHE_FOLDER has nothing: `node scripts/start-time.ts CACHE_FOLDER`. */
import { join } from 'node:path';
import { loadKnowledge } from '../src/assistant/create-assistant.ts';

const root = new URL('..', import.meta.url).pathname;
const cache = process.argv[2];
const begin = performance.now();
loadKnowledge({
  policyData: join(root, 'policy-data'),
  intents: join(root, 'intents'),
  ...(cache === undefined ? {} : { cache }),
});
process.stdout.write(`${Math.round(performance.now() - begin)}\n`);
