/** What a person allows or refuses: to have a talk passed on, to go on in private with what they wrote in a channel. */
import { z } from 'zod';
import { commandOf } from '../../command/choice-id.ts';
import type { SlackContext } from './context.ts';
import { digest } from './ids.ts';
import { settle, type Press } from './press.ts';
import { textsIn } from './texts.ts';

const continued = z.strictObject({
  channel: z.string().optional(),
  ts: z.string().optional(),
  thread: z.string().optional(),
  goal: z.string().default(''),
});

/** To go on in private: with what was written in the channel, or with nothing of it. */
export async function onPrivate(
  context: SlackContext,
  { team, user, action, ts: pressed = '', ack, replace }: Press,
): Promise<void> {
  const { channel, ts, thread, goal } = continued.parse(JSON.parse(action.value ?? '{}'));
  const { language, known } = await context.reader(team, user);
  const mark = digest('private', pressed);
  if (channel !== undefined && ts !== undefined)
    await context.takeErrand(team, user, mark, { do: 'go-on', channel, ts, goal, ...(thread === undefined ? {} : { thread }) });
  else {
    const command = commandOf(goal) ?? { type: 'greeting' };
    await context.takePrivate(team, { kind: 'direct', user, mark }, { command, ...(known ? {} : { language }) });
  }
  await ack();
  context.inBackground(() => replace(textsIn(language).continued));
}

export async function onHandover(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, ts = '', ack } = press;
  const request = action.value ?? '';
  const allowed = action.action_id.endsWith('/yes');
  if (allowed) await context.takeErrand(team, user, digest('hand-over', ts), { do: 'hand-over', request });
  else await context.parts.handover?.refuse(team, user, request);
  await ack();
  context.inBackground(async () => {
    const texts = textsIn((await context.reader(team, user)).language);
    await settle(context, press, allowed ? texts.handingOver : texts.notHandedOver);
  });
}
