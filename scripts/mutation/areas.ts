/** What is mutated and which tests the mutants are tried on. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One folder of the source; a mutant in it is tried on those tests of the area that run its line. Paths from the root. */
export interface Area {
  readonly name: string;
  readonly folder: string;
  /** Where its tests are. */
  readonly tests: readonly string[];
}

const core = (name: string, folder: string): Area => {
  const path = `packages/core/src/${folder}`;
  return { name, folder: path, tests: [path] };
};

// What writes is one machine: a change in the journal may only be noticed by what the gates do next.
const actions = (name: string, ...more: readonly string[]): Area => ({
  name,
  folder: `packages/tgmcp-actions/src/${name}`,
  tests: ['packages/tgmcp-actions/src', ...more],
});

export const AREAS: readonly Area[] = [
  core('guard', 'telegram/guard'),
  core('config', 'config'),
  core('pacing', 'pacing'),
  core('state', 'state'),
  actions('gates'),
  actions('approvals'),
  actions('batch'),
  actions('journal'),
  actions('lanes'),
  actions('files', 'test/files'),
  actions('bot-steps'),
];

/** Only tests use these. */
const FOR_TESTS =
  /\/(?:pacing\/test-pacer|state\/(?:store-contract|store-worker|test-documents|files\/test-disk)|gates\/(?:mortal-store|test-world)|[a-z-]+\/test-bench)\.ts$/;

/** What the mutants of one area came to, those of earlier runs of single files included. */
export function reportOf(area: Area): string {
  return `reports/mutation/${area.name}.json`;
}

/** What the mutation tester knows of an area from its last runs. */
export function memoryOf(area: Area): string {
  return `reports/mutation/${area.name}.incremental.json`;
}

/** The files of an area that are changed, from the root of the repository. */
export async function filesOf(area: Area, root: string): Promise<string[]> {
  const found = await readdir(join(root, area.folder), { recursive: true });
  return found
    .map((path) => `${area.folder}/${path}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !FOR_TESTS.test(path))
    .toSorted();
}

/**
 * The settings of the mutation tester for one file of an area. What it found in others stays in the report. `related`:
 * tries only tests that import the file, which is quicker, but fails when there are none.
 */
export function strykerOptions(area: Area, file: string, related: boolean): object {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: '.config/vitest-mutation.config.ts', related },
    // It would rewrite the paths in this file with a compiler that it does not have.
    tsconfigFile: 'none',
    mutate: [file],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    incremental: true,
    incrementalFile: memoryOf(area),
    tempDirName: `reports/mutation/work-${area.name}`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: reportOf(area) },
    // Some mutants are slower than others of their own making: let them be slow.
    warnings: { slow: false },
    // The settings of the tests' compiler lead to every package and to the scripts, so those stay.
    ignorePatterns: ['/data', '/reports', '/packages/emulator/src', '**/dist', '**/bundle'],
    // What runs out of time counts as noticed, so a busy machine must not be taken for a mutant that never ends.
    timeoutMS: 15_000,
    timeoutFactor: 3,
  };
}
