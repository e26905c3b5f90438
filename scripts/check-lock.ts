/** Holds the lock file to what installs everywhere: every optional package is in it, no install scripts of others, no addresses. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      hasInstallScript: z.boolean().optional(),
      resolved: z.string().optional(),
    }),
  ),
});

const { packages } = lock.parse(JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')));
const have = new Set(Object.keys(packages).map((key) => key.split('node_modules/').pop()));
const faults = Object.entries(packages).flatMap(([key, { optionalDependencies, hasInstallScript, resolved }]) => [
  ...Object.keys(optionalDependencies ?? {})
    .filter((name) => !have.has(name))
    .map((name) => `${name}, optional for ${key || 'this package'}, is not in the lock file`),
  // This package's own script learns ahead, and nothing hangs on it.
  ...(hasInstallScript && key !== '' ? [`${key} runs an install script`] : []),
  ...(resolved === undefined ? [] : [`${key} is bound to an address`]),
]);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? 'The lock file is portable.\n' : '');
process.exitCode = faults.length === 0 ? 0 : 1;
