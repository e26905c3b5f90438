/** Shows that something is being worked on, where an answer takes long enough to be waited for. */
import type { Language } from '../../command/command.ts';
import type { SlackApi } from './api.ts';
import { textsIn } from './texts.ts';

/** Milliseconds before a status is worth showing. */
const patience = 1000;
/** Statuses being set at a time: where many wait, calls for comfort would make all of them wait longer. */
const mostAtOnce = 8;

interface Place {
  readonly team: string;
  readonly channel: string;
  readonly thread: string;
  readonly language: Language;
}

interface Awaited {
  readonly place: Place;
  readonly timer: NodeJS.Timeout;
  /** Resolves when the status stands; undefined where it was not worth showing yet. */
  shown: Promise<void> | undefined;
}

export class Waiting {
  readonly #api: SlackApi;
  readonly #awaited = new Map<string, Awaited>();
  #setting = 0;

  constructor(api: SlackApi) {
    this.#api = api;
  }

  /** From now on an answer is awaited there. @returns whether none was awaited before. */
  begin(conversationId: string, place: Place): boolean {
    if (this.#awaited.has(conversationId)) return false;
    const awaited: Awaited = {
      place,
      timer: setTimeout(() => {
        if (this.#setting < mostAtOnce) awaited.shown = this.#show(place);
      }, patience),
      shown: undefined,
    };
    awaited.timer.unref();
    this.#awaited.set(conversationId, awaited);
    return true;
  }

  /** The answer is there, or will not come. */
  end(conversationId: string): void {
    const awaited = this.#awaited.get(conversationId);
    if (!awaited) return;
    clearTimeout(awaited.timer);
    this.#awaited.delete(conversationId);
    // Slack takes the status away with an answer in the same thread; not one that was set after it, nor where the answer went elsewhere.
    if (awaited.shown) void awaited.shown.then(() => this.#hide(awaited.place));
  }

  stop(): void {
    for (const id of this.#awaited.keys()) this.end(id);
  }

  async #show(place: Place): Promise<void> {
    this.#setting += 1;
    await Promise.all([this.#status(place, textsIn(place.language).working), this.#session(place, 'processing')]);
    this.#setting -= 1;
  }

  async #hide(place: Place): Promise<void> {
    await Promise.all([this.#status(place, ''), this.#session(place, 'active')]);
  }

  async #status({ team, channel, thread }: Place, status: string): Promise<void> {
    await this.#api.comfort(team, (client) =>
      client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status }),
    );
  }

  async #session({ team, channel, thread }: Place, status: 'processing' | 'active'): Promise<void> {
    await this.#api.comfort(team, (client) => client.agents.sessions.setStatus({ channel_id: channel, thread_ts: thread, status }));
  }
}
