/**
 * Every call to a model goes through here: within the turn's time, the day's budget and the number of calls at a time, and not at all
 * while the endpoint keeps failing. Knows no provider: `Endpoint` does.
 */
import {
  bulkhead,
  BrokenCircuitError,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  wrap,
} from 'cockatiel';
import type { ModelTurn } from '../../answers/written-answer.ts';
import type { Budget, Settle, Spending } from './budget.ts';
import { abortError, ModelError } from './model-error.ts';
import type { ModelTask, Usage } from './usage.ts';

export interface ModelRequest {
  readonly task: ModelTask;
  readonly instructions: string;
  /** Data, as JSON: nothing in it is an instruction. */
  readonly data: string;
  readonly format: ReplyFormat;
  readonly mostReplyTokens: number;
}

/** The JSON Schema that the reply has to be of, by a name. */
export interface ReplyFormat {
  readonly name: string;
  readonly schema: Record<string, unknown>;
}

export interface TokenUse {
  readonly prompt: number;
  readonly completion: number;
}

/** One provider's API. */
export interface Endpoint {
  /**
   * @param onText the reply's text as it comes
   * @returns the tokens used, where the endpoint tells
   * @throws ModelError
   */
  call(request: ModelRequest, signal: AbortSignal, onText: (text: string) => void): Promise<TokenUse | undefined>;
}

/** Money for a million tokens, in any one currency. */
export interface Prices {
  readonly prompt: number;
  readonly completion: number;
}

export interface ModelOptions {
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly usage: Usage;
  readonly prices: Readonly<Record<ModelTask, Prices>>;
  /** Calls at a time; twice as many may wait. */
  readonly concurrency: number;
  readonly rest?: Rest | undefined;
  /** Milliseconds before a call is made anew, doubled before each further time; at random up to twice as long. */
  readonly retryWait?: number | undefined;
  /** Milliseconds: who is to wait longer before a call is taken again gives it up. */
  readonly patience: number;
  /** Monotonic, in milliseconds. */
  readonly clock: () => number;
}

/** The failures in a row after which the endpoint is left alone, and for how many milliseconds until one call tries it again. */
export interface Rest {
  readonly after: number;
  readonly for: number;
}
const usualRest: Rest = { after: 5, for: 30_000 };
/** Calls that are made anew after one that the endpoint did not take. */
const retries = 2;
const usualRetryWait = 250;
/** A reply longer than this many characters a token that it may have is without end. */
const mostCharactersPerToken = 8;

/** Whose fault it is not that the call came to nothing. */
const innocent: ReadonlySet<string> = new Set(['stopped', 'refused', 'not-taken', 'over-budget', 'busy', 'resting']);

/** Of which an endpoint does no work. */
const unserved: ReadonlySet<string> = new Set(['rate-limited', 'misconfigured', 'not-taken', 'unavailable']);
/** … and might the next time. */
const passing: ReadonlySet<string> = new Set(['rate-limited', 'unavailable']);
/** So many times the most that a call can use, in tokens, are no count. */
const beyondBelief = 10;

export class Model {
  readonly #options: ModelOptions;
  readonly #gate;

  constructor(options: ModelOptions) {
    this.#options = options;
    const { rest = usualRest, retryWait = usualRetryWait, patience } = options;
    const breaker = circuitBreaker(
      // Of the one call that tries whether the endpoint does again nothing is known when nobody waited for it.
      handleWhen((error) => !isInnocent(error) || (isUnmade(error) && breaker.state === CircuitState.HalfOpen)),
      { halfOpenAfter: rest.for, breaker: new ConsecutiveBreaker(rest.after) },
    );
    const again = retry(
      handleWhen((error) => error instanceof ModelError && passing.has(error.code) && (error.retryAfter ?? 0) < patience),
      { maxAttempts: retries, backoff: new DelegateBackoff(waitBefore(retryWait)) },
    ).dangerouslyUnref();
    // A call that waits to be made again takes no place from others.
    this.#gate = wrap(breaker, again, bulkhead(options.concurrency, 2 * options.concurrency));
  }

