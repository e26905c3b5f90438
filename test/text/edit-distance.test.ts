import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { distance, within } from '../../src/text/edit-distance.ts';

describe('the distance', () => {
  test.each([
    ['technician', 'technician', 0],
    ['tehcnician', 'technician', 1],
    ['techician', 'technician', 1],
    ['technnician', 'technician', 1],
    ['tachnician', 'technician', 1],
    ['', 'abc', 3],
    ['职称平审', '职称评审', 1],
    ['kitten', 'sitting', 3],
  ])('%s → %s is %i', (one, other, expected) => {
    expect(distance(one, other, 5)).toBe(expected);
    expect(within(one, other, expected)).toBe(true);
    expect(within(one, other, expected - 1)).toBe(false);
  });

  it('is that of the whole table, as far as the bound goes', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(word, word, fc.nat(6), (one, other, max) => {
        const whole = plain(one, other);
        expect(distance(one, other, max)).toBe(whole <= max ? whole : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('of long texts is found fast', () => {
    const start = performance.now();
    expect(within('ab'.repeat(10_000), 'ba'.repeat(10_000), 3)).toBe(true);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

function plain(one: string, other: string): number {
  const rows: number[][] = [];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= one.length; row += 1) {
    const line: number[] = [];
    rows.push(line);
    for (let column = 0; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const best = Math.min(
        cell(row - 1, column) + 1,
        (line[column - 1] ?? Number.POSITIVE_INFINITY) + 1,
        cell(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      line.push(row === 0 && column === 0 ? 0 : best);
    }
  }
  return cell(one.length, other.length);
}
