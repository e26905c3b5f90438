/**
 * One interaction and its answer: acknowledged in time whatever happens, deferred only when an answer takes its time. All of the answer
 * is one message, the response itself: showing it again after a doubt changes nothing, which no further message could promise.
 */
import { InteractionResponseType, MessageFlags, Routes, type REST } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
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
  /** The clicked message takes the answer. */
  readonly inPlace: boolean;
  /** In a direct conversation, where nothing needs hiding. */
  readonly direct: boolean;
  /** Told of failures that nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/**
 * `over`: Discord takes no more answers to this interaction. `hidden`: the response can only be seen by the asker, for it was deferred;
 * what everyone is to see has to go another way.
 */
export type Shown = 'shown' | 'over' | 'hidden';

type State = 'fresh' | 'deferred' | 'answered' | 'unknown' | 'over';

/** Milliseconds after which an answer that is not there yet is announced. */
const deferAfter = 1200;
/** Milliseconds that the last attempt at an acknowledgement leaves for the way. */
const margin = 250;
const retryPause = 100;
/** Milliseconds between two looks at an answer that is being written: Discord limits how often a response is edited. */
const betweenDrafts = 1200;

const withFlags = z.object({ flags: z.number().default(0) });

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #state: State;
  /** Whether only the asker sees the response; undefined where that is not known. */
  #hidden: boolean | undefined;
  /** What the announced answer says so far and is not shown yet. */
  #draft: MessageBody | undefined;
  #draftTimer: NodeJS.Timeout | undefined;
  #draftAt = 0;
  /** The answer itself is coming: from now on no draft may take its place. */
  #draftsOver = false;
  /** One request after the other. */
  #tail: Promise<unknown> = Promise.resolve();

  /** @param received `now`, or by an earlier process: then nobody knows whether the response is there. */
  constructor(options: ExchangeOptions, received: 'now' | 'before' = 'now') {
    this.#options = options;
    this.#state = received === 'now' ? 'fresh' : 'unknown';
    if (received === 'now') {
      this.#timer = setTimeout(() => void this.defer().catch(options.onError), deferAfter);
      this.#timer.unref();
    }
  }

  /** Announces an answer, unless there is one. The announcement can only be seen by the asker, and so can what takes its place. */
  defer(): Promise<void> {
    return this.#exclusive(async () => {
      if (this.#state !== 'fresh') return;
      this.#hidden = !this.#options.inPlace && !this.#options.direct;
      await this.#acknowledge(this.#deferral(), 'deferred');
      this.#showDraftLater();
    });
  }

  /**
   * What there is of an answer that is still being written. It is shown in place of the announcement, where one was needed, and no
   * oftener than Discord likes; nobody hears when it can't be. The answer takes its place.
   */
  draft(body: MessageBody): void {
    if (this.#draftsOver) return;
    this.#draft = body;
    this.#showDraftLater();
  }

  /** Answers an autocompletion or opens a form. @returns false where it is too late for that. */
  respond(body: object): Promise<boolean> {
    return this.#exclusive(async () => this.#state === 'fresh' && (await this.#acknowledge(body, 'answered')));
  }

  /**
   * Shows the answer. Rejects when it is in doubt whether it arrived; call it again then.
   * @param visible everyone in the channel is to see it
   */
  show(body: MessageBody, visible: boolean): Promise<Shown> {
    this.#endDrafts();
    return this.#exclusive(async () => {
      const { inPlace } = this.#options;
      if (this.#state === 'fresh') {
        this.#hidden = !visible && !inPlace;
        const type = inPlace ? InteractionResponseType.UpdateMessage : InteractionResponseType.ChannelMessageWithSource;
        if (await this.#acknowledge({ type, data: inPlace ? body : this.#audience(body, visible) }, 'answered')) return 'shown';
      }
      if (this.#state !== 'over' && visible && !inPlace && (await this.#isHidden())) return 'hidden';
      return this.#edit(body);
    });
  }

  /** Tells the asker something beside the message that was clicked, which stays as it is. */
  tell(body: MessageBody): Promise<Shown> {
    this.#endDrafts();
    return this.#exclusive(async () => {
      const data = this.#audience(body, false);
      if (this.#state === 'fresh') {
        this.#hidden = true;
        if (await this.#acknowledge({ type: InteractionResponseType.ChannelMessageWithSource, data }, 'answered')) return 'shown';
      }
      return this.#options.inPlace || this.#state === 'answered' ? this.#follow(data) : this.#edit(body);
    });
  }

  /** A further message that everyone sees; only for where the bot has no other way to post one. */
  follow(body: MessageBody): Promise<Shown> {
    return this.#exclusive(() => this.#follow(body));
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
        if (Date.now() + pause >= end) {
          // An attempt in doubt may have arrived: editing shows it.
          this.#state = 'unknown';
          return false;
        }
        await sleep(pause);
      }
    }
  }

  /** Of an earlier process's response nobody here knows whether it was an announcement, which only the asker sees. */
  async #isHidden(): Promise<boolean> {
    const { rest, applicationId, token, direct } = this.#options;
    if (direct) return false;
    if (this.#hidden !== undefined && this.#state !== 'unknown') return this.#hidden;
    try {
      const response = await rest.get(Routes.webhookMessage(applicationId, token, '@original'), { auth: false });
      this.#hidden = (withFlags.parse(response).flags & MessageFlags.Ephemeral) !== 0;
      return this.#hidden;
    } catch (error) {
      this.#overOrThrow(error);
      return false;
    }
  }

  #showDraftLater(): void {
    if (this.#state !== 'deferred' || this.#draft === undefined || this.#draftTimer !== undefined) return;
    const pause = Math.max(0, this.#draftAt + betweenDrafts - Date.now());
    this.#draftTimer = setTimeout(() => void this.#exclusive(() => this.#showDraft()), pause);
    this.#draftTimer.unref();
  }

  async #showDraft(): Promise<void> {
    const body = this.#draft;
    this.#draft = undefined;
    if (this.#draftsOver || body === undefined) return;
    try {
      await this.#patch(body);
    } catch {
      // The next draft would meet the same, and the answer has attempts of its own.
      this.#endDrafts();
      return;
    }
    this.#draftTimer = undefined;
    this.#draftAt = Date.now();
    this.#showDraftLater();
  }

  #endDrafts(): void {
    this.#draftsOver = true;
    clearTimeout(this.#draftTimer);
  }

  async #patch(body: MessageBody): Promise<void> {
    const { rest, applicationId, token } = this.#options;
    await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { body, auth: false });
  }

  async #edit(body: MessageBody): Promise<Shown> {
    if (this.#state === 'over') return 'over';
    try {
      await this.#patch(body);
      this.#state = 'answered';
      return 'shown';
    } catch (error) {
      return this.#overOrThrow(error);
    }
  }

  async #follow(body: MessageBody): Promise<Shown> {
    const { rest, applicationId, token } = this.#options;
    if (this.#state === 'over') return 'over';
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

  #audience(body: MessageBody, visible: boolean): MessageBody {
    return visible || this.#options.direct ? body : { ...body, flags: (body.flags ?? 0) | MessageFlags.Ephemeral };
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#tail.then(work, work);
    this.#tail = next.catch(() => undefined);
    return next;
  }
}
