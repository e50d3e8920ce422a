import { TROUBLES, type Trouble } from './faults.js';
import { KINDS, type Kind } from './kinds.js';
import { POINTS, type Point } from './points.js';

/** One kill of one action of a retry class, and the trouble that its request meets. */
export interface ClassCell {
  readonly kind: Kind;
  readonly point: Point;
  readonly trouble: Trouble;
}

/** Every class by every point by every trouble. */
export function allClassCells(): ClassCell[] {
  return KINDS.flatMap((kind) =>
    POINTS.flatMap((point) => TROUBLES.map((trouble) => ({ kind, point, trouble }))),
  );
}

/**
 * A sample with every point once, and every trouble with every class: each class takes every third point, with the
 * troubles in turn. `turn` picks one of the ways to do that. All triples are tried within one process beside the gates.
 */
export function sampleClassCells(turn: number): ClassCell[] {
  return POINTS.flatMap((point, index) => {
    const kind = KINDS[(index + turn) % KINDS.length];
    const trouble = TROUBLES[(Math.floor(index / KINDS.length) + turn) % TROUBLES.length];
    return kind === undefined || trouble === undefined ? [] : [{ kind, point, trouble }];
  });
}
