/** Buttons, selects and check boxes, wherever they stand. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { EventPayload } from '../../assistant/assistant.ts';
import { commandOf } from '../../command/choice-id.ts';
import type { Language } from '../../command/command.ts';
import { actions, readChosen, settleBlocks, type Chosen, type Pressed, type SentBlock } from './choices.ts';
import { homeMark, within, type SlackContext } from './context.ts';
import { readText } from './escape.ts';
import { feedbackView } from './feedback.ts';
import { formView } from './form-view.ts';
import { readOrigin } from './handover.ts';
import type { HomeAction } from './home-view.ts';
import { digest, isDirect, privateConversation, sharedConversation, type EventPlace } from './ids.ts';
import type { ActionBody } from './payloads.ts';
import { textsIn } from './texts.ts';

/** One press: who, where, on what. */
interface Press {
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

/** Acknowledges each press when what it says is durable. */
export async function onAction(
  context: SlackContext,
  body: ActionBody,
  ack: () => Promise<void>,
  replace: (text: string) => Promise<void>,
): Promise<void> {
  const [action] = body.actions;
  const team = body.team?.id ?? body.user.team_id;
  if (!action || team === undefined) return ack();
  const ephemeral = body.container?.is_ephemeral === true;
  const ts = body.message?.ts ?? body.container?.message_ts;
  const press: Press = {
    team,
    user: body.user.id,
    action,
    body,
    trigger: body.trigger_id,
    channel: body.channel?.id ?? body.container?.channel_id,
    ts,
    thread: body.message?.thread_ts ?? body.container?.thread_ts ?? (ephemeral ? undefined : ts),
    ephemeral,
    ack,
    replace,
  };
  switch (action.action_id.split('/')[0]) {
    case actions.choose:
    case actions.pick:
    case actions.done:
      return onChoice(context, press);
    case actions.form:
      return openForm(context, press, JSON.stringify({ channel: press.channel, thread: press.thread }));
    case actions.file:
      await context.takePrivate(team, { ...placeOf(press, digest('file', ts ?? '')), kind: 'file' }, { command: { type: 'why' } });
      return ack();
    case actions.feedback:
      return onFeedback(context, press);
    case actions.private:
      return onPrivate(context, press);
    case actions.handover:
      return onHandover(context, press);
    case actions.keep:
      await ack();
      return context.inBackground(async () =>
        settle(context, press, textsIn((await context.reader(team, press.user)).language).kept),
      );
    case actions.home:
      return onHome(context, press);
    default:
      // A box that was ticked counts when "done" is pressed.
      return ack();
  }
}

/** The same for every delivery of one press, and for a double click. */
const placeOf = ({ user, channel, thread, ephemeral }: Press, mark: string): EventPlace => ({
  kind: ephemeral ? 'quiet' : 'press',
  user,
  channel,
  thread,
  mark,
});

async function onChoice(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, body, channel, ts = '', thread, ephemeral, ack } = press;
  const chosen = readChosen(action, body.state?.values ?? {});
  if (!chosen) return ack();
  const mark = digest(ts, ...chosen.ids);
  const { language, known } = await context.reader(team, user);
  const payload: EventPayload = {
    choose: [...chosen.ids],
    ...(chosen.question === undefined ? {} : { question: chosen.question }),
    ...(known ? {} : { language }),
  };
  if (channel === undefined || isDirect(channel) || ephemeral) {
    await context.takePrivate(team, placeOf(press, mark), payload);
    await ack();
    context.inBackground(() => settleChosen(context, press, chosen, language));
    return;
  }
  await onSharedChoice(context, press, chosen, payload, mark, sharedConversation(team, channel, thread ?? ts), language);
}

/** Under a public answer: a further policy question is answered there, everything else goes on in private. */
async function onSharedChoice(
  context: SlackContext,
  press: Press,
  { ids: [id = ''] }: Chosen,
  payload: EventPayload,
  mark: string,
  conversation: string,
  language: Language,
): Promise<void> {
  const { team, user, channel = '', thread, ack } = press;
  const command = commandOf(id);
  if (command?.type === 'ask') {
    await context.take(conversation, team, placeOf(press, mark), { ...payload, place: 'shared' });
    return ack();
  }
  const { handover, delivery } = context.parts;
  if (command?.type === 'human' && handover) {
    await ack();
    context.inBackground(async () => {
      const address = { team, channel: await delivery.direct(team, user) };
      await handover.ask(address, { channel, ...(thread === undefined ? {} : { thread }) }, language);
      await whisperContinued(context, press, language);
    });
    return;
  }
  await context.takePrivate(team, { kind: 'direct', user, mark }, payload);
  await ack();
  context.inBackground(() => whisperContinued(context, press, language));
}

async function whisperContinued(
  context: SlackContext,
  { team, user, channel = '', thread }: Press,
  language: Language,
): Promise<void> {
  const text = textsIn(language).continued;
  await context.parts.delivery.whisper({ team, channel, thread }, user, { text, blocks: [] });
}

async function settleChosen(context: SlackContext, press: Press, chosen: Chosen, language: Language): Promise<void> {
  await settle(context, press, textsIn(language).chosen(chosen.label), chosen);
}

