/** The manifest declares what the code uses, and none more. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commands, declaredShortcuts, events, methods, scopes } from '../../../src/channels/slack/manifest.ts';

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
  .parse(parse(readFileSync(new URL('slack-manifest.yaml', root), 'utf8')));

const folder = new URL('src/channels/slack/', root);
const source = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'manifest.ts')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

describe('the manifest', () => {
  test('asks for the scopes of the events, methods and commands that are used', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...scopes]);
  });

  test('subscribes to the events that are listened to', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(Object.keys(events).toSorted());
    for (const name of Object.keys(events)) expect(source).toContain(`'${name.split('.')[0]}'`);
  });

  test('declares the commands and shortcuts', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(Object.keys(commands));
    expect(manifest.features.shortcuts.map(({ type, callback_id }) => ({ type, callback: callback_id }))).toEqual(
      declaredShortcuts,
    );
  });

  test('is the agent experience, without the legacy one', () => {
    expect(manifest.features).not.toHaveProperty('assistant_view');
    expect(source).not.toMatch(/assistant_thread_started|new Assistant\(/);
  });
});

describe('the table of methods', () => {
  const called = [...source.matchAll(/client\s*\.((?:[a-zA-Z0-9]+\.)*[a-zA-Z0-9]+)\(/g)].map(([, name = '']) => name);

  test('names each that is called', () => {
    const expected = called.flatMap((name) =>
      name === 'filesUploadV2' ? ['files.getUploadURLExternal', 'files.completeUploadExternal'] : [name],
    );
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.filter((name) => !(name in methods))).toEqual([]);
  });

  test('and no other, but for those of the SDK itself', () => {
    const own = new Set([
      'apps.connections.open',
      'oauth.v2.access',
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
      ...called,
    ]);
    expect(Object.keys(methods).filter((name) => !own.has(name))).toEqual([]);
  });
});
