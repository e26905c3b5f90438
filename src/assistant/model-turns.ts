/** How long the turns of a conversation may wait for a model: until their time is up, the user goes on, or somebody presses stop. */
import { createHash } from 'node:crypto';
import type { ModelTurn } from '../answers/written-answer.ts';

/** Stands for a person where something is kept of an event of theirs. @param person stable, of all platforms */
export const personKey = (person: string): string => createHash('sha256').update(person).digest('base64url');

export interface WaitingTurn extends ModelTurn {
  /** The turn is over, and can't be stopped any more. */
  end(): void;
}

export class ModelTurns {
  /** Milliseconds. */
  readonly #deadline: number;
  readonly #underWay = new Map<string, AbortController>();
  /** Events accepted here and not handled yet. */
  readonly #ahead = new Map<string, number>();

  constructor(deadline: number) {
    this.#deadline = deadline;
  }

  /** Another event waits: the turn under way is not waited for any longer. */
  accepted(conversationId: string): void {
    this.#ahead.set(conversationId, (this.#ahead.get(conversationId) ?? 0) + 1);
    this.stop(conversationId);
  }

  /** The model's part of the turn under way is given up; the turn goes on without it at once. */
  stop(conversationId: string): void {
    this.#underWay.get(conversationId)?.abort();
  }

  /** @param person whose use of the model it is, as `personKey` has it */
  begin(conversationId: string, person: string): WaitingTurn {
    const stop = new AbortController();
    this.#underWay.set(conversationId, stop);
    const left = (this.#ahead.get(conversationId) ?? 1) - 1;
    if (left > 0) {
      this.#ahead.set(conversationId, left);
      stop.abort();
    } else this.#ahead.delete(conversationId);
    return {
      person,
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(this.#deadline)]),
      end: () => {
        if (this.#underWay.get(conversationId) === stop) this.#underWay.delete(conversationId);
      },
    };
  }

  /** Nothing waits: events that another process handled are not waited for. */
  drained(conversationId: string): void {
    this.#ahead.delete(conversationId);
  }
}
