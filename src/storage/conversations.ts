/** Conversations between turns: what was accepted is handled once, what was answered is sent, what is to be forgotten is gone. */
import type { z } from 'zod';
import type { Store } from './adapter.ts';
import type { Migration, Unreadable, WaitingEvent, WaitingReply } from './conversation-record.ts';

/** A record set aside because it could not be read. Holds no text of the conversation. */
export interface QuarantineReport {
  readonly reason: Unreadable;
  /** Null when the record was found in a sweep and too broken to tell. */
  readonly conversationId: string | null;
  /** Key in the namespace `quarantine`. */
  readonly key: string;
}

export interface ConversationStoreOptions<State> {
  /** Its clock is the clock of everything here. */
  readonly store: Store;
  /** Checks the state on the way in and out; must accept what it gives. */
  readonly state: z.ZodType<State>;
  /** Version of the forms of the state and the payloads. Stop older programs before starting a newer one on the same store. */
  readonly schemaVersion: number;
  /** In order, the last one leading to `schemaVersion`. */
  readonly migrations?: readonly Migration[];
  readonly onQuarantine: (report: QuarantineReport) => void;
  /** Days from the last event or turn until a conversation, and from being set aside until an unreadable record, is deleted; 30. */
  readonly retentionDays?: number;
  /** Days for which the marks of a forgotten conversation's events are kept; 7, longer than any platform redelivers. */
  readonly markDays?: number;
  /** How many handled events are remembered per conversation; 200. */
  readonly seenLimit?: number;
}

export interface Next<State> {
  readonly event: WaitingEvent;
  /** Undefined when the conversation is new, was forgotten, or could not be read. */
  readonly state: State | undefined;
}

export interface Turn<State> {
  readonly eventId: string;
  /** What is kept stays as it is where this is absent. */
  readonly state?: State;
  /** Payloads in the order of sending; any JSON. */
  readonly replies: readonly unknown[];
  /** What stood there before is to leave no trace in the files of the store. */
  readonly erase?: boolean;
}

/** All that is kept about a conversation, as plain JSON. */
export interface ConversationExport {
  readonly conversationId: string;
  readonly updatedAt: string;
  /** ISO 8601 instant at which it will be deleted. */
  readonly expiresAt: string | null;
  readonly state: unknown;
  readonly inbox: readonly WaitingEvent[];
  readonly outbox: readonly WaitingReply[];
  /** Digests of the ids of events handled. */
  readonly seenEvents: readonly string[];
  /** Records set aside because they could not be read, as they were found. */
  readonly setAside: readonly { readonly at: string; readonly reason: string; readonly text: string }[];
}

/** All methods reject with a `StorageError`, and then nothing was changed unless its code is `erase-incomplete`. */
export interface ConversationStore<State> {
  /** When this resolves, the event is on the disk and will be handled once; the platform may be told so. */
  accept(conversationId: string, event: WaitingEvent): Promise<'accepted' | 'duplicate'>;
  /** The event to be handled next, which stays waiting until its turn is committed; undefined when none waits. */
  next(conversationId: string): Promise<Next<State> | undefined>;
  /**
   * Ends the turn of the event that `next` gave, in one write: the new state, the event handled, its replies to be sent. Replies get
   * the ids `EVENT/0`, `EVENT/1`, …, the same if the turn is run again.
   * @returns `superseded` when the event was handled by another process or forgotten meanwhile; then nothing is written.
   * @throws StorageError `out-of-turn` for any other event, `value-refused` for a state that the schema refuses.
   */
  commit(conversationId: string, turn: Turn<State>): Promise<'committed' | 'superseded'>;
  /** Replies still to be sent, in order. */
  undelivered(conversationId: string): Promise<readonly WaitingReply[]>;
  /** The reply was sent. @returns false when it was already said to be. */
  delivered(conversationId: string, replyId: string): Promise<boolean>;
  /** Conversations with events to handle or replies to send, for the sweep after a start. */
  pendingConversations(): Promise<readonly string[]>;
  /**
   * Deletes the conversation at once from all files of the store: state, events, replies, and what was set aside for it.
   *
   * What stays, for `markDays`, so that an event which the platform delivers again is not taken for a new one: a digest of the
   * conversation's id, and digests of the ids of its last events. No text, no names, no times of events.
   *
   * As a turn (`eventId` is the event that asked for it): `replies` are kept until they are sent, and events that arrived after that one still get
   * their turn, in a new conversation. Otherwise the waiting events are dropped with the rest. Copies outside the store (backups,
   * logs, the platform itself) are not its to delete.
   * @returns `superseded` as `commit`; what is there is then left alone.
   */
  forget(
    conversationId: string,
    turn?: { readonly eventId: string; readonly replies: readonly unknown[] },
  ): Promise<'forgotten' | 'superseded'>;
  /** Everything kept about the conversation; null when there is nothing but marks. */
  export(conversationId: string): Promise<ConversationExport | null>;
  /** Takes what has expired off the disk. @returns the number of records. Also finishes an incomplete erasure. */
  sweep(): Promise<number>;
}
