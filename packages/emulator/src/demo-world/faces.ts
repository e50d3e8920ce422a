import { makePhoto } from '../world/files.js';
import type { WorldPhoto } from '../world/model.js';
import type { Seeded } from './seeded.js';

const FIRST_ID = 7_100_000_000_000_000_000n;
const SIDE = 640;
const BYTES = 40 * 1024;

/** The picture that a person or chat of this id shows; every third shows none. Its bytes are made when asked for. */
export function faceOf(id: bigint, date: number, seeded: Seeded): WorldPhoto | undefined {
  if (seeded.chance(1 / 3)) return undefined;
  const content = { seed: Number(id % 1_000_003n), size: BYTES };
  return makePhoto({ id: FIRST_ID + id, date, width: SIDE, height: SIDE, content });
}
