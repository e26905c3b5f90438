/** Counts of what was right, by measure, with confidence intervals, confusions and drops since earlier results. */
import { z } from 'zod';

interface Count {
  readonly right: number;
  readonly all: number;
}
interface Confusion {
  readonly set: string;
  readonly pair: string;
  readonly text: string;
  readonly score: number;
}

const results = z.record(z.string(), z.object({ right: z.number(), all: z.number() }));
const mostShown = 12;

/** Wilson's interval at 95 %. */
function interval({ right, all }: Count): readonly [number, number] {
  const z95 = 1.96;
  const part = right / all;
  const centre = part + z95 ** 2 / (2 * all);
  const spread = z95 * Math.sqrt((part * (1 - part)) / all + z95 ** 2 / (4 * all ** 2));
  const scale = 1 + z95 ** 2 / all;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
const percent = (part: number): string => (100 * part).toFixed(1).padStart(5);

export class Tally {
  readonly #counts = new Map<string, Count>();
  readonly #confusions: Confusion[] = [];
  readonly #listMisses: boolean;

  constructor(listMisses: boolean) {
    this.#listMisses = listMisses;
  }

  count(file: string, kinds: readonly string[], right: boolean, miss: () => string): void {
    for (const kind of [file, ...kinds.map((each) => `${file} ${each}`)]) {
      const found = this.#counts.get(kind) ?? { right: 0, all: 0 };
      this.#counts.set(kind, { right: found.right + (right ? 1 : 0), all: found.all + 1 });
    }
    if (!right && this.#listMisses) process.stdout.write(`  ${file}: ${miss()}\n`);
  }

  /** @param score how sure it was of the wrong one */
  confuse(set: string, wanted: string, got: string, text: string, score: number): void {
    this.#confusions.push({ set, pair: `${wanted} → ${got}`, text, score });
  }

  print(): void {
    for (const [kind, count] of this.#sorted()) {
      const [low, high] = interval(count);
      process.stdout.write(
        `${kind.padEnd(36)} ${String(count.right).padStart(4)} / ${String(count.all).padEnd(4)} ${percent(count.right / count.all)} %  (${percent(low).trim()} to ${percent(high).trim()})\n`,
      );
    }
    for (const [set, all] of Map.groupBy(this.#confusions, (each) => each.set)) {
      const pairs = [...Map.groupBy(all, ({ pair }) => pair)].toSorted(([, one], [, other]) => other.length - one.length);
      process.stdout.write(`confused most often, ${set} (wanted → got):\n`);
      for (const [pair, items] of pairs.slice(0, mostShown)) process.stdout.write(`  ${items.length} × ${pair}\n`);
      const worst = all.filter(({ score }) => score > 0).toSorted((one, other) => other.score - one.score);
      if (worst.length > 0) process.stdout.write(`surest and wrong, ${set}:\n`);
      for (const { pair, text, score } of worst.slice(0, mostShown))
        process.stdout.write(`  ${score.toFixed(2)} ${pair}: ${text}\n`);
    }
  }

  /** Each measure with its part in the other tally, where that has it. */
  printBeside(other: Tally): void {
    for (const [kind, { right, all }] of this.#sorted()) {
      const beside = other.#counts.get(kind);
      const before = beside ? `${percent(beside.right / beside.all)} %` : '      –';
      process.stdout.write(`${kind.padEnd(36)} ${percent(right / all)} %  without ${before}  (${right} / ${all})\n`);
    }
  }

  results(): Record<string, Count> {
    return Object.fromEntries(this.#sorted());
  }

  /** @returns whether a measure of a hundred items or more has dropped below what chance explains */
  printDrops(earlier: unknown): boolean {
    let failed = false;
    for (const [kind, before] of Object.entries(results.parse(earlier))) {
      const now = this.#counts.get(kind);
      if (!now || now.right / now.all >= before.right / before.all) continue;
      const [low] = interval(before);
      const grave = before.all >= 100 && now.right / now.all < low;
      failed ||= grave;
      process.stdout.write(
        `${grave ? 'DROPPED' : 'dropped'}: ${kind}: ${percent(before.right / before.all).trim()} → ${percent(now.right / now.all).trim()} %\n`,
      );
    }
    return failed;
  }

  #sorted(): [string, Count][] {
    return [...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  }
}
