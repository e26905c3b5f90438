import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A key in a developer's shell is not for tests to spend.
    env: { OPENAI_API_KEY: '' },
  },
});
