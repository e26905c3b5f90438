/** A short name of the open question, which a choice carries back: pressed late, it answers no other question. */
import { createHash } from 'node:crypto';
import type { Conversation } from './conversation.ts';

/** Undefined where nothing is open. The same question about other credentials has another name where they are what is asked about. */
export function questionKey({ open, credentials, goal }: Conversation): string | undefined {
  if (open === null) return undefined;
  const about = open.kind === 'review' || open.kind === 'which' ? [credentials, goal] : [];
  return createHash('sha256')
    .update(JSON.stringify([open, ...about]))
    .digest('base64url')
    .slice(0, 12);
}
