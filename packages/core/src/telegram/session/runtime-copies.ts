/**
 * Copies of session files for single processes, so that any number of readers share one session and none of them sees
 * it half exchanged. A copy bears its process in its name and goes with it; after a kill the next start sweeps it.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { realPath } from '../../config/session-path.js';
import type { Settings } from '../../config/settings.js';
import type { Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { isRunning, processStart } from '../../state/process-life.js';
import { readPrivateText } from './private-text.js';
import { writePrivateText } from './private-write.js';

/** The settings that say whether and where copies are kept. */
export type CopySettings = Pick<
  Settings,
  'TG_SESSION_RUNTIME_MODE' | 'TG_SESSION_RUNTIME_PROFILE' | 'TG_SESSION_RUNTIME_DIR' | 'SESSION_DIR'
>;

/** The copies of this process. */
export interface RuntimeCopies {
  /**
   * Copies a session file as it is now; the place of the copy, or the file itself when there is nothing to copy. After
   * `release` refused with CANCELLED.
   */
  take(file: string): Promise<Outcome<string>>;
  /** Removes what this process has made, once it is written; whatever is left of it goes when the process ends by itself. */
  release(): Promise<void>;
  /** Removes what ended processes have left. */
  sweep(): Promise<void>;
}

const NAME = /__pid(\d+)(?:-(\d+))?\.session/;
/** A session that was being written where it belongs. */
const HALF = /\.session\.(\d+)-(\d*)\.[0-9a-f]{16}(?:\.\d+)?$/;

/** The copies of one server's process; undefined when it works on the session file itself. */
export function createRuntimeCopies(
  settings: CopySettings,
  profile: 'read' | 'actions',
): RuntimeCopies | undefined {
  const mode = settings.TG_SESSION_RUNTIME_MODE;
  if (mode === 'direct' || (mode === '' && profile === 'actions')) return undefined;
  const folder = runtimeFolder(settings, profile);
  const own = `pid${process.pid}-${processStart(process.pid)}`.replace(/-$/, '');
  const made = new Set<string>();
  const writing = new Set<Promise<unknown>>();
  let released = false;
  // An end that takes too long is not waited for, and the copies must not stay behind.
  const removeNow = (): void => {
    for (const copy of made) removeIfPossible(copy);
  };
  return {
    async take(file) {
      if (released) return refuse('CANCELLED');
      const found = readPrivateText(file);
      // Whatever is wrong with the file is said by whoever opens it.
      if (found === undefined || !('text' in found)) return { ok: true, value: file };
      const copy = join(folder, `${stemOf(file)}${own}.session`);
      if (made.size === 0) process.on('exit', removeNow);
      made.add(copy);
      const write = writePrivateText(copy, found.text);
      writing.add(write);
      const written = await write.finally(() => writing.delete(write));
      if (!written.ok) return written;
      return released ? refuse('CANCELLED') : { ok: true, value: copy };
    },
    async release() {
      released = true;
      await Promise.allSettled(writing);
      await Promise.all([...made].map((copy) => rm(copy, { force: true })));
      made.clear();
      process.removeListener('exit', removeNow);
    },
    async sweep() {
      await sweepCopies(folder);
    },
  };
}

/** A copy that another program holds open stays until a later start sweeps it: it must not keep the others. */
function removeIfPossible(copy: string): void {
  try {
    rmSync(copy, { force: true });
  } catch {
    // At the end of a process there is nobody left to tell.
  }
}

/** How the names of all copies of one session file begin. */
function stemOf(file: string): string {
  const mark = createHash('sha1').update(realPath(file)).digest('hex').slice(0, 10);
  return `${basename(file, extname(file))}__${mark}__`;
}

/** The copies of one session file in a folder, of living and ended processes. */
export async function copiesOf(folder: string, file: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(stemOf(file))).map((name) => join(folder, name));
}

/** Where the copies of a server stand. */
export function runtimeFolder(settings: CopySettings, profile: 'read' | 'actions'): string {
  if (settings.TG_SESSION_RUNTIME_DIR !== '') return settings.TG_SESSION_RUNTIME_DIR;
  const name = settings.TG_SESSION_RUNTIME_PROFILE;
  return join(settings.SESSION_DIR, 'runtime', name === '' ? `${profile}_mcp` : name);
}

/** The copies, and halves of copies and of sessions, whose process is gone. */
export async function abandonedCopies(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => {
      const found = NAME.exec(name) ?? HALF.exec(name);
      return found !== null && !isRunning(Number(found[1]), found[2] ?? '');
    })
    .map((name) => join(folder, name));
}

/** Removes the {@link abandonedCopies} of a folder; those that were there. Nothing there is no trouble. */
export async function sweepCopies(folder: string): Promise<string[]> {
  const abandoned = await abandonedCopies(folder);
  for (const copy of abandoned) await rm(copy, { force: true });
  return abandoned;
}
