import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  it('is made once for one source, and comes back as it was', () => {
    const [path, { made, make }] = [folder(), maker()];
    const first = kept(path, 'thing', 'source', make);
    expect(kept(path, 'thing', 'source', make)).toEqual(first);
    expect(made.times).toBe(1);
  });

  it('is made anew from another source, and the old one is removed', () => {
    const [path, { make }] = [folder(), maker()];
    kept(path, 'thing', 'one', make);
    kept(path, 'other', 'one', make);
    expect(kept(path, 'thing', 'two', make).times).toBe(3);
    expect(readdirSync(path)).toHaveLength(2);
  });

  it.each([
    ['cut short', (data: Buffer) => data.subarray(0, data.length - 1)],
    ['altered', (data: Buffer) => Buffer.concat([data.subarray(0, -1), Buffer.from([(data.at(-1) ?? 0) ^ 1])])],
    ['empty', () => Buffer.alloc(0)],
  ])('is made anew when the file is %s', (_, damage) => {
    const [path, { make }] = [folder(), maker()];
    kept(path, 'thing', 'source', make);
    const [file = ''] = readdirSync(path);
    writeFileSync(join(path, file), damage(readFileSync(join(path, file))));
    expect(kept(path, 'thing', 'source', make).times).toBe(2);
    expect(kept(path, 'thing', 'source', make).times).toBe(2);
  });

  it('is made all the same where nothing can be kept', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    expect(kept(join(path, 'below'), 'thing', 'source', maker().make).times).toBe(1);
    expect(kept(undefined, 'thing', 'source', maker().make).times).toBe(1);
  });

  it('is not kept when making it fails', () => {
    const path = folder();
    const fails = (): never => {
      throw new RangeError('no');
    };
    expect(() => kept(path, 'thing', 'source', fails)).toThrow(RangeError);
    expect(readdirSync(path)).toEqual([]);
  });
});
