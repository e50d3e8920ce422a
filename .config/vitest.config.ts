import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node',
  testTimeout: 30_000,
  hookTimeout: 30_000,
  pool: 'forks',
  globalSetup: new URL('../test/support/temporary-folder.ts', import.meta.url).pathname,
  // A second, the default, passes without a turn of a process when the machine is busy.
  expect: { poll: { timeout: 10_000 } },
} as const;

export default defineConfig({
  test: {
    reporters: ['default', new URL('./summary-reporter.ts', import.meta.url).pathname],
    root: new URL('..', import.meta.url).pathname,
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          // By itself it would leave one processor free, which on two means one file at a time. Most files wait for processes
          // and for time to pass: one more than there are processors keeps them busy.
          maxWorkers: 1 + availableParallelism(),
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/serial/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'serial',
          include: ['test/serial/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 180_000,
          fileParallelism: false,
          // After all the others, so that what is timed has the machine to itself.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
