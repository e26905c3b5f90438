/** The items of the first array in a JSON text that comes in pieces, each as soon as it is complete. */
import type { z } from 'zod';

/** Counts braces outside of strings; knows nothing else of JSON, which `JSON.parse` does. */
export class ItemReader<T> {
  readonly #schema: z.ZodType<T>;
  #item = '';
  #inArray = false;
  #inString = false;
  #escaped = false;
  #depth = 0;

  constructor(schema: z.ZodType<T>) {
    this.#schema = schema;
  }

  /** @returns the items that the piece completes. Throws where one is not of the schema. */
  read(piece: string): T[] {
    const items: T[] = [];
    for (const character of piece) {
      const item = this.#take(character);
      if (item !== undefined) items.push(this.#schema.parse(JSON.parse(item)));
    }
    return items;
  }

  #take(character: string): string | undefined {
    if (!this.#inArray) {
      this.#inArray = character === '[';
      return undefined;
    }
    if (this.#depth > 0) this.#item += character;
    if (this.#inString) {
      this.#inString = this.#escaped || character !== '"';
      this.#escaped = !this.#escaped && character === '\\';
      return undefined;
    }
    if (character === '"') this.#inString = true;
    else if (character === '{') {
      if (this.#depth === 0) this.#item = '{';
      this.#depth += 1;
    } else if (character === '}' && this.#depth > 0) {
      this.#depth -= 1;
      if (this.#depth === 0) return this.#item;
    }
    return undefined;
  }
}
