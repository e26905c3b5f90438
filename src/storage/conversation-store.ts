/** The conversations of a store: every change of one is one compare-and-set of its record. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import {
  assertMigrations,
  checkEvent,
  keyOf,
  markOf,
  plain,
  readRecord,
  writeRecord,
  type ConversationRecord,
  type RecordFormat,
  type WaitingReply,
} from './conversation-record.ts';
import type { ConversationExport, ConversationStore, ConversationStoreOptions } from './conversations.ts';
import { openRecords } from './records.ts';
import { createSerialiser } from './serialise.ts';
import { StorageError } from './storage-error.ts';

export type * from './conversations.ts';
export type { Migration, WaitingEvent, WaitingReply } from './conversation-record.ts';

const day = 86_400_000;
const attempts = 200;

interface Loaded<State> {
  readonly record: ConversationRecord;
  readonly state: State | undefined;
  readonly version: number;
  readonly expires: number | undefined;
}
type Change = Partial<Pick<ConversationRecord, 'state' | 'seenEvents' | 'inbox' | 'outbox'>>;
/** What to write, if anything, and what to tell the caller once it is written. */
interface Step<T> {
  readonly change?: Change;
  /** Milliseconds since 1970; counted anew from now when undefined. */
  readonly expires?: number | undefined;
  readonly result: T;
}

const setAside = z.strictObject({
  conversationId: z.string().nullable(),
  at: z.iso.datetime(),
  reason: z.string(),
  text: z.string(),
});

/** Nothing is left but the marks of events. */
const isBare = ({ state, inbox, outbox }: ConversationRecord): boolean =>
  state === undefined && inbox.length === 0 && outbox.length === 0;

const repliesOf = (eventId: string, payloads: readonly unknown[]): WaitingReply[] =>
  payloads.map((payload, index) => ({ id: `${eventId}/${index}`, eventId, payload: plain(payload) }));

/**
 * Opens the conversations of a store. Several processes may do so on one file.
 *
 * A conversation is one record, so every change of it is one atomic write. Each write is a compare-and-set, straight on the
 * adapter: Keyv has none, and with its `get` and `set` of two processes the later would undo the earlier. What is only written once
 * and read as a whole (records set aside) goes through Keyv.
 * @throws StorageError `migrations-broken`.
 */
