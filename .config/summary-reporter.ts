import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the one line that CI reads: `N passed, N failed`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === 'passed').length;
      const failing = tests.filter((test) => test.result().state === 'failed').length;
      // A file that could not be loaded has no tests, yet it failed.
      failed += failing === 0 && module.state() === 'failed' ? 1 : failing;
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
