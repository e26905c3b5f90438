#!/usr/bin/env node
// Node 24 runs the TypeScript sources as they are. The machine's own Node may be older: the package brings one, and this file,
// which any Node can read, finds it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 24 || (major === 24 && minor >= 15)) {
  await import('../src/cli/main.ts');
} else {
  const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(
      `career-bridge needs Node 24.15 or later; this is ${process.versions.node}. Install Node 24 and run npm ci again.\n`,
    );
    process.exit(1);
  }
  const self = fileURLToPath(import.meta.url);
  const { status, signal } = spawnSync(bundled, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
