import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as written } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kept } from '../../src/text/kept.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'career-bridge-kept-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Counts how often it is made. */
function maker() {
  const made = { times: 0 };
  return {
    made,
    make: () => ({ times: (made.times += 1), numbers: Float32Array.of(1, 2), names: new Map([['a', new Set(['b'])]]) }),
  };
}

describe('what takes long to make', () => {
  it('is made once for one source, and comes back as it was', async () => {
    const [path, { made, make }] = [folder(), maker()];
    const first = kept(path, 'thing', 'source', make);
    await written();
    expect(kept(path, 'thing', 'source', make)).toEqual(first);
    expect(made.times).toBe(1);
  });

  it('is made anew from another source, and the old one is removed', async () => {
    const [path, { make }] = [folder(), maker()];
    kept(path, 'thing', 'one', make);
    kept(path, 'other', 'one', make);
    await written();
    expect(kept(path, 'thing', 'two', make).times).toBe(3);
    await written();
    expect(readdirSync(path)).toHaveLength(2);
  });

  it.each([
    ['cut short', (data: Buffer) => data.subarray(0, data.length - 1)],
    ['altered', (data: Buffer) => Buffer.concat([data.subarray(0, -1), Buffer.from([(data.at(-1) ?? 0) ^ 1])])],
    ['empty', () => Buffer.alloc(0)],
  ])('is made anew when the file is %s', async (_, damage) => {
    const [path, { make }] = [folder(), maker()];
    kept(path, 'thing', 'source', make);
    await written();
    const [file = ''] = readdirSync(path);
    writeFileSync(join(path, file), damage(readFileSync(join(path, file))));
    expect(kept(path, 'thing', 'source', make).times).toBe(2);
    await written();
    expect(kept(path, 'thing', 'source', make).times).toBe(2);
  });

  it('is made all the same where nothing can be kept', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    expect(kept(join(path, 'below'), 'thing', 'source', maker().make).times).toBe(1);
    expect(kept(undefined, 'thing', 'source', maker().make).times).toBe(1);
    await written();
  });

  it('is not kept when making it fails', async () => {
    const path = folder();
    const fails = (): never => {
      throw new RangeError('no');
    };
    expect(() => kept(path, 'thing', 'source', fails)).toThrow(RangeError);
    await written();
    expect(readdirSync(path)).toEqual([]);
  });
});
