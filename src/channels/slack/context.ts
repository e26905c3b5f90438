/** What every listener works with. */
import type { AssistantEvent, EventPayload } from '../../assistant/assistant.ts';
import type { ProfileReader } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Records } from '../../storage/records.ts';
import type { SlackApi } from './api.ts';
import type { Courier } from '../courier.ts';
import type { Delivery } from './delivery.ts';
import type { Feedback } from './feedback.ts';
import type { Handover, Origin } from './handover.ts';
import { eventId, eventPlace, instantOf, privateConversation, type EventPlace } from './ids.ts';
import { languageOfLocale } from './texts.ts';
import type { Waiting } from './waiting.ts';

export interface ContextParts {
  readonly api: SlackApi;
  readonly courier: Pick<Courier, 'take'>;
  readonly delivery: Delivery;
  readonly waiting: Waiting;
  readonly profiles: Pick<ProfileReader, 'read' | 'form' | 'readForm'>;
  readonly feedback: Feedback;
  /** Undefined where no channel is set for it. */
  readonly handover: Handover | undefined;
  /** Threads of channels in which the app was mentioned. */
  readonly threads: Records<true>;
  /** The app's own user in a workspace. */
  readonly botUser: (team: string) => Promise<string | undefined>;
  /** For readers whose own language can't be learned. */
  readonly language: Language | undefined;
  /** Milliseconds that a thread is listened to after the last mention. */
  readonly keptFor: number;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds that an acknowledgement may wait for an answer of Slack that is good to have. */
const patience = 600;

/** What is there in time, else undefined. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Readers whose language is remembered in memory. */
const mostReaders = 10_000;

export class SlackContext {
  readonly parts: ContextParts;
  readonly #locales = new Map<string, Language>();
  /** Where a person's last event came from: that is what is handed over when they ask for a person. */
  readonly #last = new Map<string, Origin>();

  constructor(parts: ContextParts) {
    this.parts = parts;
  }

  /** The reader's language: that of their conversation, else of their Slack, else the operator's. */
  async reader(team: string, user: string): Promise<{ readonly language: Language; readonly known: boolean }> {
    const { language } = await this.parts.profiles.read(privateConversation(team, user), 'en');
    return language === undefined ? { language: await this.#locale(team, user), known: false } : { language, known: true };
  }

  async #locale(team: string, user: string): Promise<Language> {
    const key = privateConversation(team, user);
    const known = this.#locales.get(key);
    if (known !== undefined) return known;
    const found = await within(
      patience,
      this.parts.api.comfort(team, (client) => client.users.info({ user, include_locale: true })),
    );
    const locale = found?.user?.locale;
    const language = locale === undefined ? (this.parts.language ?? 'en') : languageOfLocale(locale);
    if (this.#locales.size >= mostReaders) this.#locales.clear();
    // An answer that did not come may come the next time.
    if (found) this.#locales.set(key, language);
    return language;
  }

  /** Takes an event into the person's own conversation. Resolves when it is durable. */
  async takePrivate(team: string, place: EventPlace, payload: EventPayload, ts?: string): Promise<void> {
    await this.take(privateConversation(team, place.user), team, place, payload, ts);
  }

  async take(conversationId: string, team: string, place: EventPlace, payload: EventPayload, ts?: string): Promise<void> {
    const at = (ts === undefined ? undefined : instantOf(ts)) ?? this.parts.now().toISOString();
    const event: AssistantEvent = { id: eventId(place), at, payload };
    const { channel, thread, user } = place;
    if (channel !== undefined) this.#remember(conversationId, { channel, ...(thread === undefined ? {} : { thread }) });
    const { waiting, courier } = this.parts;
    const language = this.#locales.get(privateConversation(team, user)) ?? this.parts.language ?? 'en';
    // Before it is taken: the reply, which ends it, may be sent at once.
    const began =
      place.kind === 'message' && channel !== undefined && thread !== undefined
        ? waiting.begin(conversationId, { team, channel, thread, language })
        : false;
    let taken: 'accepted' | 'duplicate' = 'duplicate';
    try {
      taken = await courier.take(conversationId, event);
    } finally {
      // Nothing more is said to what was there already.
      if (began && taken === 'duplicate') waiting.end(conversationId);
    }
  }

  #remember(conversationId: string, origin: Origin): void {
    if (this.#last.size >= mostReaders) this.#last.clear();
    this.#last.set(conversationId, origin);
  }

  /** Where the person was last talked with. */
  lastOrigin(conversationId: string): Origin | undefined {
    return this.#last.get(conversationId);
  }

  /** For what must not delay the acknowledgement and may fail: the operator is told, nobody else. */
  inBackground(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => this.parts.onError(error));
  }
}

/** Whether a reply was asked for on the Home tab, which then shows its outcome. */
export const cameFromHome = (eventIdentity: string): boolean => eventPlace(eventIdentity)?.mark.startsWith(homeMark) === true;
export const homeMark = 'home-';
