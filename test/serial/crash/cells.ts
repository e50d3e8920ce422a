import { POINTS, type Point } from './points.js';
import { TROUBLES, type Trouble } from './faults.js';

/**
 * What surrounds the kill: the data folder stays; it is lost, and the person logs in, previews and approves anew; or the
 * send repeats, by the person's wish, what was sent before.
 */
export const SITUATIONS = ['kept', 'lost', 'forced'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** Who approves: the agent with the phrase, the person through the desk, or the person at the shipped command. */
export const APPROVALS = ['phrase', 'desk', 'command'] as const;
export type Approval = (typeof APPROVALS)[number];

/** One kill of one send, and what comes after it. */
export interface Cell {
  readonly point: Point;
  readonly trouble: Trouble;
  readonly situation: Situation;
  readonly approval: Approval;
}

/** Every point by every trouble by every situation; the approvals take turns. */
export function allCells(): Cell[] {
  let turn = 0;
  return POINTS.flatMap((point) =>
    TROUBLES.flatMap((trouble) =>
      SITUATIONS.map((situation) => {
        turn += 1;
        return { point, trouble, situation, approval: APPROVALS[turn % APPROVALS.length] ?? 'phrase' };
      }),
    ),
  );
}

/**
 * A sample in which every point and every fault meets every situation and every approval, and these two each other. Which
 * point meets which fault is up to chance, about every second of these pairs; `make matrix` has all. Chosen greedily, ties
 * by chance: the same seed gives the same sample.
 */
export function sampleCells(seed: number): Cell[] {
  const chance = randomNumbers(seed);
  const candidates = POINTS.flatMap((point) =>
    TROUBLES.flatMap((trouble) =>
      SITUATIONS.flatMap((situation) =>
        APPROVALS.map((approval) => ({ point, trouble, situation, approval })),
      ),
    ),
  ).map((cell) => ({
    cell,
    pairs: pairsOf(cell),
    dose: `${cell.point.name} / ${cell.trouble.name}`,
    order: chance(),
  }));
  candidates.sort((one, other) => one.order - other.order);
  const open = new Set(candidates.flatMap(({ pairs }) => pairs));
  const met = new Set<string>();
  const chosen: Cell[] = [];
  while (open.size > 0) {
    let best = candidates[0];
    let most = 0;
    for (const candidate of candidates) {
      const fresh = met.has(candidate.dose) ? 0 : 0.5;
      const news = candidate.pairs.filter((pair) => open.has(pair)).length + fresh;
      if (news > most) [best, most] = [candidate, news];
    }
    if (best === undefined) break;
    for (const pair of best.pairs) open.delete(pair);
    met.add(best.dose);
    chosen.push(best.cell);
  }
  return chosen;
}

function pairsOf({ point, trouble, situation, approval }: Cell): string[] {
  const around = [situation, approval];
  const met = [point.name, trouble.name].flatMap((one) => around.map((other) => `${one} / ${other}`));
  return [`${situation} / ${approval}`, ...met];
}

/** Numbers from 0 to 1 by mulberry32, which is enough to shuffle. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
