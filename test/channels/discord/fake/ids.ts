/** Ids that carry the time, as Discord's do. */
const epoch = 1_420_070_400_000n;

export class Ids {
  #count = 0n;
  /** What is added to this machine's clock, in milliseconds. */
  #shift = 0;

  /** From now on it is this day, for the ids. */
  setDay(day: string): void {
    this.#shift = Date.parse(`${day}T02:00:00Z`) - Date.now();
  }

  next(): string {
    this.#count += 1n;
    return (((BigInt(this.now()) - epoch) << 22n) | (this.#count & 0x3f_ffffn)).toString();
  }

  now(): number {
    return Date.now() + this.#shift;
  }
}