/** Shows in the pressed message what was chosen, and takes away what can't be chosen any more. */
async function settle(context: SlackContext, press: Press, note: string, chosen?: Chosen): Promise<void> {
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

/** Facts that still matter and those noted, in one form. Slack gives three seconds to open it. */
async function openForm(context: SlackContext, { team, user, trigger, ack }: Press, metadata: string): Promise<void> {
  await ack();
  if (trigger === undefined) return;
  const { language } = await context.reader(team, user);
  const form = await context.parts.profiles.form(privateConversation(team, user), language);
  await context.parts.api.comfort(team, (client) => client.views.open({ trigger_id: trigger, view: formView(form, metadata) }));
}

async function onFeedback(context: SlackContext, { team, user, action, channel, ts, thread, trigger, ack }: Press): Promise<void> {
  if (channel === undefined || ts === undefined || action.value === undefined) return ack();
  const key = { team, user, channel, ts };
  const { good } = await context.parts.feedback.click(key, action.value);
  await ack();
  const { language } = await context.reader(team, user);
  if (!good && trigger !== undefined)
    await context.parts.api.comfort(team, (client) =>
      client.views.open({ trigger_id: trigger, view: feedbackView(key, language) }),
    );
  const text = textsIn(language).feedbackThanks;
  context.inBackground(() => context.parts.delivery.whisper({ team, channel, thread }, user, { text, blocks: [] }));
}

const continued = z.strictObject({
  channel: z.string().optional(),
  ts: z.string().optional(),
  thread: z.string().optional(),
  goal: z.string().optional(),
});

/** Consent to go on in private: with what was written in the channel, or with nothing of it. */
async function onPrivate(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, ack, replace } = press;
  const { channel, ts, thread, goal } = continued.parse(JSON.parse(action.value ?? '{}'));
  const { language, known } = await context.reader(team, user);
  const text = channel === undefined || ts === undefined ? undefined : await writtenBy(context, team, user, channel, ts, thread);
  const place = { kind: 'direct', user, mark: digest('private', press.ts ?? '') } as const;
  const payload: EventPayload =
    text === undefined ? { command: commandOf(goal ?? '') ?? { type: 'greeting' }, ...(known ? {} : { language }) } : { text };
  await context.takePrivate(team, place, payload);
  await ack();
  context.inBackground(() => replace(textsIn(language).continued));
}

/** The person's own message, read again from Slack, where it already stands; nobody else's. */
async function writtenBy(
  context: SlackContext,
  team: string,
  user: string,
  channel: string,
  ts: string,
  thread: string | undefined,
): Promise<string | undefined> {
  const range = { channel, oldest: ts, latest: ts, inclusive: true, limit: 5 };
  const reading = context.parts.api.comfort(team, async (client) =>
    thread === undefined || thread === ts
      ? client.conversations.history(range)
      : client.conversations.replies({ ...range, ts: thread }),
  );
  // Slack waits three seconds for the acknowledgement.
  const found = await within(2000, reading);
  const message = found?.messages?.find((each) => each.ts === ts && each.user === user);
  return message?.text === undefined ? undefined : readText(message.text, await context.parts.botUser(team));
}

async function onHandover(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, ts = '', ack } = press;
  await ack();
  const { handover, threads, now, keptFor, botUser } = context.parts;
  if (!handover) return;
  context.inBackground(async () => {
    const { language } = await context.reader(team, user);
    const texts = textsIn(language);
    if (!action.action_id.endsWith('/yes')) return settle(context, press, texts.notHandedOver);
    const once = `handover:${team}:${press.channel ?? ''}:${ts}`;
    // Noted first: rather not at all than a person's words twice before others.
    if ((await threads.get(once)) === true) return;
    await threads.set(once, true, now().getTime() + keptFor);
    try {
      await handover.send(team, user, readOrigin(action.value ?? '{}'), await botUser(team), language);
    } catch (error) {
      await threads.delete(once);
      // The buttons stay, for another try.
      if (press.channel !== undefined)
        await context.parts.delivery.say({ team, channel: press.channel, thread: press.thread }, texts.handoverFailed, []);
      throw error;
    }
    await settle(context, press, texts.handedOver);
  });
}

const homeCommands = { check: 'check', continue: 'resume', forget: 'forget', export: 'export' } as const satisfies Partial<
  Record<HomeAction, string>
>;

async function onHome(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, body, ack } = press;
  const name = action.action_id.split('/')[1] ?? '';
  if (name === 'edit') return openForm(context, press, JSON.stringify({ home: true }));
  if (!isHomeCommand(name)) return ack();
  const { language, known } = await context.reader(team, user);
  const mark = `${homeMark}${digest(name, body.view?.id ?? '', body.view?.hash ?? '')}`;
  await context.takePrivate(
    team,
    { kind: 'direct', user, mark },
    { command: { type: homeCommands[name] }, ...(known ? {} : { language }) },
  );
  await ack();
}

const isHomeCommand = (name: string): name is keyof typeof homeCommands => name in homeCommands;
