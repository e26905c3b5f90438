/** How long the turns of a conversation may wait for a model: until their time is up, the user goes on, or somebody presses stop. */
import type { ModelTurn } from '../answers/written-answer.ts';

export interface WaitingTurn extends ModelTurn {
  /** The turn is over, and can't be stopped any more. */
  end(): void;
}

interface UnderWay {
  readonly person: string;
  readonly stop: AbortController;
}

/** People as `personKey` has them. */
export class ModelTurns {
  /** Milliseconds. */
  readonly #deadline: number;
  readonly #underWay = new Map<string, UnderWay>();
  /** Events accepted here and not handled yet, by conversation and person. */
  readonly #ahead = new Map<string, Map<string, number>>();

  constructor(deadline: number) {
    this.#deadline = deadline;
  }

  /** Another event of the person waits: their turn under way is not waited for any longer. What others say in a thread ends nothing. */
  accepted(conversationId: string, person: string): void {
    const ahead = this.#ahead.get(conversationId) ?? new Map<string, number>();
    this.#ahead.set(conversationId, ahead.set(person, (ahead.get(person) ?? 0) + 1));
    if (this.#underWay.get(conversationId)?.person === person) this.stop(conversationId);
  }

  /**
   * The model's part of the turn under way is given up; the turn goes on without it at once.
   * @param person only if it is theirs: where several ask in one thread, another's answer may be written by now
   */
  stop(conversationId: string, person?: string): void {
    const turn = this.#underWay.get(conversationId);
    if (person === undefined || turn?.person === person) turn?.stop.abort();
  }

  /** @param person whose use of the model it is */
  begin(conversationId: string, person: string): WaitingTurn {
    const turn = { person, stop: new AbortController() };
    this.#underWay.set(conversationId, turn);
    const ahead = this.#ahead.get(conversationId);
    const left = (ahead?.get(person) ?? 1) - 1;
    ahead?.set(person, left);
    if (left > 0) turn.stop.abort();
    return {
      person,
      signal: AbortSignal.any([turn.stop.signal, AbortSignal.timeout(Math.ceil(this.#deadline))]),
      end: () => {
        if (this.#underWay.get(conversationId) === turn) this.#underWay.delete(conversationId);
      },
    };
  }

  /** Nothing waits: events that another process handled are not waited for. */
  drained(conversationId: string): void {
    this.#ahead.delete(conversationId);
  }
}
