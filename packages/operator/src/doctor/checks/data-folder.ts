import { checkPrivateFolder, isWithin, shellWord, type Platform } from '@tgmcp/core';
import { existsSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';
import { inspectPlace } from '../../state/roots.js';

const MB = 1024 * 1024;
/** Below the first, state cannot be relied on to be written; below the second, soon not. */
const LEAST_MB = { needed: 20, comfortable: 200 } as const;

/** The data folder: whose it is, who may enter, where it lies, how much room it has. */
export async function lookAtDataFolder(patient: Patient): Promise<Finding[]> {
  const { settings } = patient;
  const data = settings.TG_DATA_DIR;
  const findings = [
    ...(await rights(patient)),
    ...outsideProfile(data, homedir()),
    ...place(patient),
    ...room(nearest(data)),
  ];
  if (settings.TG_DATA_DIR_FORCE)
    findings.push(
      warn(
        'TG_DATA_DIR_FORCE is 1: network file systems and other hosts are not refused',
        `take TG_DATA_DIR_FORCE out of ${quoted(patient.file)} once TG_DATA_DIR is a folder on a local disk`,
      ),
    );
  if (findings.length > 0) return findings;
  return [ok(existsSync(data) ? `${data} is private, local and has room` : `${data} will be made`)];
}

async function rights({ settings, project, state }: Patient): Promise<Finding[]> {
  const data = settings.TG_DATA_DIR;
  const sharedWithGit = project.checkout && data === join(project.project, 'data');
  const findings: Finding[] = [];
  for (const folder of [data, state, settings.SESSION_DIR].filter((one) => existsSync(one))) {
    const checked = await checkPrivateFolder(folder, { sharedWithGit: sharedWithGit && folder === data });
    if (checked.ok) continue;
    const fix = checked.refusal.data?.['fix'];
    const next = typeof fix === 'string' ? fix : `ls -ld ${quoted(folder)}`;
    findings.push(bad(checked.refusal.message.replace(/\.$/u, ''), next));
  }
  return findings;
}

/** Windows has no mode bits to look at: a folder is private there by what it inherits from the profile that it lies in. */
export function outsideProfile(
  folder: string,
  home: string,
  platform: Platform = process.platform,
): Finding[] {
  if (platform !== 'win32' || isWithin(folder, home, platform)) return [];
  return [
    warn(
      `${folder} lies outside of ${home}, where other users of this machine may be able to read it`,
      `icacls ${shellWord(folder, platform)} /inheritance:r /grant:r "$($env:USERNAME):(OI)(CI)F"`,
    ),
  ];
}

function place({ state, clock }: Patient): Finding[] {
  return inspectPlace(nearest(state), clock).map(({ reason, run }) => bad(`${state}: ${reason}`, run));
}

function room(folder: string): Finding[] {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / MB);
  if (free >= LEAST_MB.comfortable) return [];
  const says = `the disk of ${folder} has ${free} MB left`;
  const next = `df -h ${quoted(folder)}`;
  return [
    free < LEAST_MB.needed ? bad(`${says}; what is done could not be written down`, next) : warn(says, next),
  ];
}

/** The folder, or the one above it that is there: what will be made lies on the same disk. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
