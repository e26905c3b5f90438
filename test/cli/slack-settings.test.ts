import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/cli/configuration.ts';
import { readSlackSettings } from '../../src/cli/slack-settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const oauth = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 's',
  SLACK_ENCRYPTION_KEY: key,
  SLACK_SIGNING_SECRET: '0123456789abcdef',
};

describe('settings of Slack', () => {
  it('are none where no token is given', () => {
    expect(readSlackSettings({})).toEqual({ faults: [] });
    expect(readSlackSettings({ SLACK_PORT: '80', SLACK_HOST: '0.0.0.0', SLACK_BOT_TOKEN: '' })).toEqual({ faults: [] });
  });

  it('of Socket Mode, of HTTP, and of several workspaces', () => {
    expect(readSlackSettings(socket).slack).toEqual({ host: '127.0.0.1', port: 3000, botToken: 'xoxb-1', appToken: 'xapp-1' });
    expect(
      readSlackSettings({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef', SLACK_PORT: '8080' }).slack,
    ).toMatchObject({
      port: 8080,
      signingSecret: '0123456789abcdef',
    });
    const { slack } = readSlackSettings(oauth);
    expect(slack?.oauth?.encryptionKey.length).toBe(32);
    expect(readConfiguration(socket, '/checkout').slack).toMatchObject({ appToken: 'xapp-1' });
  });

  it.each([
    [{ ...socket, SLACK_BOT_TOKEN: 'xoxp-hush' }, /SLACK_BOT_TOKEN: .*xoxb/],
    [{ ...socket, SLACK_HR_CHANNEL: '#hr' }, /SLACK_HR_CHANNEL: .*id/],
    [{ ...socket, SLACK_PORT: '99999' }, /SLACK_PORT/],
    [{ ...socket, SLACK_API_URL: 'https://slack.example.org/api/' }, /SLACK_API_URL: .*this machine/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_APP_TOKEN or SLACK_SIGNING_SECRET/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /SLACK_BOT_TOKEN: expected/],
    [{ ...oauth, SLACK_ENCRYPTION_KEY: 'c2hvcnQ=' }, /SLACK_ENCRYPTION_KEY: .*32/],
    [{ SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: '0123456789abcdef' }, /all three/],
    [{ ...oauth, SLACK_SIGNING_SECRET: '' }, /SLACK_SIGNING_SECRET: .*HTTP/],
    [{ ...oauth, SLACK_BOT_TOKEN: 'xoxb-1' }, /one workspace only/],
  ])('%o: each fault is said', (environment, fault) => {
    const { faults } = readSlackSettings(environment);
    expect(faults.join('\n')).toMatch(fault);
    expect(faults.join('\n')).not.toContain('hush');
  });

  it('are listed with the others', () => {
    expect(() => readConfiguration({ ...socket, SLACK_PORT: 'x', CAREER_BRIDGE_LANGUAGE: 'fr' }, '/checkout')).toThrow(
      /CAREER_BRIDGE_LANGUAGE[\s\S]*SLACK_PORT/,
    );
  });
});
