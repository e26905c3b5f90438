/** What the model cost and how it did, since the start: for operators. Holds no text and no person. */
import type { ModelErrorCode } from './model-error.ts';

export type ModelTask = 'understand' | 'answer';

/** One call that has ended. Times in milliseconds, money in millionths of the prices' currency. */
export interface CallReport {
  readonly task: ModelTask;
  readonly outcome: 'ok' | ModelErrorCode;
  readonly milliseconds: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly micros: number;
}

export interface UsageSnapshot {
  readonly calls: Readonly<Record<string, number>>;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly micros: number;
  /** Of the last thousand calls. */
  readonly latency: { readonly median: number; readonly p95: number; readonly longest: number };
  /** Turns in which the local result took the model's place, by reason. */
  readonly fallbacks: Readonly<Record<string, number>>;
  /** By fault. */
  readonly rejectedSentences: Readonly<Record<string, number>>;
  readonly rejectedCommands: number;
}

const keptLatencies = 1000;
/** Outcomes of calls that were not made. */
const unmade: ReadonlySet<string> = new Set(['over-budget', 'busy', 'resting']);

export class Usage {
  readonly #log: (line: string) => void;
  readonly #calls = new Map<string, number>();
  readonly #fallbacks = new Map<string, number>();
  readonly #sentences = new Map<string, number>();
  readonly #latencies: number[] = [];
  #rejectedCommands = 0;
  #promptTokens = 0;
  #completionTokens = 0;
  #micros = 0;

  /** @param log takes one line of JSON an event */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  called(report: CallReport): void {
    count(this.#calls, `${report.task} ${report.outcome}`);
    this.#promptTokens += report.promptTokens;
    this.#completionTokens += report.completionTokens;
    this.#micros += report.micros;
    if (!unmade.has(report.outcome)) this.#latencies.push(report.milliseconds);
    if (this.#latencies.length > keptLatencies) this.#latencies.shift();
    this.#write('model-call', report);
  }

  fellBack(reason: string): void {
    count(this.#fallbacks, reason);
    this.#write('model-fallback', { reason });
  }

  rejectedSentence(fault: string): void {
    count(this.#sentences, fault);
    this.#write('model-sentence-rejected', { fault });
  }

  rejectedCommands(number: number): void {
    if (number === 0) return;
    this.#rejectedCommands += number;
    this.#write('model-commands-rejected', { number });
  }

  /** For operators: what went wrong, in the program's words. */
  failed(details: object): void {
    this.#write('model-failure', details);
  }

  /** @param today what the day's budget has seen; nothing is written where no model was asked since the start */
  logTotals(today: object): void {
    if (this.#calls.size > 0) this.#write('model-totals', { ...this.snapshot(), today });
  }

  snapshot(): UsageSnapshot {
    const sorted = this.#latencies.toSorted((one, other) => one - other);
    const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return {
      calls: Object.fromEntries(this.#calls),
      promptTokens: this.#promptTokens,
      completionTokens: this.#completionTokens,
      micros: this.#micros,
      latency: { median: at(0.5), p95: at(0.95), longest: sorted.at(-1) ?? 0 },
      fallbacks: Object.fromEntries(this.#fallbacks),
      rejectedSentences: Object.fromEntries(this.#sentences),
      rejectedCommands: this.#rejectedCommands,
    };
  }

  #write(event: string, details: object): void {
    this.#log(JSON.stringify({ event, ...details }));
  }
}

const count = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
