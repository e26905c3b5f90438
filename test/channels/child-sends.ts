/** A courier as of a process of its own: FILE LOG CLAIM [STOP]. Sends what waits into the log; at the reply STOP it waits to be killed. */
import { appendFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createAssistant } from '../../src/assistant/create-assistant.ts';
import { Courier } from '../../src/channels/courier.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { testKnowledge } from '../support/knowledge.ts';

const [path = '', log = '', claimFor = '', stop = ''] = process.argv.slice(2);
const knowledge = testKnowledge();
const store = await openStore(path);
const courier = new Courier({
  assistant: createAssistant(
    knowledge,
    { store, retentionDays: 30, onQuarantine: ({ reason }) => expectNothing(reason) },
    Number(claimFor),
  ),
  prefix: 'test:',
  send: async (conversationId, { id }, again) => {
    const line = `${conversationId} ${id}${again ? ' again' : ''}`;
    if (stop !== '' && line.includes(stop)) {
      writeSync(1, `sending ${id}\n`);
      process.kill(process.pid, 'SIGSTOP');
    }
    await setImmediate();
    appendFileSync(log, `${line}\n`);
  },
  perform: () => Promise.resolve(),
  onError: (error) => expectNothing(String(error)),
});
writeSync(1, 'ready\n');
// Both sides begin when they are told to.
await new Promise((resolve) => process.stdin.once('data', resolve));
await courier.resume();
await courier.settle();
await store.close();
process.exit();

function expectNothing(what: string): void {
  throw new Error(what);
}
