import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const shared = {
  environment: 'node',
  testTimeout: 30_000,
  hookTimeout: 30_000,
  pool: 'forks',
  // What is built is loaded as it is, and not once more for each file.
  server: { deps: { external: [/\/(?:packages\/[^/]+|scripts)\/dist\//] } },
  globalSetup: fileURLToPath(new URL('../test/support/temporary-folder.ts', import.meta.url)),
  // A second, the default, passes without a turn of a process when the machine is busy.
  expect: { poll: { timeout: 10_000 } },
} as const;

// By itself it would leave one processor free, which on two means one file at a time. Most files wait for processes and for
// time to pass: one more than there are processors keeps them busy.
const maxWorkers = 1 + availableParallelism();

const never = ['**/node_modules/**', '**/dist/**'];

/**
 * Files that change for good what others of their process would meet: methods of libraries or of node, or the process itself.
 * Those that lead the process to an emulator, use a client library as it is published, or put the guard into it, are among them.
 */
const changing = [
  'packages/core/src/telegram/**/*.test.ts',
  'packages/emulator/src/clients/*.test.ts',
  'packages/emulator/src/**/{client,library,library-login}.test.ts',
  'test/{clients,desktop-export,guard,telegram}/**/*.test.ts',
  'test/library/reader.test.ts',
  'test/scenarios/operator-{init-choices,login-terminal}.test.ts',
  'test/scenarios/write-tools/{bot-steps,groups}-crash.test.ts',
];

/** Files that put something in the place of a module, or teach the emulator a schema: all in their process get that, too. */
const teaching = readdirSync(root('packages'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /^[^/]+\/src\/.*\.test\.ts$/u.test(name))
  .map((name) => `packages/${name}`)
  .filter((file) => /\bvi\.mock\(|\bregisterSchema\(/u.test(readFileSync(root(file), 'utf8')));

/** Files that count what their process has, which what others leave for a moment would be among. */
const counting = ['packages/core/src/runtime/*.test.ts'];

const apart = [...changing, ...teaching, ...counting];

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

/** Files that wait most of their time, for a pace that they measure: together they leave the machine idle still. */
const waiting = [
  'test/serial/budget/{priorities,reserved-budget,shared-budget}.test.ts',
  'test/serial/emulator/chaos/**/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', fileURLToPath(new URL('./summary-reporter.ts', import.meta.url))],
    root: fileURLToPath(new URL('..', import.meta.url)),
    projects: [
      {
        test: {
          ...shared,
          name: 'apart',
          maxWorkers,
          include: apart,
          exclude: never,
        },
      },
      {
        test: {
          ...shared,
          name: 'unit',
          maxWorkers,
          include: ['packages/*/src/**/*.test.ts'],
          exclude: [...never, ...apart],
          // Half of their time would go into starting a process for each file and loading the same source in it.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'fast',
          maxWorkers,
          include: ['scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...never, ...apart, 'test/serial/**'],
          isolate: false,
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
          name: 'waiting',
          maxWorkers: 4,
          include: waiting,
          exclude: never,
          setupFiles: root('test/support/on-disk.ts'),
          testTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...shared,
          name: 'serial',
          include: ['test/serial/**/*.test.ts'],
          exclude: [...never, ...untimed, ...crash, ...waiting],
          setupFiles: fileURLToPath(new URL('../test/support/on-disk.ts', import.meta.url)),
          testTimeout: 180_000,
          fileParallelism: false,
          // After all the others, so that what is timed has the machine to itself.
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
