/** What was said between a person and us, read again from Slack, where it already stands. */
import { z } from 'zod';
import type { SlackApi, WebClient } from './api.ts';
import { readText } from './escape.ts';
import { isDirect } from './ids.ts';
import { allReplies } from './posting.ts';

/** Messages that a transcript goes back. */
const transcriptLength = 20;

/** A talk, up to the message of that time. */
export interface Origin {
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly until: string;
}

/** A message of the transcript: the person's own, or ours. */
export interface Said {
  readonly own: boolean;
  readonly text: string;
}

const messages = z.array(
  z.looseObject({
    user: z.string().optional(),
    text: z.string().optional(),
    ts: z.string(),
    reply_count: z.number().optional(),
  }),
);

/**
 * The person's own words and ours, the latest of them, oldest first. Of direct messages all threads, since every message there may
 * begin one; of a channel only a thread, since the rest is no talk with us and nobody's to pass on.
 */
export async function transcriptOf(
  api: SlackApi,
  team: string,
  { channel, thread, until }: Origin,
  user: string,
  bot: string | undefined,
): Promise<Said[]> {
  if (thread === undefined && !isDirect(channel)) return [];
  const found = await api.call(team, async (client) =>
    isDirect(channel) ? directMessages(client, channel, until) : allReplies(client, { channel, ts: thread ?? '' }),
  );
  return (
    messages
      .parse(found)
      // The others, people and apps, have not agreed.
      .filter((each) => Number(each.ts) <= Number(until) && (each.user === user || (bot !== undefined && each.user === bot)))
      .toSorted((one, other) => Number(one.ts) - Number(other.ts))
      .slice(-transcriptLength)
      .map((each) => ({ own: each.user === user, text: readText(each.text ?? '') }))
  );
}

async function directMessages(client: WebClient, channel: string, latest: string): Promise<unknown[]> {
  const { messages: found = [] } = await client.conversations.history({
    channel,
    limit: transcriptLength,
    latest,
    inclusive: true,
  });
  const roots = messages.parse(found);
  const threads: unknown[][] = [];
  for (const root of roots) threads.push((root.reply_count ?? 0) > 0 ? await allReplies(client, { channel, ts: root.ts }) : [root]);
  return threads.flat();
}
