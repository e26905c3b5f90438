/** The app's own pages: the Messages tab is opened with prompts, the Home tab shows what is kept. */
import type { SlackContext } from './context.ts';
import { homeView } from './home-view.ts';
import { conversationIn, eventId, instantOf, isDirect, privateConversation } from './ids.ts';
import { limits } from './limits.ts';
import type { homeOpened, sessionStopped } from './payloads.ts';
import type { z } from 'zod';
import { textsIn } from './texts.ts';

/** A page that could not be shown is shown the next time; nothing of it is waited for. */
export function onHomeOpened(context: SlackContext, team: string, { user, channel, tab }: z.infer<typeof homeOpened>): void {
  if (tab === 'home') context.inBackground(() => publishHome(context, team, user));
  if (tab === 'messages' && channel !== undefined) context.inBackground(() => suggestPrompts(context, team, user, channel));
}

async function suggestPrompts(context: SlackContext, team: string, user: string, channel: string): Promise<void> {
  context.parts.posting.noteDirect(team, user, channel);
  const { promptsTitle, prompts } = textsIn((await context.reader(team, user)).language);
  const [first, ...more] = prompts.slice(0, limits.suggestedPrompts);
  if (!first) return;
  await context.parts.api.comfort(team, (client) =>
    client.assistant.threads.setSuggestedPrompts({ channel_id: channel, title: promptsTitle, prompts: [first, ...more] }),
  );
}

export async function publishHome(context: SlackContext, team: string, user: string): Promise<void> {
  const { language } = await context.reader(team, user);
  const profile = await context.parts.profiles.read(privateConversation(team, user), language);
  await context.parts.api.comfort(team, (client) => client.views.publish({ user_id: user, view: homeView(profile, language) }));
}

/**
 * The stop button of the client: no model is waited for any longer. In direct messages the interview stops too, and can be taken up
 * again; in a thread of a channel there is none.
 */
export async function onSessionStopped(context: SlackContext, team: string, event: z.infer<typeof sessionStopped>): Promise<void> {
  const user = event.user ?? event.user_id;
  const channel = event.channel ?? event.channel_id;
  const { thread_ts: thread, event_ts: at } = event;
  if (user === undefined || channel === undefined) return;
  context.parts.stop(conversationIn(team, user, channel, thread), privateConversation(team, user));
  if (isDirect(channel)) {
    const place = { kind: 'press', user, channel, thread } as const;
    const mark = `stop-${at ?? eventId({ ...place, mark: '' })}`.replaceAll(':', '-');
    const sentAt = instantOf(at ?? '') === undefined ? undefined : at;
    await context.takePrivate(team, { ...place, mark }, { command: { type: 'cancel' } }, sentAt);
  }
  if (thread !== undefined)
    context.inBackground(() =>
      context.parts.api.comfort(team, (client) =>
        client.agents.sessions.setStatus({ channel_id: channel, thread_ts: thread, status: 'suspended' }),
      ),
    );
}
