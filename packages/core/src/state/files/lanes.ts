/**
 * Call lanes shared by processes. The state of a lane is one number, so it is kept in the name of the lane's only file,
 * `at.<boot>.<microseconds>`: to reserve is to rename, which one process wins, writes no bytes, and works on a full disk.
 * It is not fsynced: the number counts on the monotonic clock, and a power cut restarts that clock anyway.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../clock/clock.js';
import { renameSteadily } from '../../platform/steadily.js';
import { gcra } from '../gcra.js';
import { StateError } from '../store.js';
import { damaged, newNonce } from './generations.js';
import { nameOfKey } from './key-names.js';
import { asStateError, errorCode, isPrivateFolder, makePrivateFolder } from './private-files.js';
import { makeEmptyFile } from './verified-write.js';

/** The name of a lane's only file. */
export const LANE_STATE = /^at\.([a-z0-9_-]+)\.(\d+)$/;
const TRIES = 2_000;
const TRIES_WITHOUT_PAUSE = 3;
const LOOKS = 5;

/** The call lanes below a root folder. */
export class Lanes {
  readonly #parent: string;

  constructor(
    readonly root: string,
    readonly clock: Clock,
  ) {
    this.#parent = join(root, 'lanes');
  }

  /** Reserves the next slot; see {@link gcra}. Nothing is reserved when it is more than `maxWaitMs` away. */
  async reserve(lane: string, intervalMs: number, burst: number, maxWaitMs: number): Promise<number> {
    const folder = join(this.#parent, nameOfKey(lane));
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const boot = nameOfKey(this.clock.bootId());
      const current = this.#look(folder);
      const arrival = current?.boot === boot ? current.arrival : undefined;
      const step = gcra(arrival, this.clock.monotonic(), intervalMs, burst);
      if (step.waitMs > maxWaitMs) return step.waitMs;
      const name = `at.${boot}.${Math.ceil(step.next * 1_000)}`;
      if (current === undefined ? await this.#begin(folder, name) : moved(folder, current.name, name)) {
        return step.waitMs;
      }
      if (attempt >= TRIES_WITHOUT_PAUSE) await pause(Math.random() * 3);
    }
    throw new StateError('STATE_BUSY', folder, `${folder} is contended by too many processes.`);
  }

  #look(folder: string): { name: string; boot: string; arrival: number } | undefined {
    for (let look = 0; look < LOOKS; look += 1) {
      if (!isPrivateFolder(this.root) || !isPrivateFolder(this.#parent) || !isPrivateFolder(folder))
        return undefined;
      const names = namesIn(folder);
      // Two names are seen when a rename falls into the listing.
      if (names.length !== 1) continue;
      const match = LANE_STATE.exec(names.join('/'));
      if (match === null) break;
      return { name: match[0], boot: String(match[1]), arrival: Number(match[2]) / 1_000 };
    }
    throw damaged(folder, 'it does not hold the one file of a call lane');
  }

  async #begin(folder: string, name: string): Promise<boolean> {
    await makePrivateFolder(this.#parent);
    const unfinished = join(this.#parent, `.new-${newNonce()}`);
    try {
      mkdirSync(unfinished, { mode: 0o700 });
      makeEmptyFile(join(unfinished, name));
      renameSteadily(unfinished, folder);
      return true;
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      const code = errorCode(error);
      // Windows says EPERM for a folder in the way.
      const isThere =
        code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && isPrivateFolder(folder));
      if (isThere || code === 'ENOENT') return false;
      throw asStateError(error, folder);
    }
  }
}

function moved(folder: string, from: string, to: string): boolean {
  try {
    renameSteadily(join(folder, from), join(folder, to));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw asStateError(error, folder);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw asStateError(error, folder);
  }
}
