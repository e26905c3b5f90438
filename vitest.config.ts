import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Properties are tried on the same cases every time.
    setupFiles: ['test/support/same-cases.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A key in a developer's shell is not for tests to spend.
    env: { OPENAI_API_KEY: '' },
  },
});
