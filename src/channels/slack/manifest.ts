/** What the app asks of Slack. `slack-manifest.yaml` says the same; a test holds the two together, and both to what is called. */
import { shortcuts, slashCommand } from './on-command.ts';

/** By event, as the manifest names it: the scope that it needs. */
export const events: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  agent_session_stopped: 'assistant:write',
  app_uninstalled: undefined,
  tokens_revoked: undefined,
};

/** By method that is called: the scopes that it needs. */
export const methods: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'oauth.v2.access': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.history': ['im:history', 'channels:history', 'groups:history'],
  'conversations.replies': ['im:history', 'channels:history', 'groups:history'],
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'agents.sessions.setStatus': ['assistant:write'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
};

/** A slash command needs a scope of its own. */
export const commands: Readonly<Record<string, string>> = { [slashCommand]: 'commands' };

export const declaredShortcuts: readonly { readonly callback: string; readonly type: 'message' | 'global' }[] = [
  { callback: shortcuts.answer, type: 'message' },
  { callback: shortcuts.check, type: 'global' },
];

export const scopes: readonly string[] = [
  ...new Set([
    ...Object.values(events).filter((scope) => scope !== undefined),
    ...Object.values(methods).flat(),
    ...Object.values(commands),
  ]),
].toSorted();
