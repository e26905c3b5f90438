/** Accepts events of its own and ones that the other side accepts too, and handles what waits: FILE SIDE COUNT. */
import { event, openNotebook } from './child-support.ts';

const [path = '', side = '', count = '0'] = process.argv.slice(2);
const { store, conversations } = await openNotebook(path);

async function work(): Promise<void> {
  const next = await conversations.next('c');
  if (!next) return;
  const { id } = next.event;
  const notes = [...(next.state?.notes ?? []), id];
  await conversations.commit('c', { eventId: id, state: { notes }, replies: [`reply to ${id}`] });
}

for (let index = 0; index < Number(count); index++) {
  await conversations.accept('c', event(`${side}-${index}`));
  await conversations.accept('c', event(`both-${index}`));
  await work();
}
while (await conversations.next('c')) await work();
await store.close();
