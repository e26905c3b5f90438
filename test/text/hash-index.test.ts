import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HashIndex } from '../../src/text/hash-index.ts';

it('holds what a Map holds, whatever is set in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 30 }), fc.nat())), (entries) => {
      const index = new HashIndex();
      for (const [hash, value] of entries) index.set(hash, value);
      for (const [hash, value] of new Map(entries)) expect(index.get(hash)).toBe(value);
    }),
  );
});

it('grows, and knows nothing that was not set', () => {
  const index = new HashIndex(4);
  for (let hash = 0; hash < 30_000; hash += 2) index.set(hash, hash / 2);
  for (let hash = 0; hash < 30_000; hash += 1) expect(index.get(hash)).toBe(hash % 2 === 0 ? hash / 2 : undefined);
});
