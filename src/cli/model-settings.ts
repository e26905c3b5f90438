/** Settings of the language model, from the environment. */
import type { ChatModel, ReasoningEffort } from 'openai/resources/shared';
import { z } from 'zod';
import type { ModelSettings } from '../assistant/create-model.ts';

const number = (expected: string, least: number, most: number) =>
  z.coerce.number(`expected ${expected}`).min(least, `expected ${expected}`).max(most, `expected ${expected}`);
const tokens = number('a number of tokens a day, such as 100000', 0, 1e12).int('expected a whole number of tokens');
const money = number('an amount of money a day, such as 2.50', 0, 1e9);
const price = number('the price of a million tokens, such as 0.75', 0, 1e6);
const modelName = z.string().regex(/^\S{1,200}$/, "expected a model's name, as the endpoint knows it");

/** OpenAI's own. */
const usualModel = 'gpt-5.4-mini' satisfies ChatModel;
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const satisfies readonly ReasoningEffort[];

const settings = z.object({
  OPENAI_API_KEY: z
    .string()
    .regex(/^[!-~]+$/, 'expected a key of letters, figures and signs, without blanks')
    .optional(),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected the address of an API, such as https://api.openai.com/v1' })
    .refine(
      (address) => !URL.canParse(address) || new URL(address).username === '',
      'expected an address without a name and password',
    )
    .optional(),
  CAREER_BRIDGE_MODEL: modelName.optional(),
  CAREER_BRIDGE_MODEL_ANSWERS: modelName.optional(),
  CAREER_BRIDGE_MODEL_EFFORT: z.enum(efforts, `expected one of ${efforts.join(', ')}`).optional(),
  CAREER_BRIDGE_MODEL_SEND: z.enum(['off', 'questions', 'all'], 'expected off, questions or all').default('all'),
  CAREER_BRIDGE_MODEL_SECONDS: number('a number of seconds from 0.2 to 60', 0.2, 60).default(6),
  CAREER_BRIDGE_MODEL_CONCURRENCY: number('a number of calls from 1 to 1000', 1, 1000).int('expected a whole number').default(8),
  CAREER_BRIDGE_MODEL_PRICE_IN: price.optional(),
  CAREER_BRIDGE_MODEL_PRICE_OUT: price.optional(),
  CAREER_BRIDGE_MODEL_ANSWERS_PRICE_IN: price.optional(),
  CAREER_BRIDGE_MODEL_ANSWERS_PRICE_OUT: price.optional(),
  CAREER_BRIDGE_MODEL_TOKENS: tokens.default(2_000_000),
  CAREER_BRIDGE_MODEL_TOKENS_PERSON: tokens.default(100_000),
  CAREER_BRIDGE_MODEL_MONEY: money.optional(),
  CAREER_BRIDGE_MODEL_MONEY_PERSON: money.optional(),
});
type Given = z.infer<typeof settings>;

const micros = (amount: number | undefined): number | undefined => (amount === undefined ? undefined : Math.round(amount * 1e6));

/** @returns the settings, none where no key is set or nothing may be sent, and what is wrong with them; values are never repeated. */
export function readModelSettings(environment: Readonly<Record<string, string | undefined>>): {
  readonly model?: ModelSettings;
  readonly faults: readonly string[];
} {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const checked = settings.safeParse(given);
  if (!checked.success) return { faults: checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const { data } = checked;
  const limited = data.CAREER_BRIDGE_MODEL_MONEY ?? data.CAREER_BRIDGE_MODEL_MONEY_PERSON;
  if (
    limited !== undefined &&
    (data.CAREER_BRIDGE_MODEL_PRICE_IN === undefined || data.CAREER_BRIDGE_MODEL_PRICE_OUT === undefined)
  )
    return {
      faults: ['CAREER_BRIDGE_MODEL_PRICE_IN, CAREER_BRIDGE_MODEL_PRICE_OUT: expected both, to hold a budget in money'],
    };
  const { OPENAI_API_KEY: apiKey, CAREER_BRIDGE_MODEL_SEND: send } = data;
  if (apiKey === undefined || send === 'off') return { faults: [] };
  const name = data.CAREER_BRIDGE_MODEL ?? (data.OPENAI_BASE_URL === undefined ? usualModel : undefined);
  return name === undefined
    ? { faults: ["CAREER_BRIDGE_MODEL: expected a model's name, as the endpoint of OPENAI_BASE_URL knows it"] }
    : { faults: [], model: settingsOf(data, name, apiKey, send) };
}

function settingsOf(data: Given, name: string, apiKey: string, send: ModelSettings['send']): ModelSettings {
  const prices = { prompt: data.CAREER_BRIDGE_MODEL_PRICE_IN ?? 0, completion: data.CAREER_BRIDGE_MODEL_PRICE_OUT ?? 0 };
  return {
    apiKey,
    baseUrl: data.OPENAI_BASE_URL,
    models: { understand: name, answer: data.CAREER_BRIDGE_MODEL_ANSWERS ?? name },
    effort: data.CAREER_BRIDGE_MODEL_EFFORT,
    send,
    deadline: Math.round(data.CAREER_BRIDGE_MODEL_SECONDS * 1000),
    concurrency: data.CAREER_BRIDGE_MODEL_CONCURRENCY,
    prices: {
      understand: prices,
      answer: {
        prompt: data.CAREER_BRIDGE_MODEL_ANSWERS_PRICE_IN ?? prices.prompt,
        completion: data.CAREER_BRIDGE_MODEL_ANSWERS_PRICE_OUT ?? prices.completion,
      },
    },
    budget: {
      person: { tokens: data.CAREER_BRIDGE_MODEL_TOKENS_PERSON, micros: micros(data.CAREER_BRIDGE_MODEL_MONEY_PERSON) },
      all: { tokens: data.CAREER_BRIDGE_MODEL_TOKENS, micros: micros(data.CAREER_BRIDGE_MODEL_MONEY) },
    },
  };
}
