/** What this channel keeps of a person besides the conversation, until it is forgotten with it or expires. */
import { z } from 'zod';
import { card } from '../../presentation/card.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import type { ShownChoices } from '../choose.ts';
import type { Where } from './conversation-id.ts';

/** What the numbers mean that may be typed, and the question that they answer. */
const shown = card.pick({ kind: true, choices: true, multiple: true, question: true });
export type Shown = ShownChoices & { readonly question?: string | undefined };

/** An answer of several pages: they are made anew when one is turned to. */
const answer = z.strictObject({
  cards: z.array(card).readonly(),
  layout: z.enum(['private', 'preview', 'plain']),
});
export type PagedAnswer = Readonly<z.infer<typeof answer>>;

const day = 86_400_000;
/** Of this many people what was shown last, and where they were heard last, is kept in memory as well. */
const mostKnown = 10_000;
/** As long as a message that only its reader sees can still be open somewhere. */
const pageDays = 7;

export class PersonRecords {
  readonly #store: Store;
  readonly #keepFor: number;
  readonly #homes: Records<string>;
  readonly #shown: Records<Shown>;
  readonly #answers: Records<PagedAnswer>;
  readonly #knownShown = new Map<string, Shown>();
  /** With the time of writing. */
  readonly #knownHomes = new Map<string, { readonly guildId: string; readonly at: number }>();

  /** @param retentionDays for which conversations are kept */
  constructor(store: Store, retentionDays: number) {
    this.#store = store;
    this.#keepFor = retentionDays * day;
    this.#homes = openRecords(store, 'discord-homes', z.string());
    this.#shown = openRecords(store, 'discord-shown', shown);
    this.#answers = openRecords(store, 'discord-answers', answer);
  }

  /** The server from which the person was last heard: there a request for a person goes. */
  home(userId: string): Promise<string | undefined> {
    return this.#homes.get(userId);
  }

  async keepHome(userId: string, guildId: string): Promise<void> {
    const now = this.#store.now();
    const known = this.#knownHomes.get(userId);
    if (known?.guildId === guildId && now - known.at < day) return;
    await this.#homes.set(userId, guildId, now + this.#keepFor);
    remember(this.#knownHomes, userId, { guildId, at: now });
  }

  /** What was shown last in private. */
  async shown(userId: string): Promise<Shown | undefined> {
    return this.#knownShown.get(userId) ?? (await this.#shown.get(userId));
  }

  /** At once, for this process: call it before the choices can be seen. */
  aboutToShow(userId: string, next: Shown): void {
    remember(this.#knownShown, userId, next);
  }

  /** For the next process: call it when the choices have been shown. */
  async keepShown(userId: string, last: Shown): Promise<void> {
    await this.#shown.set(userId, last, this.#store.now() + this.#keepFor);
  }

  answer(userId: string, interactionId: string): Promise<PagedAnswer | undefined> {
    return this.#answers.get(`${userId}|${interactionId}`);
  }

  async keepAnswer(userId: string, interactionId: string, kept: PagedAnswer): Promise<void> {
    const days = Math.min(pageDays * day, this.#keepFor);
    await this.#answers.set(`${userId}|${interactionId}`, kept, this.#store.now() + days);
  }

  /** For whoever takes their data along; undefined where nothing is kept. */
  async keptOf(where: Where | undefined): Promise<{ readonly discord: object } | undefined> {
    if (where === undefined || 'channelId' in where) return undefined;
    const [server, lastShown] = await Promise.all([this.home(where.userId), this.shown(where.userId)]);
    return server === undefined && lastShown === undefined ? undefined : { discord: { server, lastShown } };
  }

  async forget(userId: string): Promise<void> {
    this.#knownHomes.delete(userId);
    this.#knownShown.delete(userId);
    await this.#homes.delete(userId);
    await this.#shown.delete(userId);
    for await (const key of this.#answers.keys()) if (key.startsWith(`${userId}|`)) await this.#answers.delete(key);
    await this.#store.erase();
  }
}

/** Those not heard of for longest go first. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > mostKnown) for (const old of [...map.keys()].slice(0, mostKnown / 10)) map.delete(old);
}
