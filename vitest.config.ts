import { defineConfig } from 'vitest/config';

/** Folders whose tests use a database; the others start without the half second that it takes. */
const DATABASE_TESTS = ['http', 'services', 'store', 'start', 'seeds', 'record'].map(
  (folder) => `tests/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    reporters: ['default', './tests/support/summary-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: ['tests/**/*.test.ts'], exclude: DATABASE_TESTS } },
      {
        extends: true,
        test: { name: 'database', include: DATABASE_TESTS, globalSetup: ['tests/support/global-setup.ts'] },
      },
    ],
  },
});
