/** The manifest declares what the code uses, and none more. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load } from 'js-yaml';
import { z } from 'zod';
import { eventHandlers } from '../../../src/channels/slack/app.ts';
import { commands, declaredShortcuts, events, methods, scopes } from '../../../src/channels/slack/manifest.ts';
import { modes, Stage } from './support/stage.ts';
import { text } from './support/wire.ts';

const root = new URL('../../../', import.meta.url);
const manifest = z
  .object({
    display_information: z.object({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4000),
    }),
    features: z.object({
      agent_view: z.object({ agent_description: z.string().max(300) }),
      app_home: z.object({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(false),
      }),
      slash_commands: z.array(z.object({ command: z.string(), description: z.string().max(2000) })),
      shortcuts: z.array(
        z.object({ name: z.string().max(24), type: z.string(), callback_id: z.string(), description: z.string().max(150) }),
      ),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.literal(true) }),
      socket_mode_enabled: z.literal(true),
    }),
  })
  .parse(load(readFileSync(new URL('slack-manifest.yaml', root), 'utf8')));

describe('the manifest', () => {
  test('asks for the scopes of the events, methods and commands that are used', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...scopes]);
  });

  test('subscribes to the events that are listened to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(events).toSorted());
    const listened = new Set(Object.keys(events).map((name) => name.replace(/\..*$/, '')));
    expect([...listened].toSorted()).toEqual(Object.keys(eventHandlers).toSorted());
  });

  test('declares the commands and shortcuts', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(Object.keys(commands));
    expect(manifest.features.shortcuts.map(({ type, callback_id }) => ({ type, callback: callback_id }))).toEqual(
      declaredShortcuts,
    );
  });

  test('is the agent experience, without the legacy one', () => {
    expect(manifest.features).not.toHaveProperty('assistant_view');
    expect(Object.keys(eventHandlers)).not.toContain('assistant_thread_started');
  });
});

/** Each subscription is of use: without it something that people do would go unanswered. */
describe.each(modes)('what is declared is used (%s)', (mode) => {
  test('every method is called, no other is, and every declared event, command and shortcut does something', async () => {
    const used = await Stage.open({ mode, helped: true });
    const { alice, bob, front } = used;
    const support = used.channel('support');
    const posts = (): number => front.posted.length;
    const answered = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const before = posts() + front.whispers.length;
      await work();
      await used.settle();
      expect(posts() + front.whispers.length, what).toBeGreaterThan(before);
    };
    const called = (method: string): Promise<unknown> => front.until(() => front.called(method).length > 0, method);
    await alice.opens('messages');
    await called('assistant.threads.setSuggestedPrompts');
    await alice.opens('home');
    await alice.pressesHome('edit');
    await called('views.open');
    front.fail('chat.postMessage', { status: 429, headers: { 'retry-after': '2' } });
    await answered('message.im', () => alice.writes('Am I allowed to take part in title review? I am an intermediate worker'));
    await called('assistant.threads.setStatus');
    await called('agents.sessions.setStatus');
    await answered('a press', async () => alice.presses(await alice.last(), 'confirm'));
    await called('chat.update');
    await alice.presses(await alice.last(), 'file');
    await used.settle();
    const question = 'How many years of work does an assistant title take?';
    const { ts } = await bob.says(`@bridge ${question}`, support, { twins: false });
    await used.settle();
    expect((await bob.sees(support)).length, 'app_mention').toBe(1);
    await answered('message.channels', () => bob.says(question, support, { thread: text(ts) }));
    const inGroup = await bob.message(question, support, 'group', text(ts));
    await answered('message.groups', () => bob.tell(inGroup));
    await answered('a command', () => bob.commands(`ask ${question}`, support));
    await answered('a global shortcut', () => bob.shortcut());
    await answered('a message shortcut', () => bob.shortcut({ text: question, ts: text(ts), channel: support }));
    // What is in doubt is looked up, in a thread and outside.
    front.fail('chat.postMessage', { status: 500 });
    await answered('a thread', () => alice.writes('help'));
    front.fail('chat.postMessage', { status: 500 });
    await answered('direct messages', () => bob.commands('check', support));
    await alice.tell({ type: 'agent_session_stopped', user: alice.id, channel: await alice.direct(), thread_ts: ts });
    await front.until(() => front.called('agents.sessions.setStatus').some(({ status }) => status === 'suspended'), 'the stop');
    await alice.tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U1'] } });
    await alice.tell({ type: 'app_uninstalled' });
    expect(used.fatal.length).toBe(2);
    const sdk = ['oauth.v2.access', ...(mode === 'http' ? ['apps.connections.open'] : [])];
    const seen = new Set([...front.calls.map(({ name }) => name), ...sdk]);
    await used.close();
    expect(Object.keys(methods).filter((name) => !seen.has(name))).toEqual([]);
  }, 30_000);
});
