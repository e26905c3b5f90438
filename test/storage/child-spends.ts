/** Asks the budget of one person, which has 100 calls, for calls: FILE CALLS. Writes how many it was granted. */
import { Budget } from '../../src/language/openai/budget.ts';
import { openStore } from '../../src/storage/open-store.ts';

const [path = '', calls = '0'] = process.argv.slice(2);
const store = await openStore(path, () => Date.parse('2026-11-22T10:00:00Z'));
const limit = { tokens: 1000, micros: undefined };
const budget = new Budget({ store, person: limit, all: { tokens: 1e9, micros: undefined } });
let granted = 0;
for (let call = 0; call < Number(calls); call += 1) if (await budget.reserve('a', { tokens: 10, micros: 0 })) granted += 1;
process.stdout.write(`${granted}\n`);
await store.close();
