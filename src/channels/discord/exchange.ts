/**
 * One interaction and its answers: acknowledged in time whatever happens, deferred only when an answer takes its time, each body
 * shown once. The first body is the response itself, so showing it again after a doubt changes nothing.
 */
import { InteractionResponseType, MessageFlags, Routes, type REST } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from './api.ts';
import { limits } from './limits.ts';
import type { MessageBody } from './render.ts';

export interface ExchangeOptions {
  readonly rest: REST;
  readonly applicationId: string;
  readonly id: string;
  readonly token: string;
  /** Milliseconds since 1970, by this process's clock. */
  readonly receivedAt: number;
  /** The clicked message takes the first body. */
  readonly inPlace: boolean;
  /** In a direct conversation, where nothing needs hiding. */
  readonly direct: boolean;
  readonly now?: () => number;
  /** Told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** `over`: Discord takes no more answers to this interaction. */
export type Shown = 'shown' | 'over';

type State = 'fresh' | 'deferred' | 'answered' | 'unknown' | 'over';

/** Milliseconds after which an answer that is not there yet is announced. */
const deferAfter = 1200;
/** Milliseconds that the last attempt at an acknowledgement leaves for the way. */
const margin = 250;
const retryPause = 100;

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #state: State;
  /** One request after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Bodies shown, by reply, so that an attempt after a failure goes on where it stopped. */
  readonly #shown = new Map<string, number>();

  /**
   * @param received `now`, or by an earlier process: then the response is either in doubt (`doubtful`), or known to be there
   * (`answered`), because a later reply to the same event is to be shown
   */
  constructor(options: ExchangeOptions, received: 'now' | 'doubtful' | 'answered' = 'now') {
    this.#options = options;
    this.#state = ({ now: 'fresh', doubtful: 'unknown', answered: 'answered' } as const)[received];
    if (received === 'now') {
      this.#timer = setTimeout(() => void this.defer().catch(options.onError), deferAfter);
      this.#timer.unref();
    }
  }

  get state(): State {
    return this.#state;
  }

  /** Announces an answer, unless there is one. It can only be seen by the asker until something visible is shown. */
  defer(): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#state === 'fresh') await this.#acknowledge(this.#deferral(), 'deferred');
    });
  }

  /** Answers an autocompletion or opens a form: once, at once, or never. */
  respond(body: object): Promise<Shown> {
    return this.#exclusive(async () => {
      if (this.#state === 'fresh') await this.#acknowledge(body, 'answered');
      return this.#state === 'over' ? 'over' : 'shown';
    });
  }

  /**
   * Shows the bodies of one reply, in order. Rejects when it is in doubt whether they arrived; call it again then.
   * @param key the same for every attempt at this reply
   * @param visible everyone in the channel may see it
   * @param note what the asker sees instead of the announcement, where the answer is shown to everyone below it
   */
  show(key: string, bodies: readonly MessageBody[], visible: boolean, note: MessageBody): Promise<Shown> {
    return this.#exclusive(async () => {
      for (let at = this.#shown.get(key) ?? 0; at < bodies.length; at += 1) {
        const body = bodies[at];
        if (body && (await this.#showOne(body, visible, note)) === 'over') return 'over';
        this.#shown.set(key, at + 1);
      }
      return 'shown';
    });
  }

  async #showOne(body: MessageBody, visible: boolean, note: MessageBody): Promise<Shown> {
    const { inPlace } = this.#options;
    if (this.#state === 'fresh') {
      const type = inPlace ? InteractionResponseType.UpdateMessage : InteractionResponseType.ChannelMessageWithSource;
      const taken = await this.#acknowledge({ type, data: inPlace ? body : audience(body, visible) }, 'answered');
      if (taken) return 'shown';
    }
    if (this.#state === 'over') return 'over';
    if (this.#state === 'deferred' && visible && !this.#options.direct) {
      // The announcement was for the asker alone, and stays so.
      await this.#edit(note);
      this.#state = 'answered';
    }
    if (this.#state === 'deferred' || this.#state === 'unknown') {
      const edited = await this.#edit(body);
      if (edited === 'shown') this.#state = 'answered';
      return edited;
    }
    return this.#follow(audience(body, visible));
  }

  /** @returns whether Discord took this as the acknowledgement. A doubt is settled by asking again until the time is over. */
  async #acknowledge(body: object, after: State): Promise<boolean> {
    const { rest, id, token, receivedAt } = this.#options;
    clearTimeout(this.#timer);
    const end = receivedAt + limits.acknowledgement - margin;
    for (let doubt = false; ; doubt = true) {
      try {
        await rest.post(Routes.interactionCallback(id, token), { body, auth: false });
        this.#state = after;
        return true;
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'acknowledged') {
          // Ours, if an attempt before was in doubt; then what it said may stand there, and editing it in settles that.
          this.#state = doubt ? 'unknown' : 'answered';
          return false;
        }
        if (failure.kind === 'gone') {
          this.#state = 'over';
          return false;
        }
        if (failure.kind !== 'transient') throw error;
        const pause = Math.max(failure.wait, retryPause);
        if (this.#now() + pause >= end) {
          // An attempt in doubt may have arrived: editing shows it.
          this.#state = 'unknown';
          return false;
        }
        await sleep(pause);
      }
    }
  }

  async #edit(body: MessageBody): Promise<Shown> {
    const { rest, applicationId, token } = this.#options;
    try {
      await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { body, auth: false });
      return 'shown';
    } catch (error) {
      return this.#overOrThrow(error);
    }
  }

  async #follow(body: MessageBody): Promise<Shown> {
    const { rest, applicationId, token } = this.#options;
    try {
      await rest.post(Routes.webhook(applicationId, token), { body, auth: false });
      return 'shown';
    } catch (error) {
      return this.#overOrThrow(error);
    }
  }

  #overOrThrow(error: unknown): Shown {
    const { kind } = failureOf(error);
    if (kind !== 'gone' && kind !== 'missing') throw error;
    this.#state = 'over';
    return 'over';
  }

  #deferral(): object {
    const { inPlace, direct } = this.#options;
    if (inPlace) return { type: InteractionResponseType.DeferredMessageUpdate };
    return direct
      ? { type: InteractionResponseType.DeferredChannelMessageWithSource }
      : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: MessageFlags.Ephemeral } };
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(work, work);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}

const audience = (body: MessageBody, visible: boolean): MessageBody =>
  visible ? body : { ...body, flags: (body.flags ?? 0) | MessageFlags.Ephemeral };
