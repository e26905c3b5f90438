/** Sends the assistant's cards to where their event came from: a thread, one person's eyes only, direct messages, or a file. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { WaitingCard } from '../../assistant/assistant.ts';
import { plainText, type Card } from '../../presentation/card.ts';
import { answerOf, failureOf, type Counts, type SlackApi } from './api.ts';
import { actions } from './choices.ts';
import { escapeText } from './escape.ts';
import { conversationParts, digest, eventPlace, isDirect, privateConversation, type EventPlace } from './ids.ts';
import { limits } from './limits.ts';
import { plainButton, renderCard, type SlackMessage } from './render.ts';
import { firstSentences } from './split.ts';
import { textsIn } from './texts.ts';
import type { Waiting } from './waiting.ts';

/** Where messages go. */
export interface Address {
  readonly team: string;
  readonly channel: string;
  readonly thread?: string | undefined;
}

export interface DeliveryOptions {
  readonly api: SlackApi;
  readonly counts: Counts;
  readonly waiting: Waiting;
  /** The report with all of its reasons, where one was given. */
  readonly reportInFull: (conversationId: string) => Promise<readonly Card[]>;
  readonly onUndeliverable: (conversationId: string, answer: string) => void;
}

/** Marks our messages with the reply that they are, so that one can be found again. */
const eventType = 'career_bridge_reply';
const history = z.looseObject({
  messages: z.array(
    z.looseObject({ metadata: z.looseObject({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional() }),
  ),
});
/** Messages that are looked through for a reply that may have been sent before. */
const lookedThrough = 50;

export class Delivery {
  readonly #options: DeliveryOptions;
  /** Channel of the direct messages with a person, by team and user. */
  readonly #directs = new Map<string, string>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Sends one reply, as the courier wants it. */
  async send(conversationId: string, reply: WaitingCard, again: boolean): Promise<void> {
    const parts = conversationParts(conversationId);
    const place = eventPlace(reply.eventId);
    if (!parts || !place) {
      this.#options.onUndeliverable(conversationId, 'unknown_place');
      return;
    }
    try {
      await this.#deliver(conversationId, parts.team, place, reply, again);
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== 'lasting') throw error;
      // Nobody is there to receive it, now or later.
      this.#options.counts.undeliverable += 1;
      this.#options.onUndeliverable(conversationId, answerOf(error) ?? 'unknown');
    } finally {
      this.#options.waiting.end(conversationId);
    }
  }

  /** The channel of a person's direct messages with the app. */
  async direct(team: string, user: string): Promise<string> {
    const key = privateConversation(team, user);
    const known = this.#directs.get(key);
    if (known !== undefined) return known;
    const opened = await this.#options.api.call(team, (client) => client.conversations.open({ users: user }));
    const id = opened.channel?.id;
    if (id === undefined) throw new TypeError('conversations.open gave no channel');
    this.noteDirect(team, user, id);
    return id;
  }

  noteDirect(team: string, user: string, channel: string): void {
    this.#directs.set(privateConversation(team, user), channel);
  }

  /** Something that the channel itself has to say, in the direct messages or the thread there. */
  async say({ team, channel, thread }: Address, text: string, blocks: types.KnownBlock[]): Promise<void> {
    await this.#options.api.call(team, (client) =>
      client.chat.postMessage({ ...shown({ text: escapeText(text), blocks }), channel, ...inThread(thread) }),
    );
  }

  /** For one person's eyes, in a channel. False where the app can't: then the direct messages are the place. */
  async whisper({ team, channel, thread }: Address, user: string, message: SlackMessage): Promise<boolean> {
    try {
      await this.#options.api.call(team, (client) =>
        client.chat.postEphemeral({ ...shown(message), channel, user, ...inThread(thread) }),
      );
      return true;
    } catch (error) {
      if (failureOf(error) === 'lasting') return false;
      throw error;
    }
  }

  async #deliver(conversationId: string, team: string, place: EventPlace, reply: WaitingCard, again: boolean): Promise<void> {
    const { card } = reply;
    const shared = conversationParts(conversationId)?.channel !== undefined;
    if (place.kind === 'file') {
      await this.#file(conversationId, team, place, reply, again);
      return;
    }
    if (shared && card.audience === 'asker') {
      await this.#inPrivate(team, place, card, again);
      return;
    }
    // In a thread among people, only an answer is worth a word that nobody asked for.
    if (place.kind === 'follow' && !isAnswer(card)) return;
    const messages = renderCard(card, { shared, form: true });
    if (place.kind === 'quiet' && place.channel !== undefined && !isDirect(place.channel)) {
      if (await this.#quietly({ team, channel: place.channel, thread: place.thread }, place.user, messages, again)) return;
    }
    const address = await this.#address(team, place, shared);
    for (const [page, message] of messages.entries()) {
      const mark = digest(conversationId, reply.id, String(page));
      if (again && (await this.#isThere(address, mark))) continue;
      await this.#post(address, message, mark);
    }
  }

  async #address(team: string, { kind, channel, thread, user }: EventPlace, shared: boolean): Promise<Address> {
    if (channel !== undefined && (shared || (kind !== 'quiet' && isDirect(channel)))) return { team, channel, thread };
    return { team, channel: await this.direct(team, user) };
  }

  async #post({ team, channel, thread }: Address, message: SlackMessage, mark: string): Promise<void> {
    const { api, counts } = this.#options;
    const metadata = { event_type: eventType, event_payload: { reply: mark } };
    const post = (what: SlackMessage): Promise<unknown> =>
      api.call(team, (client) => client.chat.postMessage({ ...shown(what), channel, ...inThread(thread), metadata }));
    try {
      await post(message);
    } catch (error) {
      if (answerOf(error) !== 'invalid_blocks' && answerOf(error) !== 'invalid_blocks_format') throw error;
      // Better plain than not at all.
      await post({ text: message.text, blocks: [] });
    }
    counts.sent += 1;
  }

  /** Whether an earlier attempt got through. Where Slack can't say, the reply is sent, and counted. */
  async #isThere({ team, channel, thread }: Address, mark: string): Promise<boolean> {
    const { api, counts } = this.#options;
    const options = { channel, limit: lookedThrough, include_all_metadata: true } as const;
    try {
      const found = await api.call(team, async (client): Promise<unknown> =>
        thread === undefined ? client.conversations.history(options) : this.#lastReplies(client, { ...options, ts: thread }),
      );
      const there = history.parse(found).messages.some(({ metadata }) => metadata?.event_payload?.['reply'] === mark);
      if (there) counts.found += 1;
      return there;
    } catch (error) {
      if (failureOf(error) !== 'lasting') throw error;
      counts.repeated += 1;
      return false;
    }
  }

  /** Replies come oldest first, so the last page is the one that counts. */
  async #lastReplies(
    client: Parameters<Parameters<SlackApi['call']>[1]>[0],
    options: { readonly channel: string; readonly ts: string; readonly limit: number; readonly include_all_metadata: true },
  ): Promise<unknown> {
    const messages: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.conversations.replies({ ...options, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      messages.push(...(page.messages ?? []));
      cursor = page.response_metadata?.next_cursor === '' ? undefined : page.response_metadata?.next_cursor;
    } while (cursor !== undefined);
    return { messages: messages.slice(-lookedThrough) };
  }

  /** What only one person sees can't be looked up: after a crash it may be shown once more. */
  async #quietly(address: Address, user: string, messages: readonly SlackMessage[], again: boolean): Promise<boolean> {
    for (const message of messages) if (!(await this.whisper(address, user, message))) return false;
    this.#options.counts.sent += messages.length;
    if (again) this.#options.counts.repeated += messages.length;
    return true;
  }

  /** A notice for who asked alone; pressing its button goes on in the direct messages, with what was written only if that is chosen. */
  async #inPrivate(team: string, { channel, thread, user, mark }: EventPlace, card: Card, again: boolean): Promise<void> {
    if (channel === undefined) return;
    const texts = textsIn(card.language);
    const [message] = renderCard({ ...card, choices: [] }, { shared: true });
    if (!message) return;
    const goal = card.choices[0]?.id ?? '';
    const elements = [
      {
        ...plainButton(`${actions.private}/with`, texts.continueWith, JSON.stringify({ channel, ts: mark, thread })),
        style: 'primary' as const,
      },
      plainButton(`${actions.private}/without`, texts.continueEmpty, JSON.stringify({ goal })),
    ];
    const whole = { ...message, blocks: [...message.blocks, { type: 'actions' as const, block_id: 'private', elements }] };
    if (await this.#quietly({ team, channel, thread }, user, [whole], again)) return;
    const address = { team, channel: await this.direct(team, user) };
    await this.say(address, firstSentences(plainText(card), limits.fallbackText), message.blocks);
  }

  /** Files can't be looked up by what they are: after a crash one may be there twice. */
  async #file(conversationId: string, team: string, place: EventPlace, { card, id }: WaitingCard, again: boolean): Promise<void> {
    // One file a press, whichever cards the turn gave.
    if (!id.endsWith('/0')) return;
    const { api, counts, reportInFull } = this.#options;
    const texts = textsIn(card.language);
    const cards = await reportInFull(conversationId);
    const content = (cards.length > 0 ? cards : [card]).map(plainText).join('\n\n\n');
    const { channel, thread } = await this.#address(team, place, false);
    const file = { filename: texts.fileName, title: texts.fileTitle, content: `${content}\n`, channel_id: channel };
    await api.call(team, (client) =>
      thread === undefined ? client.filesUploadV2(file) : client.filesUploadV2({ ...file, thread_ts: thread }),
    );
    counts.sent += 1;
    if (again) counts.repeated += 1;
  }
}

const isAnswer = ({ kind, outcome }: Card): boolean => kind === 'answer' || outcome === 'answered' || outcome === 'clarify';

const inThread = (thread: string | undefined): { thread_ts?: string } => (thread === undefined ? {} : { thread_ts: thread });

/** Nothing in a message is parsed, linked or unfolded. */
export const shown = ({ text, blocks }: SlackMessage) =>
  ({
    text,
    ...(blocks.length === 0 ? {} : { blocks }),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  }) as const;
