import { findProject, loadSettings, settingsFile, type LoadedSettings } from '@tgmcp/core';
import { withCredentials } from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { EXIT, Stop } from './console/exit.js';
import type { Context } from './context.js';

/** The settings as loaded, with the project they belong to. */
export type Usable = Extract<LoadedSettings, { ok: true }>;

/** Loads the settings, or ends the command with every problem at once. Warnings go to stderr. */
export function usableSettings({ console, env }: Context): Usable {
  const loaded = loadSettings('operator', env);
  if (!loaded.ok) {
    const count = loaded.problems.length;
    throw new Stop(
      EXIT.usage,
      [
        `${count === 1 ? 'A setting' : `${count} settings`} cannot be used; nothing was done.`,
        ...loaded.problems.map((problem) => `  ${problem}`),
        isBegun(env)
          ? `Correct that in ${settingsFile(env, findProject(env)).file}, or where this shell sets it, and run this again; docs/SETTINGS.md lists every setting.`
          : 'There is no settings file yet. Next, to begin it: tgmcp init',
      ].join('\n'),
    );
  }
  for (const warning of loaded.warnings) console.note(warning);
  return loaded;
}

/** Only a settings file that somebody named must be there. */
function isBegun(env: NodeJS.ProcessEnv): boolean {
  const { file, named } = settingsFile(env, findProject(env));
  return !named || existsSync(file);
}

/** The settings with the application's credentials, wherever the operator keeps them, or the end of the command. */
export async function credentialled(settings: Usable['settings']): Promise<Usable['settings']> {
  const complete = await withCredentials(settings);
  if (complete.ok) return complete.value;
  throw new Stop(
    EXIT.usage,
    `${complete.refusal.message} Get TG_API_ID and TG_API_HASH at https://my.telegram.org, "API development tools", then: tgmcp credentials`,
  );
}
