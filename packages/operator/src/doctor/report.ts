import { redact, type Settings } from '@tgmcp/core';
import type { Console } from '../console/console.js';
import { worst, type Finding, type Verdict } from './finding.js';

/** What one check came to. */
export interface Result {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** The verdict over everything. */
export function verdictOf(results: readonly Result[]): Verdict {
  return worst(results.flatMap(({ findings }) => findings.map(({ verdict }) => verdict)));
}

/** For programs: one JSON object. */
export function printJson(console: Console, results: readonly Result[], settings: Partial<Settings>): void {
  const checks = results.map(({ name, findings }) => ({
    name,
    verdict: worst(findings.map(({ verdict }) => verdict)),
    findings: findings.map((one) => clean(one, settings)),
  }));
  console.print(JSON.stringify({ verdict: verdictOf(results), checks }));
}

/** For people: a line for each finding, what is not well with its next step, and where to begin. */
export function printReport(console: Console, results: readonly Result[], settings: Partial<Settings>): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  for (const { name, findings } of results) {
    for (const finding of findings) {
      const { verdict, says, next } = clean(finding, settings);
      const end = /[.?!]$/u.test(says) ? '' : '.';
      console.print(
        `${MARKS[verdict]}  ${name.padEnd(width)}  ${verdict === 'ok' ? says : console.bold(says)}${end}`,
      );
      if (next !== undefined) console.print(`${' '.repeat(width + 8)}Next: ${next}`);
    }
  }
  console.print();
  console.print(summary(results));
}

const MARKS: Readonly<Record<Verdict, string>> = { ok: 'ok  ', warn: 'warn', bad: 'BAD ' };

function summary(results: readonly Result[]): string {
  const all = results.flatMap(({ findings }) => findings);
  const [bads, warns] = (['bad', 'warn'] as const).map(
    (verdict) => all.filter((one) => one.verdict === verdict).length,
  );
  if (bads === 0 && warns === 0) return 'All is well.';
  if (bads === 0) return `Nothing is bad; ${count(warns, 'thing')} could be better.`;
  const rest = warns === 0 ? '' : `, and ${count(warns, 'more')} could be better`;
  return `${count(bads, 'thing')} must be mended${rest}. Begin with the first, then run it again: tgmcp doctor`;
}

function count(number: number | undefined, what: string): string {
  const plural = what === 'thing' && number !== 1 ? 's' : '';
  return `${number} ${what}${plural}`;
}

/** What a check says holds no secret; should one slip in all the same, it does not get out. */
function clean(
  finding: Finding,
  settings: Partial<Settings>,
): { verdict: Verdict; says: string; next?: string } {
  const says = redact(finding.says, settings);
  return finding.verdict === 'ok'
    ? { verdict: 'ok', says }
    : { verdict: finding.verdict, says, next: redact(finding.next, settings) };
}
