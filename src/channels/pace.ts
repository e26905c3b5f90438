/** How often something may be done that is good to have: some times at once, then once every so many milliseconds. */
export interface PaceOptions {
  /** Milliseconds. */
  readonly every: number;
  readonly atOnce: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Pace {
  readonly #options: PaceOptions;
  /** By name: until when what it may do is used up. */
  readonly #spent = new Map<string, number>();

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** @param name whose limit it is. @returns whether it may be done now, which then counts */
  allows(name = ''): boolean {
    const { every, atOnce } = this.#options;
    const now = this.#options.now();
    const spent = Math.max(this.#spent.get(name) ?? 0, now - atOnce * every) + every;
    if (spent > now) return false;
    this.#spent.set(name, spent);
    return true;
  }
}
