import { describe, expect, it } from 'vitest';
import { allClassCells, sampleClassCells } from './class-cells.js';
import { TROUBLES } from './faults.js';
import { KINDS } from './kinds.js';
import { POINTS } from './points.js';
import { runClassCell, type Reply } from './run-class-cell.js';

const TURN = 1;
const cells = process.env['TGMCP_MATRIX'] === 'full' ? allClassCells() : sampleClassCells(TURN);

/** Whether a reply says of the world what is so. */
function isSo({ answer: { refused, body }, before, after }: Reply): boolean {
  if (!refused) return after === 1 && before === (body['already_sent'] === true ? 1 : 0);
  const { sent } = body['data'] as { readonly sent?: string };
  return sent === 'no' ? after === 0 : after <= 1;
}

it('meets every point, and every trouble with every class', () => {
  for (const point of POINTS) expect(cells.some((cell) => cell.point === point)).toBe(true);
  for (const kind of KINDS)
    for (const trouble of TROUBLES)
      expect(cells.some((cell) => cell.kind === kind && cell.trouble === trouble)).toBe(true);
});

describe.concurrent(`an action that Telegram cannot recognise, killed at its steps (${cells.length} cells)`, () => {
  for (const cell of cells) {
    const { kind, point, trouble } = cell;
    it(`of class ${kind.retry}, killed ${point.name}, ${trouble.name}`, async ({ expect }) => {
      const { replies, audit, complaints } = await runClassCell(cell);
      expect(replies.filter((reply) => !isSo(reply))).toEqual([]);
      expect(replies.at(-1)).toMatchObject({ answer: { refused: false }, after: 1 });
      // Only what may never be repeated waits for a person.
      expect(replies.length).toBeLessThanOrEqual(kind.retry === 'never' ? 5 : 3);
      expect(audit).toMatchObject({ ok: true });
      expect(complaints).toEqual([]);
    });
  }
});
