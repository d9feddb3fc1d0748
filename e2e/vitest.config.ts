import { defineConfig } from 'vitest/config';

/** Journeys in a real browser; `npm test` runs them after the build. Two files at a time: each has a browser and a site. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/support/start-site.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
