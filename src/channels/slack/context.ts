/** What every listener works with. */
import type { AssistantEvent, EventPayload, Errand as ErrandEvent } from '../../assistant/assistant.ts';
import type { ProfileReader } from '../../assistant/profile.ts';
import type { Language } from '../../command/command.ts';
import type { Records } from '../../storage/records.ts';
import type { SlackApi } from './api.ts';
import type { Courier } from '../courier.ts';
import { writeErrand, type Errand } from './errand.ts';
import type { Feedback } from './feedback.ts';
import type { Handover } from './handover.ts';
import { deskConversation, eventId, eventPlace, instantOf, privateConversation, type EventPlace } from './ids.ts';
import type { Posting } from './posting.ts';
import { languageOfLocale } from './texts.ts';
import type { Waiting } from './waiting.ts';

export interface ContextParts {
  readonly api: SlackApi;
  readonly courier: Pick<Courier, 'take'>;
  readonly posting: Posting;
  readonly waiting: Waiting;
  readonly profiles: Pick<ProfileReader, 'read' | 'form' | 'readForm'>;
  readonly feedback: Feedback;
  /** Undefined where no channel is set for it. */
  readonly handover: Handover | undefined;
  /** Whether an answer is still being written in the message of that time. */
  readonly growsAt: (ts: string) => boolean;
  /** The conversation's turn under way waits for no language model any longer. */
  readonly stop: (conversationId: string, person: string) => void;
  /** What was said last in the conversation is not to be told to a language model any more. */
  readonly forgetTurns: (conversationId: string) => Promise<void>;
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
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
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

  /** Has something done for a person, once for that mark. Resolves when it is durable. */
  async takeErrand(team: string, user: string, mark: string, what: Errand): Promise<void> {
    const id = eventId({ kind: 'direct', user, mark });
    const errand: ErrandEvent = { id, at: this.parts.now().toISOString(), payload: { errand: writeErrand(what) } };
    const toOthers = what.do === 'hand-over' || what.do === 'complain';
    await this.parts.courier.take((toOthers ? deskConversation : privateConversation)(team, user), errand);
  }

  async take(conversationId: string, team: string, place: EventPlace, payload: EventPayload, ts?: string): Promise<void> {
    const at = (ts === undefined ? undefined : instantOf(ts)) ?? this.parts.now().toISOString();
    const { channel, thread, user } = place;
    const event: AssistantEvent = { id: eventId(place), at, payload, person: privateConversation(team, user) };
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

  /** For what must not delay the acknowledgement and may fail: the operator is told, nobody else. */
  inBackground(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => this.parts.onError(error));
  }
}

/** Whether a reply was asked for on the Home tab, which then shows its outcome. */
export const cameFromHome = (eventIdentity: string): boolean => eventPlace(eventIdentity)?.mark.startsWith(homeMark) === true;
export const homeMark = 'home-';
