/** The assistant's model put together: what asks it, what it may cost, what is counted. */
import { AnswerWriter } from '../answers/written-answer.ts';
import { Budget, type Allowance, type Spending } from '../language/openai/budget.ts';
import { createEndpoint, type EndpointOptions } from '../language/openai/endpoint.ts';
import { Model, type Prices, type Rest } from '../language/openai/model.ts';
import { createModelUnderstander } from '../language/openai/model-understander.ts';
import { createSentenceSource } from '../language/openai/sentence-source.ts';
import { Usage, type ModelTask, type UsageSnapshot } from '../language/openai/usage.ts';
import type { Store } from '../storage/adapter.ts';
import type { AssistantModel } from './assistant.ts';
import type { Knowledge } from './create-assistant.ts';

export interface ModelSettings {
  readonly apiKey: string;
  /** OpenAI's own unless given. */
  readonly baseUrl: string | undefined;
  readonly models: Readonly<Record<ModelTask, string>>;
  readonly effort?: EndpointOptions['effort'];
  /** `questions`: policy questions in which nothing is read of the person; `all`: messages too, and noted facts by id and value. */
  readonly send: 'questions' | 'all';
  /** Milliseconds that a turn may wait for the model. */
  readonly deadline: number;
  /** Calls at a time. */
  readonly concurrency: number;
  readonly prices: Readonly<Record<ModelTask, Prices>>;
  readonly rest?: Rest;
  readonly retryWait?: number;
  /** A day, UTC. */
  readonly budget: { readonly person: Allowance; readonly all: Allowance };
}

export interface CreatedModel extends AssistantModel {
  /** Of this process, since its start. */
  usage(): UsageSnapshot;
  /** Writes the totals into the log: of this process, and what the day's budget has seen of all. */
  logTotals(): Promise<void>;
}

/** @param log takes one line of JSON an event; no text of users, no names, no keys */
export function createModel(
  { evaluator, understander, secondOpinion }: Knowledge,
  { apiKey, baseUrl, models, effort, send, deadline, concurrency, prices, rest, retryWait, budget }: ModelSettings,
  { store, log }: { readonly store: Store; readonly log: (line: string) => void },
): CreatedModel {
  const { book } = evaluator;
  const usage = new Usage(log);
  const spent = new Budget({ store, ...budget });
  const model = new Model({
    endpoint: createEndpoint({ apiKey, baseUrl, models, effort, timeout: deadline }),
    budget: spent,
    usage,
    prices,
    concurrency,
    rest,
    retryWait,
    patience: deadline,
    clock: () => performance.now(),
  });
  const writer = new AnswerWriter({
    book,
    source: createSentenceSource(model),
    onRejected: (fault) => usage.rejectedSentence(fault),
    onFallback: (reason) => usage.fellBack(`answer ${reason}`),
  });
  const opinion = secondOpinion();
  return {
    understander: send === 'all' ? createModelUnderstander({ local: understander, opinion, book, model, usage }) : understander,
    writer,
    maySend: (question, asOf) => send === 'all' || opinion.isImpersonal(question, asOf),
    sendsMessages: send === 'all',
    used: async (person) => {
      const used = await spent.used(person);
      return used && inMoney(used);
    },
    deadline,
    usage: () => usage.snapshot(),
    logTotals: async () => usage.logTotals(inMoney(await spent.usedInAll())),
  };
}

const inMoney = ({ tokens, micros }: Spending): { tokens: number; money: number } => ({ tokens, money: micros / 1e6 });
