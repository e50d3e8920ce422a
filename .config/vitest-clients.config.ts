import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The checks with real clients alone: they need the network and half a gigabyte, so no other run has them. */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: fileURLToPath(new URL('../test/support/temporary-folder.ts', import.meta.url)),
    include: ['test/mcp-clients/*.check.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
