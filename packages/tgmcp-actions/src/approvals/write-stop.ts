/**
 * The operator's switch that stops all writing of an installation at once. A file in the data folder, looked at before each
 * write: no restart, no settings, and nothing of the state has to be readable for it to hold.
 */
import { statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file, in the data folder. */
export const STOP_FILE = 'writes-stopped';

/** The switch of one data folder. */
export interface WriteStop {
  /** Whether writing is stopped; also where that cannot be found out. */
  stopped(): Promise<boolean>;
  stop(): Promise<void>;
  /** Lets writing go on. False when it was not stopped. */
  release(): Promise<boolean>;
}

/** The switch of a data folder. */
export function writeStop(dataDir: string): WriteStop {
  const file = join(dataDir, STOP_FILE);
  const stopped = async (): Promise<boolean> => {
    try {
      // Asked before each request, and a trip through the thread pool would cost ten times as much.
      statSync(file);
      return true;
    } catch (error) {
      // Only a file that is surely not there lets anything through.
      return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
    }
  };
  return {
    stopped,
    stop: () => writeFile(file, `${new Date().toISOString()}\n`, { mode: 0o600 }),
    async release() {
      const was = await stopped();
      await rm(file, { force: true });
      return was;
    },
  };
}
