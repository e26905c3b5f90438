/** Modals that were filled in. */
import { z } from 'zod';
import { feedbackReason, readFeedbackKey } from './feedback.ts';
import { formErrors, formValues } from './form-view.ts';
import { homeMark, type SlackContext } from './context.ts';
import { digest, privateConversation } from './ids.ts';
import type { viewBody } from './payloads.ts';
import { textsIn } from './texts.ts';

type ViewBody = z.infer<typeof viewBody>;

/** Where the form was opened. */
const origin = z.looseObject({ channel: z.string().optional(), thread: z.string().optional(), home: z.boolean().optional() });

/** @returns the fields that could not be read, with what to do; undefined when all is taken and the modal may close. */
export async function onForm(context: SlackContext, { team, user, view }: ViewBody): Promise<Record<string, string> | undefined> {
  const id = team?.id ?? user.team_id;
  if (id === undefined) return undefined;
  const conversation = privateConversation(id, user.id);
  const { language, known } = await context.reader(id, user.id);
  const read = await context.parts.profiles.readForm(conversation, formValues(view.state.values));
  if ('faults' in read) return formErrors(read.faults, textsIn(language).unreadable);
  const { channel, thread, home } = origin.parse(JSON.parse(view.private_metadata));
  const mark = `${home === true ? homeMark : ''}${digest('form', view.id)}`;
  const payload = { commands: [...read.commands], ...(known ? {} : { language }) };
  await context.takePrivate(id, { kind: home === true ? 'direct' : 'press', user: user.id, channel, thread, mark }, payload);
  return undefined;
}

export async function onFeedbackReason(context: SlackContext, { user, team, view }: ViewBody): Promise<void> {
  const reason = feedbackReason(view.state.values);
  const key = readFeedbackKey(view.private_metadata);
  // The metadata is ours, but the reason is of who sends it.
  if (reason === '' || key.user !== user.id || key.team !== (team?.id ?? user.team_id)) return;
  const explained = await context.parts.feedback.explain(key, reason);
  if (explained && context.parts.handover)
    await context.takeErrand(key.team, key.user, digest('complain', view.id), { do: 'complain', channel: key.channel, ts: key.ts });
}
