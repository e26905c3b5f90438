/** What waits in a conversation's outbox: cards to be shown, and what is to be done in the world outside. */
import { z } from 'zod';
import { lastingEffect } from '../dialogue/reply.ts';
import { card as cardSchema, type Card } from '../presentation/card.ts';
import type { WaitingReply } from '../storage/conversation-store.ts';

/** What a channel itself wants done, once and in order with the rest; only that channel reads it. */
const errand = z.strictObject({ effect: z.literal('errand'), errand: z.string() });
const deed = z.discriminatedUnion('effect', [...lastingEffect.options, errand]);
/** What a channel has to do for a turn. */
export type Deed = Readonly<z.infer<typeof deed>>;

interface Waiting {
  /** The same for every attempt. */
  readonly id: string;
  readonly eventId: string;
}
export interface WaitingCard extends Waiting {
  readonly card: Card;
}
export interface WaitingDeed extends Waiting {
  readonly deed: Deed;
}
export type WaitingItem = WaitingCard | WaitingDeed;

export const isCard = (item: WaitingItem): item is WaitingCard => 'card' in item;

export function readWaiting({ id, eventId, payload }: WaitingReply): WaitingItem {
  const read = deed.safeParse(payload);
  return read.success ? { id, eventId, deed: read.data } : { id, eventId, card: cardSchema.parse(payload) };
}
