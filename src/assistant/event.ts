/** What happened in a conversation, as channels tell it and as it waits in the store. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { command, languages } from '../command/command.ts';
import { places } from '../dialogue/reply.ts';
import type { WaitingEvent } from '../storage/conversation-store.ts';

/** `language`: that of the reader where the platform tells; `place`: `shared` where others read along, else `private`. */
const circumstances = { language: z.enum(languages).optional(), place: z.enum(places).optional() };
/** What a user did, of no platform. */
const eventPayload = z.union([
  z.strictObject({ text: z.string(), ...circumstances }),
  /** Ids of choices, as cards carry them, and the `question` of the card where the platform keeps old cards pressable. */
  z.strictObject({ choose: z.array(z.string()), question: z.string().optional(), ...circumstances }),
  z.strictObject({ command, ...circumstances }),
  /** Several at once, as a form gives them. */
  z.strictObject({ commands: z.array(command).max(100), ...circumstances }),
]);
export type EventPayload = z.infer<typeof eventPayload>;

/** Nothing that a user said: a channel wants this done by itself, once and in order with the rest. */
const errandPayload = z.strictObject({ errand: z.string() });

/** What is kept beside what a user did, until it is handled: a digest of who, where that is of use. */
const withPerson = z.looseObject({ person: z.string().optional() });

export interface AssistantEvent {
  /** Unique per conversation; the same for every delivery of one event. */
  readonly id: string;
  /** ISO 8601 instant at which the user sent it. */
  readonly at: string;
  readonly payload: EventPayload;
  /**
   * Whose event it is: stable, with the platform's name in it, and the same wherever that person writes. The conversation's id unless
   * given, which is right where that is one person's.
   */
  readonly person?: string;
}

/** As an event; performed as the deed `errand`. */
export type Errand = Omit<AssistantEvent, 'payload' | 'person'> & { readonly payload: Readonly<z.infer<typeof errandPayload>> };

/** An event whose turn it is; `person` as `personKey` has it. */
export type TurnEvent = Required<AssistantEvent>;

/** Stands for a person where something is kept of an event of theirs. */
export const personKey = (person: string): string => createHash('sha256').update(person).digest('base64url');

/** Whose event it is, as `personKey` has it; undefined for an errand. */
export const personOf = (conversationId: string, event: AssistantEvent | Errand): string | undefined =>
  'errand' in event.payload ? undefined : personKey(('person' in event ? event.person : undefined) ?? conversationId);

/** @param counted it matters who did it */
export function toWaiting({ id, at, payload, ...rest }: AssistantEvent | Errand, counted: boolean): WaitingEvent {
  const person = counted && 'person' in rest ? rest.person : undefined;
  return { id, at, payload: person === undefined ? payload : { ...payload, person: personKey(person) } };
}

export function readEvent(conversationId: string, { id, at, payload }: WaitingEvent): TurnEvent | { readonly errand: string } {
  const errand = errandPayload.safeParse(payload);
  if (errand.success) return errand.data;
  const { person = personKey(conversationId), ...rest } = withPerson.safeParse(payload).data ?? {};
  const said = eventPayload.safeParse(rest);
  // An event that an older program accepted in a form that is gone still gets its turn, as an empty message.
  return { id, at, payload: said.success ? said.data : { text: '' }, person };
}
