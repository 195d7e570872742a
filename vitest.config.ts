// Three projects: `laws` judges the repository itself; `unit` runs without processes; `journeys` start real processes by
// their command, each file in folders and on ports of its own, so four run beside each other.
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/longest-first.ts';

const notOurs = ['**/node_modules/**', '**/dist/**'];
/** For what hangs: a busy machine makes a test longer, not wrong. */
const hangsMs = 400_000;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'laws',
          include: ['tools/**/*.test.ts'],
          exclude: notOurs,
          testTimeout: hangsMs,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/*/test/**/*.test.ts'],
          exclude: [...notOurs, '**/*.journey.test.ts'],
          isolate: false, // modules are loaded once a worker: pure tests share nothing but them, in a third of the time
          testTimeout: hangsMs,
          hookTimeout: hangsMs,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['packages/*/test/**/*.journey.test.ts'],
          exclude: notOurs,
          globalSetup: ['tools/journey-programs.mjs'],
          maxWorkers: process.env['API_PROCESSES'] === undefined ? 4 : 2, // two cores: half of the time a journey waits, but sixteen processes starting at once do not
          sequence: { groupOrder: 1 }, // after the others, where all are run at once: Vitest asks for it with another number
          isolate: false, // as above; what a journey may share with the next is modules, never a process or a folder
          testTimeout: hangsMs,
          hookTimeout: hangsMs,
        },
      },
    ],
  },
});
