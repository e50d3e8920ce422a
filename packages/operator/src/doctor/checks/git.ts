import { sessionPath } from '@tgmcp/core';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { bad, ok, quoted, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

const LIMIT_MS = 10_000;

/** Whether files with secrets could be, or were, handed on with a git repository. */
export async function lookAtGit({ file, settings }: Patient): Promise<Finding[]> {
  const files = new Set([file, sessionPath(settings, 'read'), sessionPath(settings, 'actions')]);
  const findings: Finding[] = [];
  for (const secret of [...files].filter((one) => existsSync(one))) {
    const [folder, name] = [dirname(secret), basename(secret)];
    if ((await git(folder, ['rev-parse', '--is-inside-work-tree'])) !== 0) continue;
    if ((await git(folder, ['ls-files', '--error-unmatch', '--', name])) === 0)
      findings.push(
        bad(
          `${secret} is in git; whoever has the repository has what stands in it, also after it is taken out`,
          `git -C ${quoted(folder)} rm --cached ${quoted(name)}; then change every secret that was in it`,
        ),
      );
    else if ((await git(folder, ['check-ignore', '-q', '--', name])) !== 0)
      findings.push(
        bad(
          `${secret} is not ignored by git and may be committed by mistake`,
          `echo ${quoted(`/${name}`)} >> ${quoted(`${folder}/.gitignore`)}`,
        ),
      );
  }
  return findings.length === 0 ? [ok('no file with secrets is in git, or may get there')] : findings;
}

/** The exit code; where there is no git, nothing is in it. */
function git(folder: string, args: readonly string[]): Promise<number> {
  // A monitor that a repository names would be run.
  const words = ['-C', folder, '-c', 'core.fsmonitor=false', ...args];
  return new Promise((resolve) => {
    execFile('git', words, { timeout: LIMIT_MS, windowsHide: true }, (error) => {
      resolve(error === null ? 0 : typeof error.code === 'number' ? error.code : 128);
    });
  });
}
