/**
 * What every platform's channel needs around the assistant: an event is durable before the platform is told so, turns are handled in
 * order per conversation, each reply is sent in order and again until it is sent, and what an earlier process left is taken up. Where
 * several processes share a store, one at a time sends what waits in a conversation.
 */
import { setTimeout } from 'node:timers/promises';
import {
  isCard,
  type Assistant,
  type AssistantEvent,
  type Errand,
  type WaitingCard,
  type WaitingDeed,
} from '../assistant/assistant.ts';

export interface CourierOptions {
  readonly assistant: Pick<Assistant, 'accept' | 'claim' | 'handleNext' | 'waiting' | 'sent' | 'pending'>;
  /** With it the ids of this channel's conversations begin, such as `slack:`. */
  readonly prefix: string;
  /**
   * Sends one reply; resolves when it was sent, or when nobody is there any more to receive it. After a rejection it is sent again.
   * `again`: an earlier attempt, of this process or of one that was killed, may have arrived; a platform that lets one look it up, or
   * takes an idempotency key, is then kept from showing it twice.
   */
  readonly send: (conversationId: string, reply: WaitingCard, again: boolean) => Promise<void>;
  /** Does what is to be done in the world outside; as `send`. */
  readonly perform: (conversationId: string, deed: WaitingDeed, again: boolean) => Promise<void>;
  /** Told of every failure, with its stack; never of what was said. */
  readonly onError: (error: unknown, conversationId: string) => void;
  /** Waits so many milliseconds, or until the signal is given; real time unless a test says otherwise. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Milliseconds before the second attempt, doubled with every further one up to the last. */
const firstPause = 500;
const longestPause = 60_000;
/** Milliseconds between looks whether another process has done with a conversation. */
const lookAgain = 250;

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
  async take(conversationId: string, event: AssistantEvent | Errand): Promise<'accepted' | 'duplicate'> {
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
        if (await this.#turn(conversationId)) return;
        await this.#wait(lookAgain, this.#stopping.signal);
      } catch (error) {
        this.#options.onError(error, conversationId);
        await this.#wait(Math.min(firstPause * 2 ** failures, longestPause), this.#stopping.signal);
        failures += 1;
      }
    }
  }

  /** @returns false where another process is at it, so that something may be left to do. */
  async #turn(conversationId: string): Promise<boolean> {
    const { assistant, send, perform } = this.#options;
    const claim = await assistant.claim(conversationId);
    if (!claim) return false;
    try {
      // What waits goes out in order, so of that left over only the first can have been tried.
      const [left] = await assistant.waiting(conversationId);
      // Each answer goes out before the next event is handled: nobody waits for what is worded for somebody else.
      for (let isMore = true; isMore;) {
        isMore = await assistant.handleNext(conversationId);
        for (const item of await assistant.waiting(conversationId)) {
          if (this.#stopping.signal.aborted) return true;
          if (!claim.held) return false;
          const again = item.id === left?.id;
          await (isCard(item) ? send(conversationId, item, again) : perform(conversationId, item, again));
          await assistant.sent(conversationId, item.id);
        }
      }
      return true;
    } finally {
      await claim.release();
    }
  }
}

/** Ends early, and without an error, when the signal is given. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
