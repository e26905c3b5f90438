/** Starting, refusing to start, and installing in several workspaces. */
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SlackError } from '../../../src/channels/slack/slack-error.ts';
import { Installations } from '../../../src/channels/slack/installations.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import { bound } from './support/dying.ts';
import { botUser } from './support/front.ts';
import { stages } from './support/stage.ts';
import { envelope } from './support/person.ts';
import { text } from './support/wire.ts';

const { prepare } = stages();

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'started',
    (error: unknown) => (error instanceof SlackError ? error.message : String(error)),
  );

describe('refuses to start, in one sentence that says what to do', () => {
  test.each(['http', 'socket'] as const)('with a bot token that Slack does not take (%s)', async (mode) => {
    const stage = await prepare({ mode, settings: { botToken: 'xoxb-wrong' } });
    const said = await refusal(stage.start());
    expect(said).toMatch(/^Slack refuses the bot token \(invalid_auth\)\. Reinstall .*SLACK_BOT_TOKEN\.$/);
    expect(said).not.toContain('xoxb-wrong');
  });

  test('with an app-level token that Slack does not take', async () => {
    const stage = await prepare({ settings: { appToken: 'xapp-wrong' } });
    expect(await refusal(stage.start())).toMatch(/app-level token \(invalid_auth\).*SLACK_APP_TOKEN/);
  });

  test('with a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const stage = await prepare({ mode: 'http', settings: { port } });
    expect(await refusal(stage.start())).toMatch(/EADDRINUSE.*SLACK_PORT/);
    await new Promise((resolve) => other.close(resolve));
  });
});

test.each(['token_revoked', 'account_inactive'])('stops when the token is revoked (%s)', async (answer) => {
  const stage = await prepare();
  await stage.start();
  stage.front.fail('chat.postMessage', { refused: answer });
  await stage.alice.writes('help');
  await stage.front.until(() => stage.fatal.length > 0, 'the end');
  expect(stage.fatal[0]?.message).toContain('SLACK_BOT_TOKEN');
});

test.each(['invalid_auth', 'token_revoked'])('stops when the app-level token is refused at a reconnection (%s)', async (answer) => {
  const stage = await prepare();
  await stage.start();
  stage.front.fail('apps.connections.open', { refused: answer });
  for (const socket of stage.front.sockets) socket.terminate();
  await stage.front.until(() => stage.fatal.length > 0, 'the end', 20_000);
  expect(stage.fatal.map(({ message }) => message)).toEqual([
    expect.stringMatching(new RegExp(`^Slack refuses the app-level token \\(${answer}\\)\\. Create .*SLACK_APP_TOKEN\\.$`)),
  ]);
});

test.each(['http', 'socket'] as const)('leaves nothing running when it can not start (%s)', async (mode) => {
  const stage = await prepare({
    mode,
    wrapStore: (store) => ({
      ...bound(store),
      adapter: (namespace, options) => {
        const adapter = store.adapter(namespace, options);
        if (namespace === 'conversations')
          adapter.iterator = () => {
            throw new Error('the disk fails');
          };
        return adapter;
      },
    }),
  });
  expect(await refusal(stage.start())).toContain('the disk fails');
  await stage.front.until(() => stage.front.sockets.size === 0, 'the connection to be closed');
  expect(stage.front.target).toBeUndefined();
});

test('stops when the app is removed', async () => {
  const stage = await prepare();
  await stage.start();
  await stage.alice.tell({ type: 'app_uninstalled' });
  expect(stage.fatal[0]?.code).toBe('slack-token-refused');
});

