/** What the channel itself wants done, durably, in order and once. Nothing in it is anybody's words. */
import { z } from 'zod';
import { readPayload } from './payloads.ts';

const place = { channel: z.string(), thread: z.string().optional() };
const errand = z.discriminatedUnion('do', [
  /** Ask whether the talk there may be passed on. */
  z.strictObject({ do: z.literal('ask-consent'), ...place }),
  /** Pass on what was allowed. */
  z.strictObject({ do: z.literal('hand-over'), request: z.string() }),
  /** Pass on why an answer did not help. */
  z.strictObject({ do: z.literal('complain'), channel: z.string(), ts: z.string() }),
  /** Go on in private with the person's own message in a channel. */
  z.strictObject({ do: z.literal('go-on'), ...place, ts: z.string(), goal: z.string() }),
  /** A message that something was noted from is deleted. */
  z.strictObject({ do: z.literal('offer-to-forget'), channel: z.string() }),
]);
export type Errand = z.infer<typeof errand>;

export const writeErrand = (what: Errand): string => JSON.stringify(what);
/** @throws SlackError `slack-payload` for one of another version of this program: it is then given up. */
export const readErrand = (text: string): Errand => readPayload(errand, JSON.parse(text));