  /**
   * The whole text of the reply.
   * @param onText told each piece of it as it comes
   * @throws ModelError
   */
  async ask(request: ModelRequest, turn: ModelTurn, onText?: (text: string) => void): Promise<string> {
    const { usage, clock } = this.#options;
    const begin = clock();
    let text = '';
    let used: TokenUse | undefined;
    let settle: Settle | undefined;
    // Whether the endpoint may have done some work for it.
    let served = false;
    let outcome: 'ok' | ModelError['code'] = 'unavailable';
    try {
      settle = await this.#reserve(request, turn);
      await untilAborted(turn.signal, () =>
        this.#gate.execute(async () => {
          served = true;
          try {
            used = await this.#options.endpoint.call(request, turn.signal, (piece) => {
              text += piece;
              if (text.length > request.mostReplyTokens * mostCharactersPerToken)
                throw new ModelError('unreadable', 'The reply has no end');
              if (!turn.signal.aborted) onText?.(piece);
            });
          } catch (error) {
            const untaken = error instanceof ModelError && unserved.has(error.code);
            if (untaken && text !== '') throw new ModelError('cut-off', 'It failed within its reply', { cause: error });
            served = !untaken;
            throw error;
          }
        }, turn.signal),
      );
      outcome = 'ok';
      return text;
    } catch (error) {
      const known = modelError(error, turn.signal);
      outcome = known.code;
      if (!innocent.has(known.code)) usage.failed({ code: known.code, message: known.message });
      throw known;
    } finally {
      const tokens = served ? countOf(used, most(request)) : { prompt: 0, completion: 0 };
      const spent = this.#spending(request.task, tokens);
      usage.called({
        task: request.task,
        outcome,
        milliseconds: Math.round(clock() - begin),
        promptTokens: tokens.prompt,
        completionTokens: tokens.completion,
        micros: spent.micros,
      });
      // A store that fails now leaves the reservation standing: too much counted, never too little.
      await settle?.(spent).catch((error: unknown) => usage.failed({ code: 'budget-unsettled', message: String(error) }));
    }
  }

  async #reserve(request: ModelRequest, { person, signal }: ModelTurn): Promise<Settle> {
    if (signal.aborted) throw abortError(signal);
    const settle = await this.#options.budget
      .reserve(person, this.#spending(request.task, most(request)))
      .catch((error: unknown) => {
        throw new ModelError('over-budget', 'The budget can not be read', { cause: error });
      });
    if (!settle) throw new ModelError('over-budget', "The day's budget is used up");
    return settle;
  }

  #spending(task: ModelTask, { prompt, completion }: TokenUse): Spending {
    const price = this.#options.prices[task];
    return { tokens: prompt + completion, micros: Math.ceil(prompt * price.prompt + completion * price.completion) };
  }
}

/** English has some four characters a token and Chinese about one, of three bytes: rather too many tokens than too few. */
const bytesPerToken = 3;
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
/** What a call may use. So much it counts, too, when it ends early: the endpoint may go on with a reply that nobody takes. */
const most = ({ instructions, data, format, mostReplyTokens }: ModelRequest): TokenUse => ({
  prompt: tokensOf(instructions) + tokensOf(data) + tokensOf(JSON.stringify(format)),
  completion: mostReplyTokens,
});

/** What the endpoint says that it used, if that can be. */
const countOf = (used: TokenUse | undefined, highest: TokenUse): TokenUse =>
  used && used.prompt <= beyondBelief * highest.prompt && used.completion <= beyondBelief * highest.completion ? used : highest;

const isInnocent = (error: unknown): boolean => (error instanceof ModelError && innocent.has(error.code)) || isUnmade(error);
/** Nobody waited for it, or there was no place for it: it says nothing of the endpoint. */
const isUnmade = (error: unknown): boolean =>
  (error instanceof ModelError && error.code === 'stopped') ||
  error instanceof BulkheadRejectedError ||
  error instanceof TaskCancelledError;

/** Milliseconds: what the endpoint asks for, else at random, so that not all who failed together come again together. */
const waitBefore =
  (first: number) =>
  ({ attempt, result }: { readonly attempt: number; readonly result: object }): number => {
    const asked = 'error' in result && result.error instanceof ModelError ? result.error.retryAfter : undefined;
    const own = first * 2 ** (attempt - 1) * (1 + Math.random());
    // Not all who are told the same time come again at that time.
    return asked === undefined ? own : asked + own * Math.random();
  };

/** Ends with the signal, also where the work does not heed it. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(abortError(signal));
  signal.addEventListener('abort', abort, { once: true });
  try {
    const working = work();
    // It may fail after nobody waits for it any more.
    working.catch(() => undefined);
    return await Promise.race([working, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function modelError(error: unknown, signal: AbortSignal): ModelError {
  if (signal.aborted) return abortError(signal);
  if (error instanceof ModelError) return error;
  if (error instanceof BulkheadRejectedError) return new ModelError('busy', 'Too many calls at a time', { cause: error });
  if (error instanceof BrokenCircuitError)
    return new ModelError('resting', 'It has failed several times in a row', { cause: error });
  return new ModelError('unreadable', 'The endpoint gave something that is no reply', { cause: error });
}
