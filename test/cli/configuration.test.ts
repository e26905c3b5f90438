import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, loadDotEnv, readConfiguration } from '../../src/cli/configuration.ts';

function faultsOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfiguration(environment, '/checkout');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'no faults';
}

describe('settings', () => {
  it('have defaults within the checkout', () => {
    expect(readConfiguration({}, '/checkout')).toEqual({
      store: '/checkout/data/career-bridge.sqlite',
      language: undefined,
      retentionDays: 30,
      policyData: '/checkout/policy-data',
      intents: '/checkout/intents',
      discord: undefined,
    });
  });

  it('count as not set when empty', () => {
    expect(readConfiguration({ CAREER_BRIDGE_RETENTION_DAYS: '', CAREER_BRIDGE_LANGUAGE: '' }, '/checkout')).toMatchObject({
      retentionDays: 30,
      language: undefined,
    });
  });

  it.each([
    ['memory:', 'memory:'],
    ['sqlite:/var/lib/x.sqlite', 'sqlite:/var/lib/x.sqlite'],
    ['/var/lib/x.sqlite', '/var/lib/x.sqlite'],
    ['state/x.sqlite', '/checkout/state/x.sqlite'],
  ])('name a store: %s', (given, store) => {
    expect(readConfiguration({ CAREER_BRIDGE_STORE: given }, '/checkout').store).toBe(store);
  });

  it('name Discord, with defaults', () => {
    const { discord } = readConfiguration({ DISCORD_TOKEN: 'a.b.c' }, '/checkout');
    expect(discord).toEqual({ token: 'a.b.c', base: undefined, shards: 'auto', startDeadline: 60_000 });
    expect(readConfiguration({ DISCORD_TOKEN: 'a.b.c', DISCORD_SHARDS: '4' }, '/checkout').discord?.shards).toBe(4);
  });

  it.each([
    ['DISCORD_TOKEN', 'nonsense'],
    ['DISCORD_API_BASE', 'https://example.com/api'],
    ['DISCORD_API_BASE', 'http://127.0.0.1.example.com/api'],
    ['DISCORD_SHARDS', '0'],
    ['DISCORD_START_SECONDS', 'soon'],
  ])('refuse %s %s, without repeating a token', (name, value) => {
    const message = faultsOf({ [name]: value });
    expect(message).toContain(`${name}: expected`);
    if (name === 'DISCORD_TOKEN') expect(message).not.toContain(value);
  });

  it('turn a language model on with its key alone', () => {
    expect(readConfiguration({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }, '/checkout').model).toBeUndefined();
    expect(readConfiguration({ OPENAI_API_KEY: 'sk-1' }, '/checkout').model).toMatchObject({
      apiKey: 'sk-1',
      baseUrl: undefined,
      send: 'all',
      deadline: 6000,
      budget: { person: { tokens: 100_000, micros: undefined }, all: { tokens: 2_000_000, micros: undefined } },
    });
    expect(readConfiguration({ OPENAI_API_KEY: 'sk-1', CAREER_BRIDGE_MODEL_SEND: 'off' }, '/checkout').model).toBeUndefined();
  });

  it.each(['2.01', '1.005', '0.2003'])('have a turn wait whole milliseconds of %s seconds', (seconds) => {
    const { model } = readConfiguration({ OPENAI_API_KEY: 'sk-1', CAREER_BRIDGE_MODEL_SECONDS: seconds }, '/checkout');
    expect(() => AbortSignal.timeout(model?.deadline ?? NaN)).not.toThrow();
  });

  it('name the models, and what they may cost', () => {
    const { model } = readConfiguration(
      {
        OPENAI_API_KEY: 'sk-1',
        CAREER_BRIDGE_MODEL: 'small',
        CAREER_BRIDGE_MODEL_ANSWERS: 'large',
        CAREER_BRIDGE_MODEL_EFFORT: 'low',
        CAREER_BRIDGE_MODEL_PRICE_IN: '0.5',
        CAREER_BRIDGE_MODEL_PRICE_OUT: '2',
        CAREER_BRIDGE_MODEL_ANSWERS_PRICE_OUT: '9',
        CAREER_BRIDGE_MODEL_MONEY: '2.50',
      },
      '/checkout',
    );
    expect(model).toMatchObject({
      models: { understand: 'small', answer: 'large' },
      effort: 'low',
      prices: { understand: { prompt: 0.5, completion: 2 }, answer: { prompt: 0.5, completion: 9 } },
      budget: { all: { micros: 2_500_000 } },
    });
  });

  it("name a model of another endpoint than OpenAI's", () => {
    const other = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    expect(faultsOf(other)).toContain('CAREER_BRIDGE_MODEL: expected');
    expect(readConfiguration({ ...other, CAREER_BRIDGE_MODEL: 'own' }, '/checkout').model?.models.answer).toBe('own');
  });

  it.each([
    ['OPENAI_BASE_URL', 'ftp://x', 'the address of an API'],
    ['OPENAI_API_KEY', 'two words', 'without blanks'],
    ['OPENAI_API_KEY', '钥匙', 'without blanks'],
    ['OPENAI_BASE_URL', 'http://me:secret@127.0.0.1/v1', 'without a name and password'],
    ['CAREER_BRIDGE_MODEL_EFFORT', 'utmost', 'expected one of none'],
    ['CAREER_BRIDGE_MODEL_SEND', 'everything', 'off, questions or all'],
    ['CAREER_BRIDGE_MODEL_SECONDS', '0', 'seconds from 0.2 to 60'],
    ['CAREER_BRIDGE_MODEL_TOKENS', 'many', 'number of tokens'],
    ['CAREER_BRIDGE_MODEL_MONEY_PERSON', '1', 'PRICE_OUT: expected both'],
  ])('refuse %s %s', (name, value, why) => expect(faultsOf({ [name]: value })).toContain(why));

  it('are all checked: every wrong one is listed at once, with the form it should have', () => {
    const message = faultsOf({
      CAREER_BRIDGE_STORE: 'redis://localhost',
      CAREER_BRIDGE_LANGUAGE: 'fr',
      CAREER_BRIDGE_RETENTION_DAYS: 'a month',
    });
    expect(message).toMatch(/CAREER_BRIDGE_STORE: .*sqlite:PATH/);
    expect(message).toMatch(/CAREER_BRIDGE_LANGUAGE: expected en or zh/);
    expect(message).toMatch(/CAREER_BRIDGE_RETENTION_DAYS: expected a number of days/);
  });

  it.each([
    ['0', 'at least 1 day'],
    ['-3', 'at least 1 day'],
    ['1.5', 'whole number'],
    ['9999', 'at most 3650'],
  ])('refuse %s days of retention', (days, why) => {
    expect(faultsOf({ CAREER_BRIDGE_RETENTION_DAYS: days })).toContain(why);
  });

  it('never repeat the value that was given, which may be a secret', () => {
    expect(faultsOf({ CAREER_BRIDGE_STORE: 'postgres://user:hush@host' })).not.toContain('hush');
  });
});

describe('.env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'career-bridge-env-'));
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('fills in what the environment leaves open', () => {
    vi.stubEnv('CAREER_BRIDGE_LANGUAGE', 'zh');
    vi.stubEnv('CAREER_BRIDGE_RETENTION_DAYS', undefined);
    writeFileSync(join(folder, '.env'), 'CAREER_BRIDGE_LANGUAGE=en\nCAREER_BRIDGE_RETENTION_DAYS=7\n');
    loadDotEnv(folder);
    expect(readConfiguration(process.env, '/checkout')).toMatchObject({ language: 'zh', retentionDays: 7 });
    loadDotEnv(join(folder, 'nowhere'));
  });
});