describe('several workspaces', () => {
  const key = randomBytes(32);
  const oauth = { clientId: '111.222', clientSecret: 'hush', encryptionKey: key };

  test('install by OAuth; each is answered with its own token, which is not readable in the store', async () => {
    const stage = await prepare({ mode: 'http', settings: { oauth } });
    const { front } = stage;
    await stage.start();
    const base = front.target?.replace('/slack/events', '') ?? '';
    for (const team of ['T000000001', 'T0SECOND']) {
      front.tokens.add(`xoxb-of-${team}`);
      front.codes.set(`code-${team}`, {
        ok: true,
        access_token: `xoxb-of-${team}`,
        token_type: 'bot',
        scope: 'chat:write',
        bot_user_id: botUser,
        app_id: 'A0BRIDGE1',
        team: { id: team, name: team },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: 'U0ADMIN' },
      });
      const start = await fetch(`${base}/slack/install`, { redirect: 'manual' });
      const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
      const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
      const done = await fetch(`${base}/slack/oauth_redirect?code=code-${team}&state=${encodeURIComponent(state)}`, {
        headers: { cookie },
      });
      expect(done.status).toBe(200);
    }
    const event = await stage.alice.message('help', await stage.alice.direct(), 'im');
    await stage.alice.tell(event);
    await front.deliver('events_api', {
      ...envelope({ ...event, ts: '1790000000.000200' }),
      team_id: 'T0SECOND',
      event_id: 'EvSecond',
    });
    await stage.settle();
    const tokens = front.calls.filter(({ name }) => name === 'chat.postMessage').map(({ token }) => token);
    expect(tokens.toSorted()).toEqual(['xoxb-of-T000000001', 'xoxb-of-T0SECOND']);
    for await (const [, value] of stage.store.adapter('slack-installations').iterator()) expect(value).not.toContain('xoxb');
    // Removed from one, it serves the other.
    await front.deliver('events_api', { ...envelope({ type: 'app_uninstalled' }), team_id: 'T0SECOND' });
    await front.deliver('events_api', { ...envelope({ ...event, ts: '1790000000.000300' }), team_id: 'T0SECOND' });
    await stage.alice.writes('help');
    await stage.settle();
    expect(front.called('chat.postMessage').length).toBe(3);
    expect(stage.fatal).toEqual([]);
  });

  test('where the token of one is refused, what waits there is given up and the others are served', async () => {
    const stage = await prepare({ mode: 'http', settings: { oauth } });
    await stage.start();
    const installations = new Installations(stage.store, key, () => undefined);
    for (const team of ['T000000001', 'T0SECOND']) {
      stage.front.tokens.add(`xoxb-of-${team}`);
      await installations.storeInstallation({
        team: { id: team },
        enterprise: undefined,
        user: { id: 'U1', token: undefined, scopes: undefined },
        bot: { token: `xoxb-of-${team}`, scopes: [], id: 'B1', userId: botUser },
      });
    }
    stage.front.tokens.delete('xoxb-of-T0SECOND');
    const event = await stage.alice.message('help', await stage.alice.direct(), 'im');
    await stage.front.deliver('events_api', { ...envelope(event), team_id: 'T0SECOND' });
    await stage.settle();
    expect(stage.app.counts.undeliverable).toBe(1);
    await stage.alice.writes('help');
    await stage.settle();
    expect((await stage.alice.sees()).length).toBe(1);
    expect(stage.fatal).toEqual([]);
    expect(stage.lines.join()).toContain('T0SECOND');
  });

  test('an install with a forged state is refused', async () => {
    const stage = await prepare({ mode: 'http', settings: { oauth } });
    await stage.start();
    const base = stage.front.target?.replace('/slack/events', '') ?? '';
    const answer = await fetch(`${base}/slack/oauth_redirect?code=x&state=forged`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(stage.front.called('oauth.v2.access')).toEqual([]);
  });

  test('what was encrypted with another key is said to be so', async () => {
    const store = await openStore('memory:');
    const kept = (which: Buffer): Installations => new Installations(store, which, () => undefined);
    await kept(key).storeInstallation({
      team: { id: 'T1' },
      enterprise: undefined,
      user: { id: 'U1', token: undefined, scopes: undefined },
      bot: { token: 'xoxb-1', scopes: [], id: 'B1', userId: 'U2' },
    });
    expect(await kept(key).tokenFor('T1')).toBe('xoxb-1');
    expect(await refusal(kept(randomBytes(32)).tokenFor('T1'))).toContain('SLACK_ENCRYPTION_KEY');
    expect(text(await refusal(kept(key).tokenFor('T2')))).toContain('/slack/install');
  });
});
