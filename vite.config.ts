import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { maplibre } from './tooling/maplibre-plugin.ts';

export default defineConfig({
  plugins: [
    maplibre(),
    sveltekit({
      adapter: adapter({ precompress: true }),
      // Our own check, in hooks.server.ts, explains what to do instead of a bare 403.
      csrf: { trustedOrigins: ['*'] },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The style of the one element with which Kit announces a new page, on pages with JavaScript.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:', 'blob:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
        },
      },
      paths: { relative: false },
      output: { linkHeaderPreload: false },
      version: { pollInterval: 0 },
    }),
  ],
  test: {
    include: ['src/**/*.test.ts', 'tooling/**/*.test.ts'],
    globalSetup: ['tooling/postgres-for-tests.ts'],
    // A file at a time on each processor, and on the one server that one may name instead of ours.
    maxWorkers: process.env['TEST_DATABASE_URL'] ? 1 : '100%',
    // No file leaves anything behind for the next one: loading everything again for each takes a third of the time.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
