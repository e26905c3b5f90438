/**
 * What may be spent on a model in a day (UTC), by one person and in all, in tokens and in money. Kept in the store, so that a restart or
 * a second process does not begin anew: what a call may cost at most is reserved before it, and corrected after it.
 */
import { createHmac, randomBytes } from 'node:crypto';
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
/** Milliseconds for which a record outlives its day: calls that were made before midnight are settled after it. */
const grace = 3_600_000;
const attempts = 50;

interface Day {
  /** YYYY-MM-DD, UTC. */
  readonly name: string;
  /** When all that is kept of it is gone. */
  readonly expires: number;
}
const dayOf = (now: number): Day => {
  const name = new Date(now).toISOString().slice(0, 10);
  return { name, expires: Date.parse(name) + 86_400_000 + grace };
};

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
   * @param person kept only as a digest that can't be made without the day's secret; both are gone with the day
   * @returns undefined where the day's budget of the person, or of all, leaves no room; nothing is reserved then
   * @throws StorageError
   */
  async reserve(person: string, most: Spending): Promise<Settle | undefined> {
    const { person: own, all, store } = this.#options;
    const day = dayOf(store.now());
    const keys = { all: `${day.name}/all`, own: await this.#keyOf(person, day) };
    if (!(await this.#add(keys.all, day, most, all))) return undefined;
    if (!(await this.#add(keys.own, day, most, own))) {
      await this.#add(keys.all, day, minus(most));
      return undefined;
    }
    return async (used) => {
      const difference = { tokens: used.tokens - most.tokens, micros: used.micros - most.micros };
      await this.#add(keys.all, day, difference);
      await this.#add(keys.own, day, difference);
    };
  }

  /**
   * What is kept of a person: the day's use, undefined where there is none.
   * @throws StorageError
   */
  async used(person: string): Promise<Spending | undefined> {
    const found = await this.#adapter.get(await this.#keyOf(person, dayOf(this.#options.store.now())));
    return found === undefined ? undefined : readSpending(found);
  }

  /**
   * The day's use of all, in every process on the store.
   * @throws StorageError
   */
  async usedInAll(): Promise<Spending> {
    const found = await this.#adapter.get(`${dayOf(this.#options.store.now()).name}/all`);
    return found === undefined ? nothing : readSpending(found);
  }

  /** Ids of people can be guessed, so that a plain digest of one would tell whose it is. */
  async #keyOf(person: string, { name, expires }: Day): Promise<string> {
    const key = `${name}/secret`;
    const secret = (await this.#adapter.get(key)) ?? (await this.#madeOnce(key, expires));
    return `${name}/${createHmac('sha256', secret).update(person).digest('base64url').slice(0, 22)}`;
  }

  /** Of several processes one makes it, and the others take that. */
  async #madeOnce(key: string, expires: number): Promise<string> {
    const made = randomBytes(32).toString('base64url');
    if (await this.#adapter.compareAndSet(key, made, 0, expires)) return made;
    return (await this.#adapter.get(key)) ?? made;
  }

  /** @returns false where the sum would exceed the limit, or other processes keep writing; nothing is changed then */
  async #add(key: string, { expires }: Day, amount: Spending, limit?: Allowance): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await this.#adapter.getVersioned(key);
      const sum = plus(found ? readSpending(found.value) : nothing, amount);
      if (limit && !within(sum, limit)) return false;
      if (await this.#adapter.compareAndSet(key, JSON.stringify(sum), found?.version ?? 0, expires)) return true;
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
