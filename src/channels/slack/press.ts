/** A press of a button or select, and what the pressed message shows after it. */
import { setImmediate } from 'node:timers/promises';
import { settleBlocks, type Chosen, type Pressed, type SentBlock } from './choices.ts';
import type { SlackContext } from './context.ts';
import { conversationIn, type EventPlace } from './ids.ts';
import type { ActionBody } from './payloads.ts';

/** One press: who, where, on what. */
export interface Press {
  readonly team: string;
  readonly user: string;
  readonly action: Pressed;
  readonly body: ActionBody;
  readonly trigger: string | undefined;
  readonly channel: string | undefined;
  /** Time of the message that was pressed, and of the thread it stands in. */
  readonly ts: string | undefined;
  readonly thread: string | undefined;
  readonly ephemeral: boolean;
  readonly ack: () => Promise<void>;
  /** Puts something else in the place of a message that only this person sees. */
  readonly replace: (text: string) => Promise<void>;
}

/** The same for every delivery of one press, and for a double click. */
export const placeOf = ({ user, channel, thread, ephemeral }: Press, mark: string): EventPlace => ({
  kind: ephemeral ? 'quiet' : 'press',
  user,
  channel,
  thread,
  mark,
});

/** The conversation that the pressed message belongs to. */
export const conversationAt = ({ team, user, channel, thread }: Press): string => conversationIn(team, user, channel, thread);

/** Shows in the pressed message what was chosen, and takes away what can't be chosen any more. */
export async function settle(context: SlackContext, press: Press, note: string, chosen?: Chosen): Promise<void> {
  const { team, action, body, channel, ts, ephemeral, replace } = press;
  if (ephemeral) return replace(note);
  const { message } = body;
  if (channel === undefined || ts === undefined || message?.blocks === undefined) return;
  // The reply matters more than the mark on the question: it goes first.
  await setImmediate();
  const blocks: SentBlock[] = chosen
    ? settleBlocks(message.blocks, action, chosen, note)
    : [
        ...message.blocks.filter(({ type }) => type !== 'actions'),
        { type: 'context', elements: [{ type: 'plain_text', text: note, emoji: false }] },
      ];
  await context.parts.api.comfort(team, (client) =>
    client.chat.update({ channel, ts, text: message.text ?? '', blocks, parse: 'none' }),
  );
}
