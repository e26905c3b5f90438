/** Temporary folders, a clock that is set by hand, and child processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Store } from '../../src/storage/adapter.ts';
import {
  openConversations,
  type ConversationStore,
  type ConversationStoreOptions,
  type QuarantineReport,
} from '../../src/storage/conversation-store.ts';
import { openStore } from '../../src/storage/open-store.ts';

export const day = 86_400_000;

/** A new folder, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface HandClock {
  (): number;
  pass(milliseconds: number): void;
}

export function handClock(start = Date.parse('2026-03-01T08:00:00Z')): HandClock {
  let time = start;
  return Object.assign(() => time, {
    pass(milliseconds: number) {
      time += milliseconds;
    },
  });
}

export const noteState = z.strictObject({ notes: z.array(z.string()) });
export type NoteState = z.infer<typeof noteState>;

export interface Notebook {
  readonly conversations: ConversationStore<NoteState>;
  readonly reports: QuarantineReport[];
}

/** Conversations whose state is a list of notes. */
export function notebook(store: Store, options: Partial<ConversationStoreOptions<NoteState>> = {}): Notebook {
  const reports: QuarantineReport[] = [];
  const conversations = openConversations({
    store,
    state: noteState,
    schemaVersion: 1,
    onQuarantine: (report) => reports.push(report),
    ...options,
  });
  return { conversations, reports };
}

export const event = (id: string, payload: unknown = { text: id }) => ({ id, at: '2026-03-01T08:00:00Z', payload });

/** A new store with its clock and folder, and a notebook in it. */
export async function start(kind: 'memory' | 'file' = 'memory') {
  const clock = handClock();
  const folder = temporaryFolder();
  const store = await openStore(kind === 'memory' ? 'memory:' : join(folder, 'store.db'), clock);
  onTestFinished(() => store.close());
  return { clock, folder, store, ...notebook(store) };
}

/** The turn of an event, with one note and one reply unless given. */
export const turn = (eventId: string, notes: string[] = [eventId], replies: unknown[] = [{ say: `noted ${eventId}` }]) => ({
  eventId,
  state: { notes },
  replies,
});

/** Every byte of every file of the folder. */
export const bytesOf = (folder: string): Buffer =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

export interface Child {
  readonly process: ChildProcess;
  /** The next line of its standard output; undefined at the end. */
  line(): Promise<string | undefined>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Kills it without warning, as a crash does. */
  kill(): Promise<void>;
  /** Its exit code. */
  ended(): Promise<number | null>;
}

/** Starts a script of this folder under the same Node. */
export function startChild(script: string, ...parameters: string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return {
    process: child,
    line: async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    ended: async () => {
      await exit;
      return child.exitCode;
    },
  };
}
