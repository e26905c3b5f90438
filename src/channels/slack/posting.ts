/** Posts messages so that each is shown once: before another attempt Slack is asked whether the earlier one got through. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Records } from '../../storage/records.ts';
import { answerOf, failureOf, type Counts, type SlackApi, type WebClient } from './api.ts';
import { digest, privateConversation } from './ids.ts';
import { plainMessages, type SlackMessage } from './render.ts';

/** Where messages go. */
export interface Address {
  readonly team: string;
  readonly channel: string;
  readonly thread?: string | undefined;
}

export interface PostingOptions {
  readonly api: SlackApi;
  readonly counts: Counts;
  /** By mark: messages that were sent again without Slack saying whether the first attempt got through. */
  readonly repeats: Records<true>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Marks our messages with the reply that they are, so that one can be found again. */
const eventType = 'career_bridge_reply';
const history = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z.looseObject({ event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
    }),
  ),
});
/** Answers that say that a message can't be changed. */
const unchangeable: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
/** Messages that are looked through for a reply that may have been sent before. */
const lookedThrough = 50;
/** Milliseconds for which a repeat is remembered. */
const repeatsKept = 7 * 86_400_000;

export class Posting {
  readonly #options: PostingOptions;
  /** Channel of the direct messages with a person, by team and user. */
  readonly #directs = new Map<string, string>();

  constructor(options: PostingOptions) {
    this.#options = options;
  }

  /** The channel of a person's direct messages with the app. */
  async direct(team: string, user: string): Promise<string> {
    const known = this.#directs.get(privateConversation(team, user));
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

  /**
   * Posts the messages in order, each once.
   * @param key the same for every attempt, and of nothing else
   * @param again an earlier attempt may have got through
   * @param draft time of our message whose place the first one takes
   * @returns `doubtful` where one was not sent again, though nobody can say whether an earlier attempt arrived
   */
  async post(
    address: Address,
    messages: readonly SlackMessage[],
    key: string,
    again: boolean,
    draft?: string,
  ): Promise<'shown' | 'doubtful'> {
    let outcome: 'shown' | 'doubtful' = 'shown';
    const isDone = async (mark: string): Promise<boolean> => {
      const found = again ? await this.#earlier(address, mark) : 'absent';
      if (found === 'doubtful') outcome = 'doubtful';
      return found !== 'absent';
    };
    for (const [page, message] of messages.entries()) {
      const mark = digest(key, String(page));
      if (await isDone(mark)) continue;
      const instead = page === 0 ? draft : undefined;
      try {
        await this.#one(address, message, mark, instead);
      } catch (error) {
        if (answerOf(error) !== 'invalid_blocks' && answerOf(error) !== 'invalid_blocks_format') throw error;
        // Better plain than not at all.
        for (const [part, plain] of plainMessages(message).entries()) {
          const own = digest(mark, String(part));
          if (!(await isDone(own))) await this.#one(address, plain, own, part === 0 ? instead : undefined);
        }
      }
    }
    return outcome;
  }

  async #one(address: Address, message: SlackMessage, mark: string, draft: string | undefined): Promise<void> {
    const { api, counts } = this.#options;
    const { team, channel } = address;
    if (draft === undefined || !(await this.#replace(address, message, mark, draft)))
      await api.call(team, (client) => client.chat.postMessage({ ...marked(message, mark), channel, ...inThread(address.thread) }));
    counts.sent += 1;
  }

  /** @returns false where the message is gone, or can't be changed any more. */
  async #replace({ team, channel }: Address, message: SlackMessage, mark: string, ts: string): Promise<boolean> {
    try {
      await this.#options.api.call(team, (client) => client.chat.update({ ...replacing(message, mark), channel, ts }));
      return true;
    } catch (error) {
      if (unchangeable.has(answerOf(error) ?? '')) return false;
      throw error;
    }
  }

  /** Begins a message that an answer will take the place of. @returns its time; undefined where it was not, or may not have been, posted */
  async begin({ team, channel, thread }: Address, message: SlackMessage, mark: string): Promise<string | undefined> {
    const posted = await this.#options.api.comfort(team, (client) =>
      client.chat.postMessage({ ...marked(message, mark), channel, ...inThread(thread) }),
    );
    return posted?.ts;
  }

