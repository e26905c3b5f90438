/** A table from hashes to small whole numbers: open addressing in two arrays, many times faster than a Map of a million entries. */

const leastSlots = 1024;
const empty = -1;

export class HashIndex {
  #hashes: Int32Array;
  #values: Int32Array;
  #mask: number;
  #size = 0;

  /** @param expected about so many hashes will be in it; it grows where there are more */
  constructor(expected = 0) {
    const slots = Math.max(leastSlots, 2 ** Math.ceil(Math.log2(expected * 2 + 1)));
    this.#hashes = new Int32Array(slots).fill(empty);
    this.#values = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** Undefined where the hash is not in the table. */
  get(hash: number): number | undefined {
    const slot = this.#slotOf(hash);
    return this.#hashes[slot] === hash ? this.#values[slot] : undefined;
  }

  /** @param hash not negative, below 2³¹ */
  set(hash: number, value: number): void {
    const slot = this.#slotOf(hash);
    this.#values[slot] = value;
    if (this.#hashes[slot] === hash) return;
    this.#hashes[slot] = hash;
    this.#size += 1;
    if (this.#size * 2 > this.#hashes.length) this.#grow();
  }

  /** Where the hash stands, or the free place where it would. */
  #slotOf(hash: number): number {
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 7) & this.#mask;
    for (let there = this.#hashes[slot]; there !== empty && there !== hash; there = this.#hashes[slot])
      slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const larger = new HashIndex(this.#hashes.length);
    for (const [slot, hash] of this.#hashes.entries()) if (hash !== empty) larger.set(hash, this.#values[slot] ?? 0);
    this.#hashes = larger.#hashes;
    this.#values = larger.#values;
    this.#mask = larger.#mask;
  }
}
