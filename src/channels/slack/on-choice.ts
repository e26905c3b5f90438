/** Choices of a card, wherever it stands. */
import type { EventPayload } from '../../assistant/assistant.ts';
import { commandOf } from '../../command/choice-id.ts';
import type { Language } from '../../command/command.ts';
import { readChosen, type Chosen } from './choices.ts';
import type { SlackContext } from './context.ts';
import { digest, isDirect, sharedConversation } from './ids.ts';
import { placeOf, settle, type Press } from './press.ts';
import { textsIn } from './texts.ts';

export async function onChoice(context: SlackContext, press: Press): Promise<void> {
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
    // An answer that only this person sees would be gone with its buttons, and what follows it stands beneath.
    if (!ephemeral) context.inBackground(() => settle(context, press, textsIn(language).chosen(chosen.label), chosen));
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
  if (command?.type === 'human' && context.parts.handover)
    await context.takeErrand(team, user, mark, { do: 'ask-consent', channel, ...(thread === undefined ? {} : { thread }) });
  else await context.takePrivate(team, { kind: 'direct', user, mark }, payload);
  await ack();
  context.inBackground(() => whisperContinued(context, press, language));
}

async function whisperContinued(
  context: SlackContext,
  { team, user, channel = '', thread }: Press,
  language: Language,
): Promise<void> {
  const text = textsIn(language).continued;
  await context.parts.posting.whisper({ team, channel, thread }, user, { text, blocks: [] });
}
