/** Looks through a state folder without changing anything, for `tgmcp state check`. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StateError } from '../store.js';
import { UNFINISHED } from './documents.js';
import { openEnvelope, type Envelope } from './envelope.js';
import { dataFile, generationsIn, headOf, SET_ASIDE, type Head } from './generations.js';
import { nameOfKey } from './key-names.js';
import { LANE_STATE } from './lanes.js';
import { logProblem } from './logs.js';
import { checkOpenFile, errorCode, isPrivateFolder, readPrivateFile } from './private-files.js';
import { leftovers, LOCK } from './sweep.js';

/** One thing that is wrong in a state folder. */
export interface StateFault {
  /** `breaker/account`: the document below the state folder; empty for the folder itself. */
  readonly name: string;
  readonly path: string;
  readonly what: 'damaged' | 'open to others' | 'left over';
  readonly reason: string;
  /** The command that mends it, for rights. */
  readonly fix?: string;
  /** A whole earlier generation lies there, so that going back to it is possible. */
  readonly previous?: number;
}

/** What a look found. */
export interface StateReport {
  readonly documents: number;
  readonly logs: number;
  readonly faults: readonly StateFault[];
}

/** Looks through the state of one account. Throws StateError only where the folder itself cannot be read. */
export function inspectState(root: string): StateReport {
  const faults: StateFault[] = [];
  let documents = 0;
  let logs = 0;
  const look = (name: string, path: string, problem: () => Found | undefined): void => {
    const found = guarded(problem);
    if (found !== undefined) faults.push({ name, path, what: 'damaged', ...found });
  };
  look('', root, () => (isPrivateFolder(root) ? undefined : { reason: 'it is not there' }));
  if (faults.length > 0) return { documents, logs, faults };

  for (const kind of foldersIn(root).filter((name) => name !== LOCK)) {
    const parent = join(root, kind);
    const before = faults.length;
    look(kind, parent, () => void isPrivateFolder(parent));
    if (faults.length > before) continue;
    if (kind === 'logs') {
      for (const file of readdirSync(parent).filter((name) => name.endsWith('.jsonl'))) {
        logs += 1;
        const log = file.slice(0, -'.jsonl'.length);
        look(`logs/${log}`, join(parent, file), () => logFault(root, log));
      }
      continue;
    }
    for (const name of foldersIn(parent).filter((one) => !one.startsWith(UNFINISHED))) {
      const folder = join(parent, name);
      if (kind !== 'lanes') documents += 1;
      look(`${kind}/${name}`, folder, () =>
        kind === 'lanes' ? laneFault(folder) : documentFault(kind, name, folder),
      );
    }
  }
  for (const path of leftovers(root, Date.now())) {
    faults.push({ name: '', path, what: 'left over', reason: 'a process that was killed left it' });
  }
  return { documents, logs, faults };
}

type Found = Pick<StateFault, 'reason' | 'previous' | 'fix'> & { readonly what?: StateFault['what'] };

/** The newest whole generation of a document that is not `except`. */
export function wholeGeneration(folder: string, kind: string, except?: Head): Envelope | undefined {
  return generationsIn(folder)
    .filter((one) => one.nonce !== except?.nonce)
    .toSorted((one, other) => other.generation - one.generation)
    .map((one) => opened(folder, kind, one))
    .find((found) => typeof found !== 'string');
}

function documentFault(kind: string, name: string, folder: string): Found | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  const names = readdirSync(folder);
  const heads = names.flatMap(headOf);
  const [head] = heads.length === 1 ? heads : [];
  const reason = names.some((one) => one.includes(SET_ASIDE))
    ? 'damaged bytes were set aside in it'
    : head === undefined
      ? 'it has no single newest generation'
      : reasonOf(opened(folder, kind, head), name);
  if (reason === undefined) return undefined;
  const whole = wholeGeneration(folder, kind, head);
  return { reason, ...(whole === undefined ? {} : { previous: whole.generation }) };
}

function opened(folder: string, kind: string, head: Head): Envelope | string {
  const bytes = readPrivateFile(dataFile(folder, head));
  return bytes === undefined
    ? 'its newest generation is missing'
    : openEnvelope(bytes, kind, head.generation);
}

function reasonOf(found: Envelope | string, name: string): string | undefined {
  if (typeof found === 'string') return found;
  return nameOfKey(found.key) === name ? undefined : 'it belongs to another key';
}

function laneFault(folder: string): Found | undefined {
  if (!isPrivateFolder(folder)) return undefined;
  // No name holds a slash: two names match as little as none.
  const whole = LANE_STATE.test(readdirSync(folder).join('/'));
  return whole ? undefined : { reason: 'it does not hold the one file of a call lane' };
}

function logFault(root: string, log: string): Found | undefined {
  const file = join(root, 'logs', `${log}.jsonl`);
  checkOpenFile(file, statSync(file));
  const reason = logProblem(root, log);
  return reason === undefined ? undefined : { reason };
}

function guarded(problem: () => Found | undefined): Found | undefined {
  try {
    return problem();
  } catch (error) {
    if (!(error instanceof StateError)) {
      const code = errorCode(error);
      // Whoever uses the state meanwhile prunes and renames: what has just gone is no fault.
      if (code === 'ENOENT') return undefined;
      if (code === undefined) throw error;
      return { reason: `it cannot be read (${code})` };
    }
    const { fix } = error.data;
    return fix === undefined
      ? { reason: error.message }
      : { what: 'open to others', reason: error.message.replace(/\. Run:.*/, ''), fix };
  }
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .toSorted();
}