  /** Shows what has become of it. */
  async grow({ team, channel }: Address, message: SlackMessage, mark: string, ts: string): Promise<void> {
    await this.#options.api.comfort(team, (client) => client.chat.update({ ...replacing(message, mark), channel, ts }));
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

  /** Whispers that are replies. What only one person sees can't be looked up, so it is shown at most once more. */
  async whisperOnce(
    address: Address,
    user: string,
    messages: readonly SlackMessage[],
    key: string,
    again: boolean,
  ): Promise<boolean> {
    if (again && !(await this.mayRepeat(key))) return true;
    for (const message of messages) if (!(await this.whisper(address, user, message))) return false;
    this.#options.counts.sent += messages.length;
    return true;
  }

  /** Whether what can't be looked up may be sent another time, which is counted: it may then be there twice, never thrice. */
  async mayRepeat(key: string): Promise<boolean> {
    const { repeats, counts, now } = this.#options;
    const mark = digest(key);
    if ((await repeats.get(mark)) === true) {
      counts.givenUp += 1;
      return false;
    }
    await repeats.set(mark, true, now() + repeatsKept);
    counts.repeated += 1;
    return true;
  }

  /** What became of an earlier attempt. Where that can't be known it is `absent` once, for one more attempt, and then `doubtful`. */
  async #earlier(address: Address, mark: string): Promise<'there' | 'absent' | 'doubtful'> {
    try {
      if ((await this.find(address, mark)) === undefined) return 'absent';
      this.#options.counts.found += 1;
      return 'there';
    } catch (error) {
      if (failureOf(error) !== 'lasting') throw error;
      return (await this.mayRepeat(mark)) ? 'absent' : 'doubtful';
    }
  }

  /** The time of our message with that mark, among the latest there. Rejects where it can't be looked up. */
  async find({ team, channel, thread }: Address, mark: string): Promise<string | undefined> {
    const options = { channel, limit: lookedThrough, include_all_metadata: true } as const;
    const found = await this.#options.api.call(team, async (client): Promise<unknown> =>
      thread === undefined
        ? client.conversations.history(options)
        : { messages: (await allReplies(client, { channel, ts: thread, include_all_metadata: true })).slice(-lookedThrough) },
    );
    return history.parse(found).messages.find(({ metadata }) => metadata?.event_payload?.['reply'] === mark)?.ts;
  }
}

/** All messages of a thread; they come oldest first, so the last page is the one that counts. */
export async function allReplies(
  client: WebClient,
  options: { readonly channel: string; readonly ts: string; readonly include_all_metadata?: true },
): Promise<unknown[]> {
  const messages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.conversations.replies({ ...options, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    messages.push(...(page.messages ?? []));
    cursor = page.response_metadata?.next_cursor === '' ? undefined : page.response_metadata?.next_cursor;
  } while (cursor !== undefined);
  return messages;
}

const inThread = (thread: string | undefined): { thread_ts?: string } => (thread === undefined ? {} : { thread_ts: thread });

const marked = (message: SlackMessage, mark: string) => ({
  ...shown(message),
  metadata: { event_type: eventType, event_payload: { reply: mark } },
});

/** Of a message that is changed only its words, blocks and mark are said again. */
const replacing = ({ text, blocks }: SlackMessage, mark: string) => {
  const { metadata, parse, link_names } = marked({ text, blocks }, mark);
  return { text, blocks, metadata, parse, link_names };
};

/** Nothing in a message is parsed, linked or unfolded. */
const shown = ({ text, blocks }: SlackMessage) =>
  ({
    text,
    ...(blocks.length === 0 ? {} : { blocks: blocks satisfies types.KnownBlock[] }),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  }) as const;
