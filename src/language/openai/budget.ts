/**
 * What may be spent on a model in a day (UTC), by one person and in all, in tokens and in money. Kept in the store, so that a restart or
 * a second process does not begin anew: what a call may cost at most is reserved before it, and corrected after it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../storage/adapter.ts';

/** An amount of use. Money is in millionths of the currency that the prices are in. */
export interface Spending {
  readonly tokens: number;
  readonly micros: number;
}

export interface Allowance {
  readonly tokens: number;
  /** Undefined: only tokens are limited. */
  readonly micros: number | undefined;
}

export interface BudgetOptions {
  readonly store: Store;
  readonly person: Allowance;
  readonly all: Allowance;
}

/** Use that is reserved; told what was used in truth when the call has ended, however it did. */
export type Settle = (used: Spending) => Promise<void>;

const spending = z.strictObject({ tokens: z.number().int().min(0), micros: z.number().int().min(0) });
const nothing: Spending = { tokens: 0, micros: 0 };
/** A record outlives its day by one, whatever the clocks of several machines say. */
const keptFor = 2 * 86_400_000;
const attempts = 50;

const plus = (one: Spending, other: Spending): Spending => ({
  tokens: Math.max(0, one.tokens + other.tokens),
  micros: Math.max(0, one.micros + other.micros),
});
const minus = ({ tokens, micros }: Spending): Spending => ({ tokens: -tokens, micros: -micros });
const within = ({ tokens, micros }: Spending, limit: Allowance): boolean =>
  tokens <= limit.tokens && (limit.micros === undefined || micros <= limit.micros);

export class Budget {
  readonly #options: BudgetOptions;
  readonly #adapter: ReturnType<Store['adapter']>;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#adapter = options.store.adapter('model-use');
  }

  /**
   * Reserves the most that a call may use.
   * @param person kept only as a digest, for two days
   * @returns undefined where the day's budget of the person, or of all, leaves no room; nothing is reserved then
   * @throws StorageError
   */
  async reserve(person: string, most: Spending): Promise<Settle | undefined> {
    const { person: own, all } = this.#options;
    const day = new Date(this.#options.store.now()).toISOString().slice(0, 10);
    const digest = createHash('sha256')
      .update(JSON.stringify([day, person]))
      .digest('base64url')
      .slice(0, 22);
    const keys = { all: `${day}/all`, own: `${day}/${digest}` };
    if (!(await this.#add(keys.all, most, all))) return undefined;
    if (!(await this.#add(keys.own, most, own))) {
      await this.#add(keys.all, minus(most));
      return undefined;
    }
    return async (used) => {
      const difference = { tokens: used.tokens - most.tokens, micros: used.micros - most.micros };
      await this.#add(keys.all, difference);
      await this.#add(keys.own, difference);
    };
  }

  /** @returns false where the sum would exceed the limit, or other processes keep writing; nothing is changed then */
  async #add(key: string, amount: Spending, limit?: Allowance): Promise<boolean> {
    const { store } = this.#options;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await this.#adapter.getVersioned(key);
      const sum = plus(found ? readSpending(found.value) : nothing, amount);
      if (limit && !within(sum, limit)) return false;
      if (await this.#adapter.compareAndSet(key, JSON.stringify(sum), found?.version ?? 0, store.now() + keptFor)) return true;
    }
    return false;
  }
}

/** A record that can't be read counts as a budget used up: money is not spent on a guess. */
function readSpending(text: string): Spending {
  try {
    return spending.parse(JSON.parse(text));
  } catch {
    return { tokens: Number.MAX_SAFE_INTEGER, micros: Number.MAX_SAFE_INTEGER };
  }
}
