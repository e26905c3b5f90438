/** Accepts, handles and delivers events in `c`, saying each step: FILE STOP [COUNT]. At the step STOP it waits to be killed. */
import { writeSync } from 'node:fs';
import { event, openNotebook } from './child-support.ts';

const [path = '', stop = '', count = '1'] = process.argv.slice(2);

async function say(step: string): Promise<void> {
  writeSync(1, `${step}\n`);
  if (step !== stop) return;
  setInterval(() => undefined, 60_000);
  await new Promise(() => undefined);
}

const { store, conversations } = await openNotebook(path);

async function work(): Promise<void> {
  for (let next = await conversations.next('c'); next; next = await conversations.next('c')) {
    const { id } = next.event;
    await say(`handling ${id}`);
    const notes = [...(next.state?.notes ?? []), id];
    await conversations.commit('c', { eventId: id, state: { notes }, replies: [`reply to ${id}`] });
    await say(`committed ${id}`);
  }
  for (const { id } of await conversations.undelivered('c')) {
    await conversations.delivered('c', id);
    await say(`delivered ${id}`);
  }
}

// What an earlier life left behind comes first, then everything is sent again, as a platform does.
await work();
for (let index = 0; index < Number(count); index++) {
  const result = await conversations.accept('c', event(`e${index}`));
  await say(`${result} e${index}`);
  if (index % 3 === 2 || index + 1 === Number(count)) await work();
}
await store.close();
