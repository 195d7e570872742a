// Three projects: `laws` judges the repository itself; `unit` runs wide; `journeys` start real processes by their
// command, so they run one file at a time.
import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'laws', include: ['tools/**/*.test.ts'], exclude: notOurs } },
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/*/test/**/*.test.ts'],
          exclude: [...notOurs, '**/*.journey.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['packages/*/test/**/*.journey.test.ts'],
          exclude: notOurs,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
