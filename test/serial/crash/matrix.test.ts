import { describe, expect, it } from 'vitest';
import { allCells, sampleCells, type Cell } from './cells.js';
import { TROUBLES, type Last } from './faults.js';
import { POINTS } from './points.js';
import { runCell } from './run-cell.js';

const SEED = 20_261;
const cells = process.env['TGMCP_MATRIX'] === 'full' ? allCells() : sampleCells(SEED);

const ANSWERS: Record<Last, object> = {
  'sent now': { refused: false, body: { already_sent: false } },
  'sent before': { refused: false, body: { already_sent: true } },
  'not sent': { refused: true, body: { data: { sent: 'no' } } },
  unknown: { refused: true, body: { data: { sent: 'unknown' } } },
};
const MESSAGES: Record<Last, number> = { 'sent now': 1, 'sent before': 1, 'not sent': 0, unknown: 0 };

function lastOf({ point, trouble, situation }: Cell): Last {
  if (trouble.last !== 'as the point says') return trouble.last[point.died];
  return point.afterFlood[situation === 'lost' ? 'lost' : 'kept'];
}

it('meets every point of a send and every fault at least twice', () => {
  for (const point of POINTS) expect(cells.filter((cell) => cell.point === point).length).toBeGreaterThan(1);
  for (const trouble of TROUBLES)
    expect(cells.filter((cell) => cell.trouble === trouble).length).toBeGreaterThan(1);
});

describe.concurrent(`a send killed at every step, under every fault (${cells.length} cells)`, () => {
  for (const cell of cells) {
    const { point, trouble, situation, approval } = cell;
    it(`killed ${point.name}, ${trouble.name}, ${situation}, approved by ${approval}`, async ({ expect }) => {
      const report = await runCell(cell);
      const last = lastOf(cell);

      expect(report.step === undefined).toBe(point.survives?.includes(trouble.name) ?? false);
      expect(report.retries.at(-1)).toMatchObject(ANSWERS[last]);
      expect(report.after - report.before).toBe(MESSAGES[last]);
      expect(report.afterWait - report.before).toBe(1);
      expect(report.afterForced - report.before).toBe(2);
      expect(report.afterWindow - report.before).toBe(3);
      expect(report.audit).toMatchObject({ ok: true });
      expect(report.complaints).toEqual([]);
    });
  }
});
