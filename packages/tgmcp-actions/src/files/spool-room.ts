/** Room in the spool for copies that are made at the same time. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '@tgmcp/core';
import type { RoomWait } from './time-limits.js';

/** A copy that is being made. */
class Making {
  end: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
}

/** What this process does in one spool. */
interface Spool {
  /** Bytes that it has written so far, and those that it is just writing. */
  done: number;
  begun: number;
  /** The copies that are being made, the oldest first. */
  readonly making: Making[];
}

const spools = new Map<string, Spool>();

/** The place of one copy among those that are made at the same time. */
export interface Room {
  /**
   * Writes bytes where there is room for them beside everything else; `full` where there is none. Copies that began later
   * are waited for first: they give their room back, or keep it, and of those of this process that want the last of it one
   * always gets it. `busy` where they are not done in the time that there is to wait.
   */
  write(bytes: number, write: () => Promise<void>): Promise<'written' | 'full' | 'busy'>;
  /** The copy is in place, or gone. */
  leave(): void;
}

/** Takes a place for a new copy in a spool that may hold so many bytes. */
export function enterSpool(folder: string, maxBytes: number, wait: RoomWait): Room {
  const spool = spools.get(folder) ?? { done: 0, begun: 0, making: [] };
  spools.set(folder, spool);
  const mine = new Making();
  spool.making.push(mine);
  // Bytes that this process may write, ever, before the folder has to be looked at again.
  let most = 0;
  const fits = (bytes: number): boolean => {
    if (spool.done + spool.begun + bytes > most) most = spool.done + maxBytes - spoolBytes(folder);
    return spool.done + spool.begun + bytes <= most;
  };
  return {
    async write(bytes, write) {
      while (!fits(bytes)) {
        const later = spool.making.slice(spool.making.indexOf(mine) + 1);
        if (later.length === 0) return 'full';
        if (!(await wait.forOneOf(later.map(({ ended }) => ended)))) return 'busy';
      }
      spool.begun += bytes;
      try {
        await write();
      } finally {
        spool.begun -= bytes;
        spool.done += bytes;
      }
      return 'written';
    },
    leave() {
      spool.making.splice(spool.making.indexOf(mine), 1);
      mine.end();
    },
  };
}

/** Bytes that a spool holds, whoever wrote them. */
export function spoolBytes(folder: string): number {
  return entries(folder)
    .map((name) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

/** Names of all that is in a spool; none where there is no folder yet. */
export function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
