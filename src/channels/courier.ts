/**
 * What every platform's channel needs around the assistant: an event is durable before the platform is told so, turns are handled in
 * order per conversation, each reply is sent in order and again until it is sent, and what an earlier process left is taken up.
 */
import { setTimeout } from 'node:timers/promises';
import type { Assistant, AssistantEvent, WaitingCard } from '../assistant/assistant.ts';

export interface CourierOptions {
  readonly assistant: Pick<Assistant, 'accept' | 'work' | 'waiting' | 'sent' | 'pending'>;
  /** With it the ids of this channel's conversations begin, such as `slack:`. */
  readonly prefix: string;
  /**
   * Sends one reply; resolves when it was sent, or when nobody is there any more to receive it. After a rejection it is sent again.
   * `again`: an earlier attempt, of this process or of one that was killed, may have arrived; a platform that lets one look it up, or
   * takes an idempotency key, is then kept from showing it twice.
   */
  readonly send: (conversationId: string, reply: WaitingCard, again: boolean) => Promise<void>;
  /** Told of every failure, with its stack; never of what was said. */
  readonly onError: (error: unknown, conversationId: string) => void;
  /** Waits so many milliseconds, or until the signal is given; real time unless a test says otherwise. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Milliseconds before the second attempt, doubled with every further one up to the last. */
const firstPause = 500;
const longestPause = 60_000;

export class Courier {
  readonly #options: CourierOptions;
  readonly #wait: NonNullable<CourierOptions['wait']>;
  /** The work under way, by conversation; each runs until nothing is left to do for its conversation. */
  readonly #running = new Map<string, Promise<void>>();
  /** Conversations that something arrived for while they were being worked on. */
  readonly #again = new Set<string>();
  readonly #stopping = new AbortController();

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#wait = options.wait ?? pause;
  }

  /**
   * When this resolves the event is on the disk and the platform may be told so; handling and sending go on in the background.
   * @throws StorageError when the event could not be kept: then the platform must not be told that it was.
   */
  async take(conversationId: string, event: AssistantEvent): Promise<'accepted' | 'duplicate'> {
    const taken = await this.#options.assistant.accept(conversationId, event);
    // A duplicate is worked on all the same: the process that took it first may be gone.
    this.#start(conversationId);
    return taken;
  }

  /** Takes up what an earlier process accepted and did not answer, or answered and did not send. */
  async resume(): Promise<void> {
    for (const id of await this.#options.assistant.pending()) if (id.startsWith(this.#options.prefix)) this.#start(id);
  }

  /** Resolves when nothing is left to handle or send. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Ends waiting for another attempt, and resolves when what is under way is done; what is not sent stays for the next process. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.settle();
  }

  #start(conversationId: string): void {
    if (this.#running.has(conversationId)) {
      this.#again.add(conversationId);
      return;
    }
    const work = this.#run(conversationId).finally(() => {
      this.#running.delete(conversationId);
      if (this.#again.delete(conversationId)) this.#start(conversationId);
    });
    this.#running.set(conversationId, work);
  }

  /** Never rejects. */
  async #run(conversationId: string): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted;) {
      try {
        this.#again.delete(conversationId);
        await this.#turn(conversationId);
        return;
      } catch (error) {
        this.#options.onError(error, conversationId);
        await this.#wait(Math.min(firstPause * 2 ** failures, longestPause), this.#stopping.signal);
        failures += 1;
      }
    }
  }

  async #turn(conversationId: string): Promise<void> {
    const { assistant, send } = this.#options;
    // Replies go out in order, so of those left over only the first can have been tried.
    const [left] = await assistant.waiting(conversationId);
    await assistant.work(conversationId);
    for (const reply of await assistant.waiting(conversationId)) {
      if (this.#stopping.signal.aborted) return;
      await send(conversationId, reply, reply.id === left?.id);
      await assistant.sent(conversationId, reply.id);
    }
  }
}

/** Ends early, and without an error, when the signal is given. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
