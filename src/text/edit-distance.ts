/** How many insertions, deletions, replacements and swaps of neighbours lead from one text to another (optimal string alignment). */

/**
 * The distance in UTF-16 units where it is at most `max`, else undefined. Only a band of width 2·max+1 is computed: time is
 * O(max · length), whatever the texts.
 */
export function distance(one: string, other: string, max: number): number | undefined {
  if (Math.abs(one.length - other.length) > max) return undefined;
  if (one === other) return 0;
  const width = other.length + 1;
  let beforeLast = new Int32Array(width);
  let last = Int32Array.from({ length: width }, (_, column) => column);
  let row = new Int32Array(width);
  const beyond = max + 1;
  for (let at = 1; at <= one.length; at += 1) {
    const [first, end] = [Math.max(1, at - max), Math.min(other.length, at + max)];
    row[first - 1] = first === 1 ? at : beyond;
    let least = row[first - 1] ?? beyond;
    for (let column = first; column <= end; column += 1) {
      const same = one.charCodeAt(at - 1) === other.charCodeAt(column - 1);
      // Cells outside the band of the row above hold what an older row left there.
      const above = column < at + max ? (last[column] ?? beyond) : beyond;
      let cost = Math.min((last[column - 1] ?? beyond) + (same ? 0 : 1), above + 1, (row[column - 1] ?? beyond) + 1);
      const swapped =
        at > 1 &&
        column > 1 &&
        one.charCodeAt(at - 1) === other.charCodeAt(column - 2) &&
        one.charCodeAt(at - 2) === other.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? beyond) + 1);
      row[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > max) return undefined;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  const found = last[other.length] ?? beyond;
  return found <= max ? found : undefined;
}

/** Whether the two differ by at most `max` typing mistakes. */
export const within = (one: string, other: string, max: number): boolean => distance(one, other, max) !== undefined;
