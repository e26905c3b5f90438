/** Why a model could not be had. Nobody is lost by it: what was read and answered without it stands. */
export type ModelErrorCode =
  /** The time of the turn was up. */
  | 'too-slow'
  /** Nobody waits any more: the user went on, or pressed stop. */
  | 'stopped'
  /** The day's budget is used up, or can't be read. */
  | 'over-budget'
  /** As many calls as may run at a time are running. */
  | 'busy'
  /** It failed several times in a row, and is left alone for a while. */
  | 'resting'
  | 'rate-limited'
  /** The endpoint refuses every request as it is: key, model name, address; … */
  | 'misconfigured'
  /** … and this one for what is in it: too long, or nothing that it takes. */
  | 'not-taken'
  | 'unavailable'
  /** The connection broke after it had stood: the endpoint may have done its work all the same. */
  | 'cut-off'
  /** It would not say anything on this. */
  | 'refused'
  /** Not of the form that was asked for, cut off, or without end. */
  | 'unreadable';

export interface ModelErrorDetails {
  /** For operators; its message may hold the endpoint's words, never a user's. */
  readonly cause?: unknown;
  /** Milliseconds after which the endpoint says that it takes calls again. */
  readonly retryAfter?: number | undefined;
}

export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly retryAfter: number | undefined;

  constructor(code: ModelErrorCode, message: string, { cause, retryAfter }: ModelErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ModelError';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What an aborted turn means for a call: its time was up, or nobody waits. */
export function abortError(signal: AbortSignal): ModelError {
  const { reason }: { reason: unknown } = signal;
  const late = reason instanceof DOMException && reason.name === 'TimeoutError';
  return late
    ? new ModelError('too-slow', 'The time of the turn is up')
    : new ModelError('stopped', 'Nobody waits for it any more');
}
