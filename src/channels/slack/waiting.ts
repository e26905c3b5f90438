/** Shows that something is being worked on, where an answer takes long enough to be waited for. */
import type { Language } from '../../command/command.ts';
import type { SlackApi } from './api.ts';
import { textsIn } from './texts.ts';

/** Milliseconds before a status is worth showing. */
const patience = 400;

interface Place {
  readonly team: string;
  readonly channel: string;
  readonly thread: string;
  readonly language: Language;
}

export class Waiting {
  readonly #api: SlackApi;
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; readonly place: Place; shown: boolean }>();

  constructor(api: SlackApi) {
    this.#api = api;
  }

  /** From now on an answer is awaited there. @returns whether none was awaited before. */
  begin(conversationId: string, place: Place): boolean {
    if (this.#timers.has(conversationId)) return false;
    const timer = setTimeout(() => {
      const entry = this.#timers.get(conversationId);
      if (entry) entry.shown = true;
      const { team, channel, thread, language } = place;
      void this.#api.comfort(team, (client) =>
        client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status: textsIn(language).working }),
      );
      void this.#session(place, 'processing');
    }, patience);
    timer.unref();
    this.#timers.set(conversationId, { timer, place, shown: false });
    return true;
  }

  /** The answer is there, or will not come. Slack takes the status away with it; the session is ours to set. */
  end(conversationId: string): void {
    const entry = this.#timers.get(conversationId);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#timers.delete(conversationId);
    if (entry.shown) void this.#session(entry.place, 'active');
  }

  stop(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #session({ team, channel, thread }: Place, status: 'processing' | 'active'): Promise<void> {
    await this.#api.comfort(team, (client) => client.agents.sessions.setStatus({ channel_id: channel, thread_ts: thread, status }));
  }
}
