/** What is mutated and which tests the mutants are tried on. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = 'packages/core/src';

/** One folder of the core library; a mutant in it is tried on the tests of this folder that run its line. */
export interface Area {
  readonly name: string;
  readonly folder: string;
}

export const AREAS: readonly Area[] = [
  { name: 'guard', folder: 'telegram/guard' },
  { name: 'config', folder: 'config' },
  { name: 'pacing', folder: 'pacing' },
  { name: 'state', folder: 'state' },
];

/** Only tests use these. */
const FOR_TESTS =
  /^(?:pacing\/test-pacer|state\/(?:store-contract|store-worker|test-documents|files\/test-disk))\.ts$/;

/** The folder of an area, from the root of the repository. */
function folderOf(area: Area): string {
  return `${SOURCE}/${area.folder}/`;
}

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
  const found = await readdir(join(root, folderOf(area)), { recursive: true });
  return found
    .filter(
      (path) =>
        path.endsWith('.ts') && !path.endsWith('.test.ts') && !FOR_TESTS.test(`${area.folder}/${path}`),
    )
    .map((path) => folderOf(area) + path)
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
