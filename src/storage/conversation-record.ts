/** The one record that is kept of a conversation: its form, its versions, and what to do with one that can't be read. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StorageError } from './storage-error.ts';

/** An event as it waits to be handled. `at`: when the user sent it, an ISO 8601 instant. `payload`: any JSON. */
const waitingEvent = z.strictObject({
  id: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  payload: z.unknown().refine((payload): boolean => payload !== undefined),
});
export type WaitingEvent = Readonly<z.infer<typeof waitingEvent>>;

/** A reply still to be sent. `eventId`: the event that it answers. `payload`: any JSON. */
const waitingReply = z.strictObject({
  id: z.string().min(1),
  eventId: z.string().min(1),
  payload: z.unknown().refine((payload): boolean => payload !== undefined),
});
export type WaitingReply = Readonly<z.infer<typeof waitingReply>>;

const record = z.strictObject({
  /** Version of the forms of `state` and of the payloads; the application counts it. */
  schemaVersion: z.int().min(1),
  /** The conversation's id; null when nothing is left of it but the marks of events. */
  id: z.string().nullable(),
  /** Absent until the first turn, and again after the conversation was forgotten. */
  state: z.unknown().optional(),
  /** Marks of the last events handled, the latest last. */
  seenEvents: z.array(z.string()).readonly(),
  inbox: z.array(waitingEvent).readonly(),
  outbox: z.array(waitingReply).readonly(),
  /** ISO 8601 instant of the last write. */
  updatedAt: z.iso.datetime(),
});
export type ConversationRecord = Readonly<z.infer<typeof record>>;

/** What a migration turns into the next version: everything in a record whose form the application defines. */
export interface Contents {
  readonly state?: unknown;
  readonly inbox: readonly WaitingEvent[];
  readonly outbox: readonly WaitingReply[];
}

/** Brings contents from schema version `from` to `to`. Pure: no clock, no I/O, no change to its argument. */
export interface Migration {
  readonly from: number;
  readonly to: number;
  migrate(contents: Contents): Contents;
}

/** Why a record could not be read. */
export type Unreadable =
  | 'not-json'
  | 'not-a-conversation'
  | 'newer-version'
  | 'no-migration'
  | 'migration-failed'
  | 'state-refused';

export type Reading<State> =
  | { readonly ok: true; readonly record: ConversationRecord; readonly state: State | undefined }
  | {
      readonly ok: false;
      readonly reason: Unreadable;
      readonly id: string | null;
      /** What the conversation goes on with. */
      readonly salvaged: Pick<ConversationRecord, 'seenEvents' | 'inbox' | 'outbox'>;
    };

export interface RecordFormat<State> {
  readonly version: number;
  readonly state: z.ZodType<State>;
  readonly migrations: readonly Migration[];
}

/**
 * Storage key of a conversation. Ids name people (a direct message is called after its user), so they don't appear as keys: what
 * remains of a forgotten conversation is a digest that only somebody who knows the id can find.
 */
export const keyOf = (conversationId: string): string => createHash('sha256').update(conversationId).digest('base64url');

/** Mark of an event that was handled: enough to know it again, nothing to learn from. */
export const markOf = (conversationId: string, eventId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([conversationId, eventId]))
    .digest('base64url')
    .slice(0, 22);

/** @throws StorageError `migrations-broken` unless they lead, each taking up where the one before ends, to `version`. */
export function assertMigrations({ version, migrations }: Pick<RecordFormat<unknown>, 'version' | 'migrations'>): void {
  const broken = migrations.some(({ from, to }, index) => to <= from || to !== (migrations[index + 1]?.from ?? version));
  if (!broken) return;
  throw new StorageError(
    'migrations-broken',
    `The migrations do not lead to version ${version}`,
    'Order them, one taking up where another ends',
  );
}

/** @throws StorageError `value-refused` when `value` holds what JSON can't. */
export function writeRecord(value: unknown): string {
  let cause: unknown;
  try {
    const text: unknown = JSON.stringify(value);
    if (typeof text === 'string') return text;
  } catch (error) {
    cause = error;
  }
  const remedy = 'Keep plain values only: no undefined, no function, no bigint, no cycles';
  throw new StorageError('value-refused', 'What was to be kept is not JSON', remedy, cause);
}

/**
 * The value as it will be read again (a Date becomes text, NaN null), so that a check of it before writing holds after reading.
 * @throws StorageError `value-refused`.
 */
export const plain = (value: unknown): unknown => JSON.parse(writeRecord(value));

/** @throws StorageError `value-refused`. */
export function checkEvent(event: WaitingEvent): WaitingEvent {
  const checked = waitingEvent.safeParse(plain(event));
  if (checked.success) return checked.data;
  const what = 'An event without id, ISO instant or payload was to be kept';
  throw new StorageError('value-refused', what, 'Mend the channel that made it', checked.error);
}

const nothing = { seenEvents: [], inbox: [], outbox: [] } as const;

function migrated(from: number, contents: Contents, format: RecordFormat<unknown>): Contents | 'no-migration' | 'migration-failed' {
  if (from === format.version) return contents;
  const first = format.migrations.findIndex((migration) => migration.from === from);
  if (first < 0) return 'no-migration';
  try {
    return format.migrations.slice(first).reduce((contents, migration) => migration.migrate(contents), contents);
  } catch {
    return 'migration-failed';
  }
}

/**
 * Reads a stored record and brings it to the present version.
 *
 * From one that can't be read the conversation keeps what is safe. If only its state is refused, that is everything but the state.
 * If contents are of an unknown version, the marks of events handled. If even the frame is broken, nothing.
 */
export function readRecord<State>(text: string, format: RecordFormat<State>): Reading<State> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'not-json', id: null, salvaged: nothing };
  }
  const frame = record.safeParse(data);
  if (!frame.success) {
    // A newer program may have changed the frame too; its marks are used only if they still look like today's.
    const newer = z
      .looseObject({ schemaVersion: z.int().min(format.version + 1), seenEvents: z.array(z.string()).catch([]) })
      .safeParse(data);
    if (newer.success) {
      const salvaged = { ...nothing, seenEvents: newer.data.seenEvents };
      return { ok: false, reason: 'newer-version', id: null, salvaged };
    }
    return { ok: false, reason: 'not-a-conversation', id: null, salvaged: nothing };
  }
  const { schemaVersion, id, seenEvents, updatedAt, ...old } = frame.data;
  const unreadable = (reason: Unreadable): Reading<State> => ({ ok: false, reason, id, salvaged: { ...nothing, seenEvents } });
  if (schemaVersion > format.version) return unreadable('newer-version');
  const contents = migrated(schemaVersion, old, format);
  if (typeof contents === 'string') return unreadable(contents);
  const frameNow = record.safeParse({ ...contents, schemaVersion: format.version, id, seenEvents, updatedAt });
  if (!frameNow.success) return unreadable('migration-failed');
  if (frameNow.data.state === undefined) return { ok: true, record: frameNow.data, state: undefined };
  const state = format.state.safeParse(frameNow.data.state);
  if (state.success) return { ok: true, record: frameNow.data, state: state.data };
  return {
    ok: false,
    reason: 'state-refused',
    id,
    salvaged: { seenEvents, inbox: frameNow.data.inbox, outbox: frameNow.data.outbox },
  };
}
