import { describe, expect, it } from 'vitest';
import { noSurvivors, readReport, unknownSurvivors, withoutMissed } from './survivors.js';

const FILE = 'packages/core/src/pacing/budget.ts';
const SOURCE = 'const a = 1;\n  if (a > 0) refuse();\n';

function report(...statuses: readonly string[]): string {
  const mutants = statuses.map((status) => ({
    mutatorName: 'ConditionalExpression',
    replacement: 'false',
    status,
    location: { start: { line: 2, column: 7 }, end: { line: 2, column: 12 } },
  }));
  return JSON.stringify({ files: { [FILE]: { source: SOURCE, mutants } } });
}

const SURVIVOR = {
  file: FILE,
  line: 'if (a > 0) refuse();',
  mutator: 'ConditionalExpression',
  original: 'a > 0',
  replacement: 'false',
};

function listOf(...survivors: readonly object[]): string {
  return JSON.stringify({ survivors: survivors.map((entry) => ({ ...entry, reason: 'nobody can tell' })) });
}

describe('the report of the mutation tester', () => {
  it('counts what ran out of time as noticed, and what is no program not at all', () => {
    const result = readReport(
      report('Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError', 'CompileError', 'Ignored'),
    );
    expect(result).toEqual({ tried: 4, killed: 2, survivors: [SURVIVOR, SURVIVOR], files: [FILE] });
  });

  it('is none while a mutant was not tried', () => {
    expect(() => readReport(report('Killed', 'Pending'))).toThrow('left Pending');
  });
});

describe('the memory of the mutation tester', () => {
  it('keeps of a file that is tried again only what was noticed for certain', () => {
    const memory = JSON.stringify({
      thresholds: {},
      files: {
        a: {
          source: 'x',
          mutants: [
            { id: '1', status: 'Survived' },
            { id: '2', status: 'Killed' },
          ],
        },
        b: { source: 'y', mutants: [{ id: '3', status: 'Timeout' }] },
      },
    });
    expect(JSON.parse(withoutMissed(memory, 'a'))).toEqual({
      thresholds: {},
      files: {
        a: { source: 'x', mutants: [{ id: '2', status: 'Killed' }] },
        b: { source: 'y', mutants: [{ id: '3', status: 'Timeout' }] },
      },
    });
    expect(JSON.parse(withoutMissed(memory, 'c'))).toEqual(JSON.parse(memory));
  });
});

describe('the list of survivors', () => {
  it('names each by the text of its line, and what it does not name is unknown', () => {
    expect(unknownSurvivors([SURVIVOR], listOf(SURVIVOR))).toEqual([]);
    const elsewhere = { ...SURVIVOR, line: 'if (a > 0) allow();' };
    expect(unknownSurvivors([SURVIVOR, elsewhere], listOf(SURVIVOR))).toEqual([elsewhere]);
  });

  it('is told of what it names for nothing, in the files that were tried', () => {
    expect(noSurvivors([], listOf(SURVIVOR), [FILE])).toMatchObject([SURVIVOR]);
    expect(noSurvivors([SURVIVOR], listOf(SURVIVOR), [FILE])).toEqual([]);
    expect(noSurvivors([], listOf(SURVIVOR), ['packages/core/src/state/gcra.ts'])).toEqual([]);
  });

  it('gives a reason for each', () => {
    expect(() =>
      unknownSurvivors([], JSON.stringify({ survivors: [{ ...SURVIVOR, reason: '' }] })),
    ).toThrow();
  });
});
