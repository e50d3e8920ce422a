import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants are tried on: those beside the source, which run it itself. The others run what was built from
 * it, where no mutant is.
 */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: new URL('../test/support/temporary-folder.ts', import.meta.url).pathname,
    testTimeout: 10_000,
    hookTimeout: 10_000,
    root: new URL('..', import.meta.url).pathname,
    include: [`${process.env['TGMCP_MUTATION_TESTS'] ?? 'packages/core/src'}/**/*.test.ts`],
    // The first starts processes of its own; the second sets the umask, which a worker thread cannot.
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'packages/core/src/state/processes.test.ts',
      'packages/core/src/state/files/rights.test.ts',
    ],
  },
});
