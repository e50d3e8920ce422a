/**
 * A document is a folder. Each generation is a file under a name of its own, `<generation>.<nonce>.json`, and the name
 * `head.<generation>.<nonce>`, of whatever file, says which one counts. A swap renames the head it has seen to its own: that works
 * for one writer only, and never again, because the old name does not come back. So a writer that was paused fails,
 * whatever has been pruned meanwhile, and no lock is needed for it.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { renameSteadily } from '../../platform/steadily.js';
import { StateError } from '../store.js';
import { asStateError, errorCode, isPrivateFolder } from './private-files.js';

const HEAD = /^head\.(\d+)\.([0-9a-f]{16})$/;
const DATA = /^(\d+)\.([0-9a-f]{16})\.json$/;
const LEFT_OVER = /\.json\.\d+$/;
/** Part of the name of damaged bytes that were set aside. */
export const SET_ASIDE = '.corrupt-';
const SCANS = 5;
const LEFT_OVER_AFTER_MS = 600_000;

/** Which generation of a document counts. */
export interface Head {
  readonly generation: number;
  readonly nonce: string;
}

/** A name part that nobody else uses. */
export function newNonce(): string {
  return randomBytes(8).toString('hex');
}

/** The name that says which generation counts; what stands in its file does not matter. */
export function headFile(folder: string, head: Head): string {
  return join(folder, `head.${head.generation}.${head.nonce}`);
}

/** The file that holds a generation. */
export function dataFile(folder: string, head: Head): string {
  return join(folder, `${head.generation}.${head.nonce}.json`);
}

/** The head of a document, and all that lay in its folder at the same look. */
export interface Look {
  readonly head: Head;
  readonly names: readonly string[];
}

/** Finds the head of a document; undefined when the document does not exist. Throws when damage was found before. */
export function findHead(folder: string): Head | undefined {
  return lookInto(folder)?.head;
}

/** The same, with what else lies there. */
export function lookInto(folder: string): Look | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  for (let scan = 0; scan < SCANS; scan += 1) {
    const names = namesIn(folder);
    if (names === undefined) return undefined;
    const aside = names.find((name) => name.includes(SET_ASIDE));
    if (aside !== undefined) throw damaged(folder, `damaged bytes were set aside as ${join(folder, aside)}`);
    const [head, another] = names.flatMap(headOf);
    // Two heads are seen when a rename falls into the listing; a second look decides.
    if (head !== undefined && another === undefined) return { head, names };
  }
  throw damaged(folder, 'it has no single newest generation');
}

/** Moves the head on. False when somebody else was first. */
export function moveHead(folder: string, from: Head, to: Head): boolean {
  try {
    renameSteadily(headFile(folder, from), headFile(folder, to));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw asStateError(error, folder);
  }
}

/**
 * Removes of what lay in the folder before the swap to `head` all that no reader needs: generations before the last two, and
 * what killed writers left behind. What came since is left to the next swap.
 */
export function prune(folder: string, head: Head, names: readonly string[]): void {
  for (const name of names) {
    const generation = Number(DATA.exec(name)?.[1] ?? Number.NaN);
    if (generation < head.generation - 1 || isOldLeftOver(folder, head, name)) remove(join(folder, name));
  }
}

function isOldLeftOver(folder: string, head: Head, name: string): boolean {
  if (!isLeftOver(name)) return false;
  // Gone already: then nothing is old.
  const now = lstatSync(dataFile(folder, head), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return isOld(join(folder, name), now);
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    // Who swapped at the same time tidied up too.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Whether a name is that of a half-written file of a killed writer. */
export function isLeftOver(name: string): boolean {
  return LEFT_OVER.test(name);
}

/** Whether a file was last written ten minutes before `now`, on the file system's own clock. */
export function isOld(path: string, now: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && isOldTime(found.mtimeMs, now);
}

/** Whether a time is ten minutes before another. */
export function isOldTime(time: number, now: number): boolean {
  return time < now - LEFT_OVER_AFTER_MS;
}

/** Moves damaged bytes aside; while they lie there, the document stays refused. */
export function setAside(folder: string, file: string, reason: string, wallMs: number): StateError {
  const aside = `${file}${SET_ASIDE}${new Date(wallMs).toISOString().replaceAll(/[:.]/g, '-')}`;
  try {
    renameSteadily(file, aside);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    // Another process may have moved them already; on a read-only disk they stay, and stay refused.
    return damaged(folder, `${basename(file)}: ${reason} (${code})`);
  }
  return damaged(folder, `${reason}; the bytes were set aside as ${aside}`);
}

/** The refusal of a damaged document; it tells the operator how to go on. */
export function damaged(folder: string, reason: string): StateError {
  return new StateError(
    'STATE_CORRUPT',
    folder,
    `The state in ${folder} is damaged: ${reason}. It stays refused until the operator restores it, or moves it away to begin anew: docs/OPERATIONS.md, "Damaged state".`,
  );
}

/** The generations whose files lie in a document's folder, whole or not. */
export function generationsIn(folder: string): Head[] {
  return (namesIn(folder) ?? []).flatMap((name) => parsed(DATA, name));
}

/** The head that a file name stands for, if it is one. */
export function headOf(name: string): Head[] {
  return parsed(HEAD, name);
}

function parsed(pattern: RegExp, name: string): Head[] {
  const match = pattern.exec(name);
  return match === null ? [] : [{ generation: Number(match[1]), nonce: String(match[2]) }];
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStateError(error, folder);
  }
}
