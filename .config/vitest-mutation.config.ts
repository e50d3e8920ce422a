import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const CORE = 'packages/core/src';
const folders = (process.env['TGMCP_MUTATION_TESTS'] ?? CORE).split(',');

const longestMs = new Map<string, number>();

/** Runs the quick files first: a mutant is done with at the first test that fails. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // A file that was left out since another had failed has no duration of its own.
    for (const file of files) longestMs.set(file.moduleId, Math.max(this.#lastMs(file), lengthOf(file)));
    return files.toSorted((one, other) => lengthOf(one) - lengthOf(other));
  }

  #lastMs({ project, moduleId }: TestSpecification): number {
    const path = relative(project.config.root, moduleId);
    return this.ctx.cache.getFileTestResults(`${project.name}:${path}`)?.duration ?? 0;
  }
}

function lengthOf({ moduleId }: TestSpecification): number {
  return longestMs.get(moduleId) ?? 0;
}

/**
 * The tests that mutants are tried on: those beside the source, which run it itself. The others run what was built from
 * it, where no mutant is.
 */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: fileURLToPath(new URL('../test/support/temporary-folder.ts', import.meta.url)),
    testTimeout: 10_000,
    hookTimeout: 10_000,
    root: fileURLToPath(new URL('..', import.meta.url)),
    // Each mutant has a worker of its own, in which the files share what they import: that takes longer than most tests. Those
    // of the core put other modules in the place of real ones, so that they cannot share.
    isolate: folders.some((folder) => folder.startsWith(CORE)),
    sequence: { sequencer: QuickestFirst },
    // The core is built and changes in no run of the others: it need not be transformed.
    server: { deps: { external: [/\/packages\/core\/dist\//] } },
    include: folders.map((folder) => `${folder}/**/*.test.ts`),
    // The first starts processes of its own; the second sets the umask, which a worker thread cannot. The last asks a thousand
    // times at random, through everything that writes: a minute for each mutant, and it holds only how errors are typed.
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'packages/core/src/state/processes.test.ts',
      'packages/core/src/state/files/rights.test.ts',
      'packages/tgmcp-actions/src/**/any-input.test.ts',
    ],
  },
});
