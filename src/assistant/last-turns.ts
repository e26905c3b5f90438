/**
 * The last turns of a private talk, for a model to understand the next message by. Beside the conversation, because they are wanted for
 * no longer than a talk lasts: gone an hour after the last message, and with everything else when that is forgotten. Of what a person
 * wrote it is what may be sent and no more; of what was replied only which facts, provisions and questions it was about.
 */
import { z } from 'zod';
import type { PastTurn } from '../language/understander.ts';
import { redacted } from '../language/openai/redact.ts';
import type { Card } from '../presentation/card.ts';
import type { Input } from '../dialogue/reply.ts';
import type { Store } from '../storage/adapter.ts';
import { keyOf } from '../storage/conversation-record.ts';
import { openRecords, type Records } from '../storage/records.ts';
import { StorageError } from '../storage/storage-error.ts';

const mostTurns = 3;
/** Longer messages are kept by their beginning. */
const longestSaid = 300;
/** Of one turn. */
const mostNames = 4;
/** Milliseconds. */
const keptFor = 3_600_000;

const names = z.array(z.string()).readonly();
const pastTurns = z.array(z.strictObject({ said: z.string().nullable(), read: names, replied: names })).readonly();

export class LastTurns {
  readonly #store: Store;
  readonly #records: Records<readonly PastTurn[]>;

  constructor(store: Store) {
    this.#store = store;
    // A power cut may take the last one: then the next message is understood without it.
    this.#records = openRecords({ ...store, adapter: (name) => store.adapter(name, { durable: false }) }, 'last-turns', pastTurns);
  }

  /** Oldest first. */
  async of(conversationId: string): Promise<readonly PastTurn[]> {
    try {
      return (await this.#records.get(keyOf(conversationId))) ?? [];
    } catch (error) {
      // Of another form, as another version of the program had it: no turn is held up by that.
      if (error instanceof StorageError && error.code === 'record-unreadable') return [];
      throw error;
    }
  }

  async add(conversationId: string, turn: PastTurn): Promise<void> {
    const turns = [...(await this.of(conversationId)), turn].slice(-mostTurns);
    await this.#records.set(keyOf(conversationId), turns, this.#store.now() + keptFor);
  }

  async forget(conversationId: string): Promise<void> {
    await this.#records.delete(keyOf(conversationId));
  }
}

/** @param text what was typed; undefined for a button or a form */
export const pastTurn = (text: string | undefined, inputs: readonly Input[], cards: readonly Card[]): PastTurn => ({
  said: text === undefined ? null : redacted(text, longestSaid),
  read: inputs.slice(0, mostNames).map(({ command }) => nameOf(command.type, 'fact' in command ? command.fact : undefined)),
  replied: cards.slice(0, mostNames).map(({ kind, fact, cites = [] }) => nameOf(kind, fact, ...cites.slice(0, mostNames))),
});

const nameOf = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');
