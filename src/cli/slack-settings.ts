/** Settings of the Slack channel; each wrong or missing one is said, with the form that it should have. */
import { z } from 'zod';
import type { SlackSettings } from '../channels/slack/slack.ts';

const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\//;

const settings = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'expected a bot token, xoxb-…').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'expected an app-level token, xapp-…').optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'expected the signing secret from "Basic Information"').optional(),
  SLACK_HR_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,}$/, "expected a channel's id such as C0123456789, not its name")
    .optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'expected the client id from "Basic Information", digits.digits')
    .optional(),
  SLACK_CLIENT_SECRET: z.string().min(1, 'expected the client secret from "Basic Information"').optional(),
  SLACK_ENCRYPTION_KEY: z
    .string()
    .transform((text) => Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64'))
    .refine((key) => key.length === 32, 'expected 32 random bytes, such as from: openssl rand -base64 32')
    .optional(),
  SLACK_REDIRECT_URI: z.url({ protocol: /^https$/, error: 'expected an https address' }).optional(),
  SLACK_HOST: z.string().default('127.0.0.1'),
  SLACK_PORT: z.coerce
    .number('expected a port, such as 3000')
    .int('expected a port, such as 3000')
    .min(0, 'expected a port from 0 to 65535')
    .max(65_535, 'expected a port from 0 to 65535')
    .default(3000),
  SLACK_API_URL: z.string().regex(loopback, 'expected an address of this machine (for tests); tokens are sent there').optional(),
});

type Given = z.infer<typeof settings>;
type Environment = Readonly<Record<string, string | undefined>>;

/** What belongs together and is not all there. */
function* missing(given: Given): Generator<string> {
  const oauth = [given.SLACK_CLIENT_ID, given.SLACK_CLIENT_SECRET, given.SLACK_ENCRYPTION_KEY];
  const anyOauth = oauth.some((each) => each !== undefined);
  if (anyOauth && oauth.some((each) => each === undefined))
    yield 'SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_ENCRYPTION_KEY: expected all three, for several workspaces';
  if (anyOauth && given.SLACK_SIGNING_SECRET === undefined)
    yield 'SLACK_SIGNING_SECRET: expected with SLACK_CLIENT_ID: several workspaces are served over HTTP';
  if (anyOauth && given.SLACK_BOT_TOKEN !== undefined)
    yield 'SLACK_BOT_TOKEN: expected for one workspace only, without SLACK_CLIENT_ID';
  if (!anyOauth && given.SLACK_BOT_TOKEN === undefined) yield 'SLACK_BOT_TOKEN: expected a bot token, xoxb-…';
  if (!anyOauth && given.SLACK_APP_TOKEN === undefined && given.SLACK_SIGNING_SECRET === undefined)
    yield 'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: expected one of them, for Socket Mode or HTTP';
}

/** Settings that alone ask for no channel. */
const aside = new Set(['SLACK_HOST', 'SLACK_PORT', 'SLACK_API_URL']);

/** @returns the settings, none where Slack is not configured, and what is wrong with them; values are never repeated. */
export function readSlackSettings(environment: Environment): {
  readonly slack?: SlackSettings;
  readonly faults: readonly string[];
} {
  const given = Object.entries(environment).filter(
    ([name, value]) => name in settings.shape && value !== undefined && value !== '',
  );
  if (!given.some(([name]) => !aside.has(name))) return { faults: [] };
  const checked = settings.safeParse(Object.fromEntries(given));
  if (!checked.success) return { faults: checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const { data } = checked;
  const faults = [...missing(data)];
  return faults.length > 0 ? { faults } : { faults, slack: settingsOf(data) };
}

function settingsOf(data: Given): SlackSettings {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_ENCRYPTION_KEY: encryptionKey } = data;
  const oauth = clientId !== undefined && clientSecret !== undefined && encryptionKey !== undefined;
  return {
    host: data.SLACK_HOST,
    port: data.SLACK_PORT,
    ...(data.SLACK_BOT_TOKEN === undefined ? {} : { botToken: data.SLACK_BOT_TOKEN }),
    ...(data.SLACK_APP_TOKEN === undefined ? {} : { appToken: data.SLACK_APP_TOKEN }),
    ...(data.SLACK_SIGNING_SECRET === undefined ? {} : { signingSecret: data.SLACK_SIGNING_SECRET }),
    ...(data.SLACK_HR_CHANNEL === undefined ? {} : { hrChannel: data.SLACK_HR_CHANNEL }),
    ...(data.SLACK_API_URL === undefined ? {} : { apiUrl: data.SLACK_API_URL }),
    ...(oauth
      ? {
          oauth: {
            clientId,
            clientSecret,
            encryptionKey,
            ...(data.SLACK_REDIRECT_URI === undefined ? {} : { redirectUri: data.SLACK_REDIRECT_URI }),
          },
        }
      : {}),
  };
}
