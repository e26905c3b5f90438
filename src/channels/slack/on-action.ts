/** Buttons, selects and check boxes, wherever they stand. */
import type { Command } from '../../command/command.ts';
import { actions } from './choices.ts';
import { homeMark, type SlackContext } from './context.ts';
import { feedbackView } from './feedback.ts';
import { formView } from './form-view.ts';
import type { HomeAction } from './home-view.ts';
import { digest, privateConversation } from './ids.ts';
import { onChoice } from './on-choice.ts';
import { onHandover, onPrivate } from './on-consent.ts';
import type { ActionBody } from './payloads.ts';
import { conversationAt, placeOf, settle, type Press } from './press.ts';
import { textsIn } from './texts.ts';

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
    case actions.stop:
      // In a thread others see the button too; the answer is who asked's to stop.
      if (action.value === press.user && press.ts !== undefined && context.parts.growsAt(press.ts))
        context.parts.stop(conversationAt(press), privateConversation(team, press.user));
      return ack();
    default:
      // A box that was ticked counts when "done" is pressed.
      return ack();
  }
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
  context.inBackground(() => context.parts.posting.whisper({ team, channel, thread }, user, { text, blocks: [] }));
}

/** What pressing it says; `edit` opens a form instead. */
const homeCommands: Readonly<Record<Exclude<HomeAction, 'edit'>, (fact: string | undefined) => Command>> = {
  check: () => ({ type: 'check' }),
  continue: () => ({ type: 'resume' }),
  forget: () => ({ type: 'forget' }),
  'forget-one': (fact = '') => ({ type: 'forget', fact }),
  export: () => ({ type: 'export' }),
  file: () => ({ type: 'why' }),
};

async function onHome(context: SlackContext, press: Press): Promise<void> {
  const { team, user, action, body, ack } = press;
  const name = action.action_id.split('/')[1] ?? '';
  if (name === 'edit') return openForm(context, press, JSON.stringify({ home: true }));
  if (!isHomeCommand(name)) return ack();
  const { language, known } = await context.reader(team, user);
  const fact = action.selected_option?.value;
  const mark = `${homeMark}${digest(name, fact ?? '', body.view?.id ?? '', body.view?.hash ?? '')}`;
  const command = homeCommands[name](fact);
  const kind = name === 'file' ? 'file' : 'direct';
  await context.takePrivate(team, { kind, user, mark }, { command, ...(known ? {} : { language }) });
  await ack();
}

const isHomeCommand = (name: string): name is keyof typeof homeCommands => name in homeCommands;
