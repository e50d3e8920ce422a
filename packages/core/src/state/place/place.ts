/**
 * Where state may lie: on a local disk, for one host. Commits rest on renames that happen once and waits on clocks of one
 * machine, and Telegram ends a session that two hosts use.
 */
import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock/clock.js';
import { noLinksHere } from '../../platform/links.js';
import { renameSteadily } from '../../platform/steadily.js';
import { newNonce } from '../files/generations.js';
import { asStateError, errorCode, readPrivateFile } from '../files/private-files.js';
import { StateError } from '../store.js';
import { sharedFileSystem } from './file-systems.js';
import { hostSchema, isSameHost, thisHost, type Host } from './host.js';

/** The file below the state folder that says whose it is. */
const HOST_FILE = 'host.json';

/**
 * Takes the state folder for this host, or throws STATE_SHARED when it lies on a shared file system or another host has
 * taken it. With `force` the reasons come back instead, for the log.
 */
export function claimPlace(folder: string, clock: Clock, force: boolean): readonly string[] {
  const me = thisHost(clock);
  const owner = ownerOf(folder) ?? take(folder, me);
  const reasons = reasonsAgainst(folder, owner, me);
  if (isSameHost(owner, me) && owner.boot !== me.boot) replace(folder, me);
  if (reasons.length > 0 && !force) throw refused(folder, reasons);
  return reasons;
}

/** Why state should not lie in a folder; takes nothing. Throws STATE_CORRUPT where nobody can tell whose it is. */
export function placeProblems(folder: string, clock: Clock): readonly string[] {
  const me = thisHost(clock);
  return reasonsAgainst(folder, ownerOf(folder) ?? me, me);
}

function reasonsAgainst(folder: string, owner: Host, me: Host): string[] {
  const shared = sharedFileSystem(folder);
  return [
    ...(shared === undefined ? [] : [`it lies on ${shared}, where commits are not safe`]),
    ...(isSameHost(owner, me) ? [] : [`the host ${owner.hostname} uses it`]),
  ];
}

/** Makes this host the one that uses the folder; for the operator, once no other does. */
export function takeOver(folder: string, clock: Clock): void {
  replace(folder, thisHost(clock));
}

/** Which host has taken the folder; undefined when none has. Throws STATE_CORRUPT for a file that does not say. */
function ownerOf(folder: string): Host | undefined {
  const file = join(folder, HOST_FILE);
  const bytes = readPrivateFile(file);
  if (bytes === undefined) return undefined;
  try {
    return hostSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new StateError(
      'STATE_CORRUPT',
      file,
      `${file} does not say which host uses this folder. If no other host does, run: tgmcp state repair --take-over`,
    );
  }
}

/** Names a host that comes first; of several at the same time one does. */
function take(folder: string, me: Host): Host {
  const file = join(folder, HOST_FILE);
  const draft = write(folder, me);
  try {
    linkSync(draft, file);
    return me;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return ownerOf(folder) ?? me;
    const reason = noLinksHere(errorCode(error));
    if (reason === undefined) throw asStateError(error, file);
    throw new StateError('STATE_UNWRITABLE', folder, `The state cannot be kept in ${folder} (${reason}).`, {
      reason,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(folder: string, me: Host): void {
  const draft = write(folder, me);
  try {
    renameSteadily(draft, join(folder, HOST_FILE));
  } catch (error) {
    rmSync(draft, { force: true });
    throw asStateError(error, folder);
  }
}

function write(folder: string, host: Host): string {
  const draft = join(folder, `.host-${newNonce()}`);
  try {
    writeFileSync(draft, `${JSON.stringify(host)}\n`, { mode: 0o600, flag: 'wx' });
    return draft;
  } catch (error) {
    rmSync(draft, { force: true });
    throw asStateError(error, folder);
  }
}

function refused(folder: string, reasons: readonly string[]): StateError {
  return new StateError(
    'STATE_SHARED',
    folder,
    `The state in ${folder} is not used: ${reasons.join('; ')}. Run: tgmcp state check`,
    { reason: reasons.join('; ') },
  );
}
