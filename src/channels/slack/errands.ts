/** Does what is left to be done in Slack besides replies. */
import { z } from 'zod';
import type { EventPayload, WaitingDeed } from '../../assistant/assistant.ts';
import { commandOf } from '../../command/choice-id.ts';
import type { Language } from '../../command/command.ts';
import { failureOf } from './api.ts';
import type { SlackContext } from './context.ts';
import { offerToForget } from './deleted.ts';
import { readErrand, type Errand } from './errand.ts';
import { readText } from './escape.ts';
import { destination, digest, privateConversation, type EventPlace } from './ids.ts';
import { allReplies } from './posting.ts';

/** Does what a turn left to do. Rejects when it is to be tried again, or can't be done. */
export async function perform(
  context: SlackContext,
  id: string,
  { id: item, eventId, deed }: WaitingDeed,
  again: boolean,
): Promise<void> {
  const { team, place } = destination(id, eventId);
  const { user } = place;
  const key = JSON.stringify([id, item]);
  const { feedback, handover } = context.parts;
  switch (deed.effect) {
    case 'human':
      return askForConsent(context, team, place, key, again);
    case 'forget':
      await feedback.forget(team, user);
      await handover?.forget(team, user);
      return;
    case 'feedback':
      // Said in words it is of the last answer, whichever message that was.
      await feedback.click({ team, user, channel: 'said', ts: 'last' }, `${deed.good ? 'good' : 'bad'}:${deed.cites.join(',')}`);
      return;
    case 'errand':
      return run(context, team, user, readErrand(deed.errand), key, again);
  }
}

async function run(context: SlackContext, team: string, user: string, what: Errand, key: string, again: boolean): Promise<void> {
  const { feedback, handover } = context.parts;
  const { language } = await context.reader(team, user);
  switch (what.do) {
    case 'ask-consent':
      return askForConsent(context, team, { kind: 'direct', user, mark: '', ...what }, key, again);
    case 'hand-over':
      return handOver(context, team, user, what.request, language, key, again);
    case 'complain': {
      const found = await feedback.get({ team, user, channel: what.channel, ts: what.ts });
      if (found?.reason !== undefined) await handover?.complain(team, found.cites, found.reason, language, key, again);
      return;
    }
    case 'go-on':
      return goOn(context, team, user, what, key, language);
    case 'offer-to-forget':
      return offerToForget(context, { team, channel: what.channel }, language, key, again);
  }
}

/** "Talk to HR", said in words or by a button: what would be sent, and where to, is for the person to see and allow. */
async function askForConsent(
  context: SlackContext,
  team: string,
  { user, channel, thread, mark }: EventPlace,
  key: string,
  again: boolean,
): Promise<void> {
  const { handover, posting, profiles, now } = context.parts;
  if (!handover) return;
  const { language } = await context.reader(team, user);
  await handover.ask(team, user, language, key, again, async () => {
    const direct = await posting.direct(team, user);
    const here = channel === undefined || channel === direct;
    const { question } = await profiles.read(privateConversation(team, user), language);
    const inThread = thread === undefined ? {} : { thread };
    return {
      channel: channel ?? direct,
      ...inThread,
      until: /^\d+\.\d+$/.test(mark) ? mark : String(now().getTime() / 1000),
      // In a thread others ask too: the last question need not be this person's.
      ...(here && question !== undefined ? { question } : {}),
      asked: { channel: direct, ...(here ? inThread : {}) },
    };
  });
}

async function handOver(
  context: SlackContext,
  team: string,
  user: string,
  request: string,
  language: Language,
  key: string,
  again: boolean,
): Promise<void> {
  const { handover, onError } = context.parts;
  try {
    await handover?.send(team, user, request, language, again);
  } catch (error) {
    if (failureOf(error) !== 'lasting') throw error;
    onError(error);
    await handover?.failed(team, user, request, language, key, again);
  }
}

/** With what the person wrote where it can still be read, else with the check that it asked for. */
async function goOn(
  context: SlackContext,
  team: string,
  user: string,
  { channel, ts, thread, goal }: Extract<Errand, { do: 'go-on' }>,
  key: string,
  language: Language,
): Promise<void> {
  const text = await writtenBy(context, team, user, channel, ts, thread);
  const payload: EventPayload = text === undefined ? { command: commandOf(goal) ?? { type: 'greeting' }, language } : { text };
  await context.takePrivate(team, { kind: 'direct', user, mark: digest(key) }, payload);
}

const written = z.array(z.looseObject({ ts: z.string(), user: z.string().optional(), text: z.string().optional() }));

/** The person's own message, nobody else's. */
async function writtenBy(
  { parts }: SlackContext,
  team: string,
  user: string,
  channel: string,
  ts: string,
  thread: string | undefined,
): Promise<string | undefined> {
  try {
    const found = await parts.api.call(team, async (client): Promise<unknown> => {
      if (thread !== undefined && thread !== ts) return allReplies(client, { channel, ts: thread });
      return (await client.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true, limit: 5 })).messages ?? [];
    });
    const message = written.parse(found).find((each) => each.ts === ts && each.user === user);
    return message?.text === undefined ? undefined : readText(message.text, await parts.botUser(team));
  } catch (error) {
    if (failureOf(error) === 'lasting') return undefined;
    throw error;
  }
}
