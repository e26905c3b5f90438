/** Messages: direct ones, mentions, and what follows in a thread where the app was mentioned. */
import type { SlackContext } from './context.ts';
import { onDeleted, onEdited } from './deleted.ts';
import { mentions, readText } from './escape.ts';
import { isDirect, sharedConversation } from './ids.ts';
import type { MessageEvent } from './payloads.ts';

/** Messages that people write; the rest of the subtypes tells of edits, joins and the like. */
const written = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/** Resolves when the message is durable, or is none of ours. */
export async function onMessage(context: SlackContext, team: string, event: MessageEvent): Promise<void> {
  if (event.subtype === 'message_deleted') return onDeleted(context, team, event);
  if (event.subtype === 'message_changed') return onEdited(context, team, event);
  const { user, channel, ts } = event;
  const bot = await context.parts.botUser(team);
  if (
    !written.has(event.subtype) ||
    user === undefined ||
    user === bot ||
    typeof event.bot_id === 'string' ||
    event.hidden === true
  )
    return;
  const text = readText(event.text ?? '', bot);
  const thread = event.thread_ts ?? ts;
  if (event.channel_type === 'im' || (event.channel_type === undefined && isDirect(channel))) {
    context.parts.posting.noteDirect(team, user, channel);
    await context.takePrivate(team, { kind: 'message', user, channel, thread, mark: ts }, { text }, ts);
    return;
  }
  // A mention arrives under two names, as a mention and as a message; both are the same event here.
  const mentioned = event.type === 'app_mention' || (bot !== undefined && mentions(event.text ?? '', bot));
  const conversation = sharedConversation(team, channel, thread);
  if (mentioned) await context.parts.threads.set(conversation, true, context.parts.now().getTime() + context.parts.keptFor);
  else if (!(await isOurs(context, conversation)) || addressesAnother(event.text ?? '')) return;
  const kind = mentioned ? 'message' : 'follow';
  await context.take(conversation, team, { kind, user, channel, thread, mark: ts }, { text, place: 'shared' }, ts);
}

const isOurs = async ({ parts }: SlackContext, conversation: string): Promise<boolean> =>
  (await parts.threads.get(conversation)) === true;

/** "@Lee, have you seen this?" */
const addressesAnother = (text: string): boolean => /^\s*<@/.test(text);
