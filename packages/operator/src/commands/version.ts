import { findProject, VERSION } from '@tgmcp/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { findPrograms, type Programs } from '../clients/programs.js';
import { Stop } from '../console/exit.js';
import type { Context } from '../context.js';

const manifestSchema = z.object({ version: z.string() });

/** `tgmcp version`: what is installed, and where; servers of another version than this command are named. */
export function version({ console, env }: Context): void {
  console.print(`tgmcp ${VERSION}`);
  const servers = serversOf(env);
  for (const [name, file] of Object.entries(servers)) {
    const found = versionOf(file);
    console.print(
      `tgmcp-${name} ${found ?? 'not installed beside it'}${found === undefined ? '' : `  ${file}`}`,
    );
    if (found !== undefined && found !== VERSION)
      console.note(
        `tgmcp-${name} is of another version than this command. Install both again: npm install -g tgmcp@${VERSION} tgmcp-${name}@${VERSION}`,
      );
  }
  console.print(`Node.js ${process.versions.node}`);
}

function serversOf(env: NodeJS.ProcessEnv): Programs['servers'] | Record<string, undefined> {
  try {
    return findPrograms(findProject(env), env).servers;
  } catch (error) {
    if (error instanceof Stop) return { read: undefined, actions: undefined };
    throw error;
  }
}

/** The version in the package of a program; undefined when it is not there. */
function versionOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(file, '../../package.json'), 'utf8'));
    return manifestSchema.parse(manifest).version;
  } catch {
    return undefined;
  }
}
