/**
 * Where this installation lives. In a checkout that is the repository; installed from a package it is the user's own
 * application folder. The working directory never counts: hosts start servers from anywhere.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folders } from './kinds.js';

/** The folders before any setting is read. */
export interface Project extends Folders {
  /** Whether this is a checkout, whose data folder is shared with git and so is not private itself. */
  readonly checkout: boolean;
}

const MARKER = 'pnpm-workspace.yaml';

/** Finds the project from the place of this code and the user's environment (XDG base directory specification). */
export function findProject(
  env: Readonly<Record<string, string | undefined>>,
  from: string = fileURLToPath(import.meta.url),
): Project {
  const root = checkoutOf(from);
  if (root !== undefined) return { checkout: true, project: root, data: join(root, 'data') };
  const share = env['XDG_DATA_HOME'];
  const base = share !== undefined && isAbsolute(share) ? share : join(homedir(), '.local', 'share');
  const folder = join(base, 'tgmcp');
  return { checkout: false, project: folder, data: folder };
}

function checkoutOf(file: string): string | undefined {
  let folder = dirname(file);
  for (;;) {
    if (folder.split(/[\\/]/).includes('node_modules')) return undefined;
    if (existsSync(join(folder, MARKER)) && existsSync(join(folder, 'packages', 'core'))) return folder;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
