// Three projects: `laws` judges the repository itself; `unit` runs without processes; `journeys` start real processes by
// their command, each file in folders and on ports of its own, so two run beside each other.
import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'laws', include: ['tools/**/*.test.ts'], exclude: notOurs, testTimeout: 60_000 } },
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/*/test/**/*.test.ts'],
          exclude: [...notOurs, '**/*.journey.test.ts'],
          isolate: false, // modules are loaded once a worker: pure tests share nothing but them, in a third of the time
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['packages/*/test/**/*.journey.test.ts'],
          exclude: notOurs,
          globalSetup: ['tools/journey-programs.mjs'],
          isolate: false, // as above; what a journey may share with the next is modules, never a process or a folder
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
