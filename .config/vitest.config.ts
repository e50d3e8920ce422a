import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node',
  testTimeout: 30_000,
  hookTimeout: 30_000,
  pool: 'forks',
  // What is built is loaded as it is, and not once more for each file.
  server: { deps: { external: [/\/(?:packages\/[^/]+|scripts)\/dist\//] } },
  globalSetup: new URL('../test/support/temporary-folder.ts', import.meta.url).pathname,
  // A second, the default, passes without a turn of a process when the machine is busy.
  expect: { poll: { timeout: 10_000 } },
} as const;

// By itself it would leave one processor free, which on two means one file at a time. Most files wait for processes and for
// time to pass: one more than there are processors keeps them busy.
const maxWorkers = 1 + availableParallelism();

const never = ['**/node_modules/**', '**/dist/**'];

/**
 * Files that change what others of their process would meet: methods of libraries, of node, or the process itself. Those of
 * the emulator meet the client library as it comes, and the core puts its guard into it.
 */
const apart = [
  'packages/core/src/state/**/*.test.ts',
  'packages/core/src/telegram/**/*.test.ts',
  'packages/core/src/mcp/lifecycle.test.ts',
  'packages/emulator/src/**/*.test.ts',
];

/** Files that run several servers at once by themselves, each with a short deadline for its calls. */
const crash = ['test/serial/crash/**/*.test.ts'];

/** Files that take long and measure no time: whatever else runs may only slow them down. */
const untimed = [
  'test/serial/audit/**/*.test.ts',
  'test/serial/batches/**/*.test.ts',
  'test/serial/export/killed.test.ts',
  'test/serial/files/**/*.test.ts',
  'test/serial/hostile/**/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', new URL('./summary-reporter.ts', import.meta.url).pathname],
    root: new URL('..', import.meta.url).pathname,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          maxWorkers,
          include: ['packages/*/src/**/*.test.ts'],
          exclude: [...never, ...apart],
          // Half of their time would go into loading the same source for each file anew.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'fast',
          maxWorkers,
          include: [...apart, 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...never, 'test/serial/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'long',
          maxWorkers,
          include: untimed,
          exclude: never,
          testTimeout: 180_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'crash',
          include: crash,
          exclude: never,
          testTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'serial',
          include: ['test/serial/**/*.test.ts'],
          exclude: [...never, ...untimed, ...crash],
          setupFiles: new URL('../test/support/on-disk.ts', import.meta.url).pathname,
          testTimeout: 180_000,
          fileParallelism: false,
          // After all the others, so that what is timed has the machine to itself.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
