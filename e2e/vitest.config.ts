import { defineConfig } from 'vitest/config';

/** Journeys in a real browser; `npm test` runs them after the build. One file at a time: a browser fills a small machine. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/support/start-site.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
