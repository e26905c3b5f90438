/** What the child scripts share; nothing of the test runner. */
import { z } from 'zod';
import { openConversations } from '../../src/storage/conversation-store.ts';
import { openStore } from '../../src/storage/open-store.ts';

export async function openNotebook(path: string) {
  const store = await openStore(path);
  const conversations = openConversations({
    store,
    state: z.strictObject({ notes: z.array(z.string()) }),
    schemaVersion: 1,
    onQuarantine: ({ reason }) => {
      throw new Error(reason);
    },
  });
  return { store, conversations };
}

export const event = (id: string) => ({ id, at: '2026-03-01T08:00:00Z', payload: { text: id } });
