/**
 * OpenAI's Chat Completions, and whatever server speaks them: of OpenAI's two APIs the one that compatible servers have. The reply
 * is streamed and has to be of a JSON Schema.
 */
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, InternalServerError, RateLimitError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ReasoningEffort } from 'openai/resources/shared';
import { z } from 'zod';
import { carefulFetch } from './careful-fetch.ts';
import type { Endpoint, ModelRequest, ReplyFormat, TokenUse } from './model.ts';
import { abortError, ModelError } from './model-error.ts';
import type { ModelTask } from './usage.ts';

export interface EndpointOptions {
  readonly apiKey: string;
  /** OpenAI's own unless given. */
  readonly baseUrl?: string | undefined;
  /** Names of models. */
  readonly models: Readonly<Record<ModelTask, string>>;
  /** How long a model thinks before it writes, for those that do; theirs to choose unless given. */
  readonly effort?: ReasoningEffort | undefined;
  /** Milliseconds that a call may take until a reply begins. */
  readonly timeout: number;
}

export function createEndpoint({ apiKey, baseUrl, models, effort, timeout }: EndpointOptions): Endpoint {
  const client = new OpenAI({
    apiKey,
    // The library would take them, and further headers, from the environment.
    organization: null,
    project: null,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    // Who calls tries again, knowing what a call that came to nothing has cost.
    maxRetries: 0,
    timeout,
    fetch: carefulFetch,
    // It would write requests, and so people's words, to the standard output.
    logLevel: 'off',
  });
  return {
    call: async (request, signal, onText) => {
      try {
        const stream = await client.chat.completions.create(bodyOf(request, models[request.task], effort), { signal });
        return await read(stream, signal, onText);
      } catch (error) {
        throw modelErrorOf(error, signal);
      }
    },
  };
}

/** Written once for each kind of reply: making it takes a while. */
export function replyFormat(name: string, schema: z.ZodType): ReplyFormat {
  return { name, schema: zodResponseFormat(schema, name).json_schema.schema ?? {} };
}

function bodyOf({ instructions, data, format, mostReplyTokens }: ModelRequest, model: string, effort: ReasoningEffort | undefined) {
  return {
    model,
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: data },
    ],
    response_format: { type: 'json_schema', json_schema: { name: format.name, schema: format.schema, strict: true } },
    max_completion_tokens: mostReplyTokens,
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    // The provider is to keep nothing.
    store: false,
    stream: true,
    stream_options: { include_usage: true },
  } satisfies OpenAI.ChatCompletionCreateParamsStreaming;
}

/** Some servers fill in zeros where they count nothing. */
const count = z.number().int().min(1);
const counts = z.object({ prompt_tokens: count, completion_tokens: count });

/** A reply is one only when the endpoint says that it is complete. */
async function read(
  stream: AsyncIterable<ChatCompletionChunk>,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<TokenUse | undefined> {
  let used: TokenUse | undefined;
  let ended: string | undefined;
  for await (const { choices, usage } of stream) {
    const counted = counts.safeParse(usage).data;
    if (counted) used = { prompt: counted.prompt_tokens, completion: counted.completion_tokens };
    const [choice] = choices;
    if (!choice) continue;
    if (choice.delta.refusal) throw new ModelError('refused', 'The model refused');
    if (choice.delta.content) onText(choice.delta.content);
    ended = choice.finish_reason ?? ended;
  }
  // An aborted stream ends as if it were complete.
  if (signal.aborted) throw abortError(signal);
  if (ended === 'stop') return used;
  if (ended === 'content_filter') throw new ModelError('refused', 'The endpoint filtered the reply out');
  throw new ModelError('unreadable', ended === 'length' ? 'The reply was too long' : 'The reply broke off');
}

/** Codes of the system for a connection that never stood, so that nothing was sent. */
const unreached: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);
/** The certificate was not accepted. */
const untrusted = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/;

function isUnreached({ cause }: Error): boolean {
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && (unreached.has(cause.code) || untrusted.test(String(cause.code)))) return true;
  return cause.message === 'bad port' || isUnreached(cause);
}

/** Codes of the endpoint that are told as they are; any other may be words that were sent to it. */
const toldCodes: ReadonlySet<unknown> = new Set(['insufficient_quota', 'rate_limit_exceeded']);
/** Of these the request itself is the reason, and another one may do. */
const ofRequest: ReadonlySet<unknown> = new Set([400, 413, 422]);
/** An endpoint in front of another says so when it has waited long enough: the other may have done the work. */
const timedOut: ReadonlySet<unknown> = new Set([408, 504]);

function modelErrorOf(error: unknown, signal: AbortSignal): ModelError {
  if (error instanceof ModelError) return error;
  if (signal.aborted) return abortError(signal);
  // Messages of the endpoint may repeat what was sent: of them only the status is kept.
  if (error instanceof RateLimitError) {
    const code = toldCodes.has(error.code) ? error.code : 'status 429';
    const quota = error.code === 'insufficient_quota';
    const message = `The endpoint takes no more (${code})`;
    return new ModelError('rate-limited', message, { retryAfter: quota ? Infinity : waitOf(error.headers) });
  }
  if (error instanceof APIConnectionTimeoutError) return new ModelError('too-slow', 'The reply did not begin in time');
  if (error instanceof APIConnectionError)
    return isUnreached(error)
      ? new ModelError('unavailable', 'The endpoint can not be reached')
      : new ModelError('cut-off', 'The connection broke');
  if (error instanceof APIError && timedOut.has(error.status))
    return new ModelError('cut-off', `The endpoint waited too long (status ${error.status})`);
  if (error instanceof InternalServerError)
    return new ModelError('unavailable', `The endpoint failed (status ${error.status})`, { retryAfter: waitOf(error.headers) });
  // An event within a reply that had begun.
  if (error instanceof APIError && error.status === undefined) return new ModelError('cut-off', 'The reply ended in an error');
  if (error instanceof APIError && ofRequest.has(error.status))
    return new ModelError('not-taken', `The endpoint does not take this request (status ${error.status})`);
  if (error instanceof APIError) return new ModelError('misconfigured', `The endpoint refuses (status ${error.status})`);
  return new ModelError('unreadable', 'The endpoint gave something that is no reply');
}

/** Milliseconds, as `retry-after-ms` has them, or `retry-after` in seconds or as a date. */
function waitOf(headers: Headers | undefined): number | undefined {
  const exact = headers?.get('retry-after-ms');
  const rough = headers?.get('retry-after');
  const wait = exact
    ? Number(exact)
    : rough
      ? Number.isNaN(Number(rough))
        ? Date.parse(rough) - Date.now()
        : 1000 * Number(rough)
      : NaN;
  return wait >= 0 ? wait : undefined;
}
