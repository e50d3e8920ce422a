/** What is mutated and which tests the mutants are tried on. */

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
const FOR_TESTS = ['pacing/test-pacer', 'state/store-contract', 'state/store-worker', 'state/test-documents'];
/** Tables of data: each row is compared, name by name, with what is documented; a mutant of a sentence says nothing. */
const TABLES = ['config/settings/*'];

/** Where the files of one area are written; a run that was cut short goes on from there. */
export function reportOf(area: Area): string {
  return `reports/mutation/${area.name}.json`;
}

/** The settings of the mutation tester for an area. `only`: files in the place of the whole area. */
export function strykerOptions(area: Area, only: readonly string[]): object {
  const whole = [`${SOURCE}/${area.folder}/**/*.ts`];
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: '.config/vitest-mutation.config.ts' },
    // It would rewrite the paths in this file with a compiler that it does not have.
    tsconfigFile: 'none',
    mutate: [
      ...(only.length > 0 ? only : whole),
      '!**/*.test.ts',
      ...[...FOR_TESTS, ...TABLES].map((path) => `!${SOURCE}/${path}.ts`),
    ],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    incremental: true,
    incrementalFile: `reports/mutation/${area.name}.incremental.json`,
    tempDirName: `reports/mutation/work-${area.name}`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: reportOf(area) },
    ignorePatterns: [
      '/data',
      '/docs',
      '/reports',
      '/test',
      '/scripts',
      '/packages/emulator/src',
      '**/dist',
      '**/bundle',
    ],
    timeoutMS: 5_000,
    timeoutFactor: 2,
  };
}