export function openConversations<State>(options: ConversationStoreOptions<State>): ConversationStore<State> {
  const { store, onQuarantine, retentionDays = 30, markDays = 7, seenLimit = 200 } = options;
  const format: RecordFormat<State> = {
    version: options.schemaVersion,
    state: options.state,
    migrations: options.migrations ?? [],
  };
  assertMigrations(format);
  const adapter = store.adapter('conversations');
  /** A power cut may undo that a reply was sent, as it may come between sending and noting: it is then looked up, or sent once more. */
  const relaxed = store.adapter('conversations', { durable: false });
  const quarantine = openRecords(store, 'quarantine', setAside);
  const serialiser = createSerialiser();
  const nowIso = (): string => new Date(store.now()).toISOString();

  const contended = (): StorageError =>
    new StorageError(
      'contended',
      `Other processes keep writing one conversation in ${store.location}`,
      'Try again; nothing was written',
    );

  const blank = (id: string): ConversationRecord => ({
    schemaVersion: format.version,
    id,
    seenEvents: [],
    inbox: [],
    outbox: [],
    updatedAt: nowIso(),
  });

  /** Marks are kept as many as fit; an older one belongs to an event that no platform delivers again. */
  const seenWith = (id: string, seen: readonly string[], eventIds: readonly string[]): readonly string[] => {
    const marks = eventIds.map((eventId) => markOf(id, eventId));
    return [...seen, ...marks].slice(-Math.max(seenLimit, marks.length));
  };

  const write = (
    key: string,
    id: string | null,
    record: ConversationRecord,
    version: number,
    expires?: number,
    through = adapter,
  ): Promise<boolean> => {
    const bare = isBare(record);
    const days = bare ? markDays : retentionDays;
    const text = writeRecord({ ...record, id: bare ? null : id, updatedAt: nowIso() });
    return through.compareAndSet(key, text, version, expires ?? store.now() + days * day);
  };

  /** Loads; a record that can't be read is copied to quarantine first and replaced after, so no crash between loses it. */
  const load = async (key: string, knownId: string | null): Promise<Loaded<State>> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const found = await adapter.getVersioned(key);
      if (!found) return { record: blank(knownId ?? ''), state: undefined, version: 0, expires: undefined };
      const reading = readRecord(found.value, format);
      if (reading.ok) return { ...reading, version: found.version, expires: found.expires };
      const conversationId = knownId ?? reading.id;
      // The version makes the key the same for two processes that meet the same broken record.
      const asideKey = `${key}/${found.version}`;
      const aside = { conversationId, at: nowIso(), reason: reading.reason, text: found.value };
      await quarantine.set(asideKey, aside, store.now() + retentionDays * day);
      const salvaged: ConversationRecord = { ...blank(conversationId ?? ''), ...reading.salvaged };
      if (await write(key, conversationId, salvaged, found.version)) {
        onQuarantine({ reason: reading.reason, conversationId, key: asideKey });
      }
    }
    throw contended();
  };

  /** Waits for the updates of this process too, so that nothing is set aside behind the back of `forget`. */
  const read = (id: string): Promise<Loaded<State>> => {
    const key = keyOf(id);
    return serialiser.runExclusive(key, () => load(key, id));
  };

  /** Reads, decides, writes; again from the start if another process wrote in between. */
  const update = <T>(id: string, decide: (loaded: Loaded<State>) => Step<T> | Promise<Step<T>>, through = adapter): Promise<T> => {
    const key = keyOf(id);
    // Turns of this process queue here, so that they don't spoil each other's attempts.
    return serialiser.runExclusive(key, async () => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const loaded = await load(key, id);
        const { change, expires, result } = await decide(loaded);
        if (!change) return result;
        if (await write(key, id, { ...loaded.record, ...change }, loaded.version, expires, through)) return result;
        await setImmediate();
      }
      throw contended();
    });
  };

  const setAsideFor = async (key: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const candidate of quarantine.keys()) {
      if (candidate.startsWith(`${key}/`)) keys.push(candidate);
    }
    return keys;
  };

  /** Where the event of a turn stands: at the head, handled already, or nowhere. */
  const isHead = (id: string, { record }: Loaded<State>, eventId: string): boolean => {
    if (record.inbox[0]?.id === eventId) return true;
    if (record.seenEvents.includes(markOf(id, eventId))) return false;
    throw new StorageError(
      'out-of-turn',
      'A turn was committed for an event that is not the next one',
      'Handle the event that next() gives',
    );
  };

  return {
    accept: async (id, event) => {
      const waiting = checkEvent(event);
      return update(id, ({ record }) => {
        const known = record.seenEvents.includes(markOf(id, waiting.id)) || record.inbox.some((other) => other.id === waiting.id);
        if (known) return { result: 'duplicate' };
        return { change: { inbox: [...record.inbox, waiting] }, result: 'accepted' };
      });
    },

    next: async (id) => {
      const { record, state } = await read(id);
      const [event] = record.inbox;
      return event && { event, state };
    },

    commit: async (id, turn) => {
      const { eventId, replies } = turn;
      // A state that could not be read again would lose the conversation later; refused now, the event is still waiting.
      const checked = 'state' in turn ? format.state.safeParse(plain(turn.state)) : undefined;
      if (checked?.success === false) {
        throw new StorageError('value-refused', 'The new state of a conversation has a wrong form', 'Mend the turn', checked.error);
      }
      const waiting = repliesOf(eventId, replies);
      const result = await update(id, (loaded): Step<'committed' | 'superseded'> => {
        if (!isHead(id, loaded, eventId)) return { result: 'superseded' };
        const { record } = loaded;
        return {
          change: {
            ...(checked === undefined ? {} : { state: checked.data }),
            seenEvents: seenWith(id, record.seenEvents, [eventId]),
            inbox: record.inbox.slice(1),
            outbox: [...record.outbox, ...waiting],
          },
          result: 'committed',
        };
      });
      if (turn.erase === true) await store.erase();
      return result;
    },

    undelivered: async (id) => (await read(id)).record.outbox,

    delivered: async (id, replyId) => {
      const done = await update(
        id,
        ({ record, expires }): Step<{ there: boolean; bare: boolean }> => {
          const outbox = record.outbox.filter((reply) => reply.id !== replyId);
          if (outbox.length === record.outbox.length) return { result: { there: false, bare: false } };
          const bare = isBare({ ...record, outbox });
          // Sending is no turn: it does not put off the day of deletion.
          return { change: { outbox }, expires: bare ? undefined : expires, result: { there: true, bare } };
        },
        relaxed,
      );
      // The last reply of a forgotten conversation is out: now its text goes too.
      if (done.bare) await store.erase();
      return done.there;
    },

    pendingConversations: async () => {
      const pending: string[] = [];
      for await (const [key, text] of adapter.iterator()) {
        const reading = readRecord(text, format);
        const { record } = reading.ok ? reading : await serialiser.runExclusive(key, () => load(key, reading.id));
        if (record.id !== null && (record.inbox.length > 0 || record.outbox.length > 0)) pending.push(record.id);
      }
      return pending;
    },

    forget: async (id, turn) => {
      const waiting = turn ? repliesOf(turn.eventId, turn.replies) : [];
      const key = keyOf(id);
      const result = await update(id, async (loaded): Promise<Step<'forgotten' | 'superseded'>> => {
        const { record } = loaded;
        if (turn && !isHead(id, loaded, turn.eventId)) return { result: 'superseded' };
        // Before the record: after a crash in between, the conversation is still there to be forgotten again.
        for (const asideKey of await setAsideFor(key)) await quarantine.delete(asideKey);
        if (loaded.version === 0) return { result: 'forgotten' };
        const dropped = record.inbox.slice(0, turn ? 1 : undefined);
        const seenEvents = seenWith(
          id,
          record.seenEvents,
          dropped.map((event) => event.id),
        );
        return {
          change: { state: undefined, seenEvents, inbox: record.inbox.slice(dropped.length), outbox: waiting },
          result: 'forgotten',
        };
      });
      await store.erase();
      return result;
    },

    export: async (id) => {
      const { record, state, expires } = await read(id);
      const aside: ConversationExport['setAside'][number][] = [];
      for (const asideKey of await setAsideFor(keyOf(id))) {
        const found = await quarantine.get(asideKey);
        if (found) aside.push({ at: found.at, reason: found.reason, text: found.text });
      }
      const { inbox, outbox, seenEvents, updatedAt } = record;
      if (isBare(record) && aside.length === 0) return null;
      const expiresAt = expires === undefined ? null : new Date(expires).toISOString();
      return { conversationId: id, updatedAt, expiresAt, state: state ?? null, inbox, outbox, seenEvents, setAside: aside };
    },

    sweep: () => store.purge(),
  };
}
