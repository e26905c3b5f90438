/**
 * A person deletes or edits a message: it is no longer among the last turns. Where something was noted from one that is deleted, that may
 * be forgotten, which only they can say.
 */
import type { types } from '@slack/bolt';
import type { Language } from '../../command/command.ts';
import type { Card } from '../../presentation/card.ts';
import { actions } from './choices.ts';
import type { SlackContext } from './context.ts';
import { readText } from './escape.ts';
import { digest, isDirect, privateConversation } from './ids.ts';
import type { MessageEvent } from './payloads.ts';
import type { Address } from './posting.ts';
import { plainButton, renderCard } from './render.ts';
import { textsIn } from './texts.ts';

/** Slack tells of edits also where a link was only given its preview. */
export async function onEdited(
  context: SlackContext,
  team: string,
  { channel, previous_message: before, message }: MessageEvent,
): Promise<void> {
  if (before?.user === undefined || typeof before.bot_id === 'string' || !isDirect(channel) || before.text === message?.text)
    return;
  await context.parts.forgetTurns(privateConversation(team, before.user));
}

/** Resolves when the offer is sure to be made, or there is none to make. */
export async function onDeleted(context: SlackContext, team: string, event: MessageEvent): Promise<void> {
  const { channel, previous_message: before } = event;
  if (before?.user === undefined || typeof before.bot_id === 'string' || !isDirect(channel)) return;
  const { user } = before;
  await context.parts.forgetTurns(privateConversation(team, user));
  const { quotes } = await context.parts.profiles.read(privateConversation(team, user), 'en');
  const said = readText(before.text ?? '');
  if (!quotes.some((quote) => quote.trim() !== '' && said.includes(quote))) return;
  await context.takeErrand(team, user, digest('deleted', before.ts ?? event.ts), { do: 'offer-to-forget', channel });
}

export async function offerToForget(
  context: SlackContext,
  address: Address,
  language: Language,
  key: string,
  again: boolean,
): Promise<void> {
  const texts = textsIn(language);
  const card: Card = {
    kind: 'notice',
    language,
    blocks: [{ block: 'text', text: texts.deletedMessage }],
    choices: [{ id: 'forget', label: texts.forgetButton }],
  };
  const keep: types.KnownBlock = { type: 'actions', block_id: 'keep', elements: [plainButton(actions.keep, texts.keepButton)] };
  const messages = renderCard(card).map((message) => ({ ...message, blocks: [...message.blocks, keep] }));
  await context.parts.posting.post(address, messages, key, again);
}
