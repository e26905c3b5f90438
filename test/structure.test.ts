/** The order of the folders: each imports only from itself and from those below it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));
const order = [
  'cli',
  'channels',
  'assistant',
  'presentation',
  'dialogue',
  'language',
  'answers',
  'command',
  'eligibility',
  'policy',
  'text',
  'storage',
];
/** Which platform's folder may import each SDK. */
const sdks: Readonly<Record<string, string>> = { 'discord.js': 'discord', '@discordjs': 'discord', '@slack': 'slack' };

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const named = text.matchAll(/\b(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g);
  return [...named].flatMap(([, from, bare]) => {
    const target = from ?? bare;
    return target === undefined ? [] : [{ file, target }];
  });
});

const folderOf = (file: string): string => file.split('/')[0] ?? '';

describe('the folders', () => {
  it('are those of the design, and hold every file', () => {
    expect(files.filter((file) => !order.includes(folderOf(file)) || !file.includes('/'))).toEqual([]);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('import only from themselves and those below', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .filter(({ file, target }) => {
        const reached = relative(source, join(source, dirname(file), target));
        return order.indexOf(folderOf(reached)) < order.indexOf(folderOf(file));
      })
      .map(({ file, target }) => `src/${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('keep each platform SDK in its own channel', () => {
    const wrong = imports
      .filter(({ file, target }) => {
        const platform = Object.entries(sdks).find(([name]) => target === name || target.startsWith(`${name}/`))?.[1];
        return platform !== undefined && !file.startsWith(`channels/${platform}/`);
      })
      .map(({ file, target }) => `src/${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });
});
