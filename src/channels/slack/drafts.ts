/**
 * Shows an answer while a language model writes it: a message that grows with its checked sentences, and whose place the answer takes.
 * It is no stream of Slack's own (`chat.startStream`): one of those can't be found again after a crash, nor be replaced as a whole by
 * the prepared answer. A message with a mark can.
 */
import { z } from 'zod';
import type { AnswerProgress } from '../../assistant/assistant.ts';
import type { Language } from '../../command/command.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import { Pace } from '../pace.ts';
import { failureOf, type Counts } from './api.ts';
import { contexts, paragraphs } from './blocks.ts';
import { actions } from './choices.ts';
import { conversationParts, digest, eventPlace, isDirect, type EventPlace } from './ids.ts';
import type { Address, Posting } from './posting.ts';
import { messagesOf, plainButton, type SlackMessage } from './render.ts';
import { textsIn } from './texts.ts';

export interface DraftsOptions {
  readonly posting: Pick<Posting, 'begin' | 'grow' | 'find'>;
  readonly counts: Counts;
  readonly store: Store;
  readonly onError: (error: unknown) => void;
}

/** A message that an answer is to take the place of. */
export interface Taken {
  /** Time of the message; undefined where none was posted after all. */
  readonly ts: string | undefined;
  /** The answer has taken its place. */
  readonly done: () => Promise<void>;
}

interface Draft {
  readonly address: Address;
  readonly mark: string;
  /** What is to be shown next. */
  next: SlackMessage | undefined;
  /** Calls under way. */
  work: Promise<void> | undefined;
  ts: string | undefined;
  /** It grows no more. */
  ended: boolean;
}

/** Milliseconds for which it is remembered that a draft may be somewhere. */
const keptFor = 86_400_000;
/**
 * Milliseconds between calls for drafts in a workspace, after some at once. Slack takes about 50 updates a minute: more than half of
 * them are left to the answers.
 */
const paceInWorkspace = { every: 2500, atOnce: 8 };

export class Drafts {
  readonly #options: DraftsOptions;
  /** By mark: drafts that may have been posted. */
  readonly #kept: Records<true>;
  readonly #drafts = new Map<string, Draft>();
  readonly #pace: Pace;

  constructor(options: DraftsOptions) {
    this.#options = options;
    this.#kept = openRecords(options.store, 'slack-drafts', z.literal(true));
    this.#pace = new Pace({ ...paceInWorkspace, now: options.store.now });
  }

  /** Shows the sentences, where there is a place for it; in the background. What can't be shown is left to the answer. */
  grow(conversationId: string, { eventId, language, sentences }: AnswerProgress): void {
    const place = eventPlace(eventId);
    const address = place && placeFor(conversationId, place);
    if (!place || !address) return;
    const mark = markOf(conversationId, eventId);
    const draft = this.#drafts.get(mark) ?? { address, mark, next: undefined, work: undefined, ts: undefined, ended: false };
    this.#drafts.set(mark, draft);
    draft.next = messageOf(sentences, language, place.user);
    draft.work ??= this.#show(draft)
      .catch(this.#options.onError)
      .finally(() => {
        draft.work = undefined;
      });
  }

  /** Whether the message of that time is a draft that still grows: a press that comes late is of an answer that has ended. */
  growsAt(ts: string): boolean {
    return [...this.#drafts.values()].some((draft) => !draft.ended && (draft.ts === ts || draft.ts === undefined));
  }

  /** Resolves when all that is to be shown so far is. */
  async shown(): Promise<void> {
    for (const { work } of this.#drafts.values()) await work;
  }

  /** The draft of an event's answer, which grows no more; undefined where there is none. */
  async take(conversationId: string, eventId: string, address: Address): Promise<Taken | undefined> {
    const mark = markOf(conversationId, eventId);
    const draft = this.#drafts.get(mark);
    if (draft) {
      draft.ended = true;
      await draft.work;
      this.#drafts.delete(mark);
    }
    if ((await this.#kept.get(mark)) !== true) return undefined;
    const done = async (): Promise<void> => void (await this.#kept.delete(mark));
    return { ts: draft?.ts ?? (await this.#found(address, mark)), done };
  }

  /** Undefined also where it can't be known: then the draft may stay beside its answer. */
  async #found(address: Address, mark: string): Promise<string | undefined> {
    try {
      return await this.#options.posting.find(address, mark);
    } catch (error) {
      if (failureOf(error) !== 'lasting') throw error;
      this.#options.counts.repeated += 1;
      return undefined;
    }
  }

  async #show(draft: Draft): Promise<void> {
    const { posting } = this.#options;
    const { address, mark } = draft;
    for (let { next } = draft; next && !draft.ended && this.#pace.allows(address.team); { next } = draft) {
      draft.next = undefined;
      if (draft.ts === undefined) {
        draft.ts = await this.#begin(draft, next);
        // Whether it was posted is looked up when the answer is there.
        if (draft.ts === undefined) draft.ended = true;
      } else if ((await this.#kept.get(mark)) === true) await posting.grow(address, next, mark, draft.ts);
      // Another process, which took this one for dead, has put the answer there.
      else draft.ended = true;
    }
  }

  async #begin({ address, mark }: Draft, message: SlackMessage): Promise<string | undefined> {
    const { posting, store } = this.#options;
    if ((await this.#kept.get(mark)) === true) {
      // Of a process that was killed.
      const found = await this.#found(address, mark);
      if (found !== undefined) {
        await posting.grow(address, message, mark, found);
        return found;
      }
    }
    await this.#kept.set(mark, true, store.now() + keptFor);
    return posting.begin(address, message, mark);
  }
}

const markOf = (conversationId: string, eventId: string): string => digest('draft', conversationId, eventId);

/** Where an answer goes that stands in a thread; what only one person sees, or what goes elsewhere, has no draft. */
function placeFor(conversationId: string, { kind, channel, thread }: EventPlace): Address | undefined {
  const parts = conversationId.startsWith('slack:') ? conversationParts(conversationId) : undefined;
  if (!parts || channel === undefined || (kind !== 'message' && kind !== 'follow')) return undefined;
  return parts.channel !== undefined || isDirect(channel) ? { team: parts.team, channel, thread } : undefined;
}

function messageOf(sentences: readonly string[], language: Language, user: string): SlackMessage | undefined {
  const { writing, stop } = textsIn(language);
  const said = sentences.join(language === 'zh' ? '' : ' ');
  const button = plainButton(actions.stop, stop, user);
  const offered = { type: 'actions' as const, block_id: 'draft', elements: [button] };
  return messagesOf(said, [...paragraphs(said), ...contexts([writing])], [offered])[0];
}
