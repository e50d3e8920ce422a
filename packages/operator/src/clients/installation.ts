import { settingsFile, type Project, type Settings } from '@tgmcp/core';
import { existsSync } from 'node:fs';
import type { Context } from '../context.js';
import { isSameFile, loginCommand } from '../doctor/sessions.js';
import { findPrograms } from './programs.js';
import { sessionFiles, type Installation, type ServersAsked } from './servers.js';

/** What a client is told of, from settings that can be used. */
export function installationOf(
  { settings, project }: { readonly settings: Settings; readonly project: Project },
  { env }: Context,
): Installation {
  const { file } = settingsFile(env, project);
  return { settings, project, file, programs: findPrograms(project, env), env };
}

/** Says on stderr what would not work, or would be less safe, once a client starts these servers. */
export function warn(asked: ServersAsked, installation: Installation, { console }: Context): void {
  const { file, programs, project, env, settings } = installation;
  const files = sessionFiles(asked, installation);
  if (isSameFile(files.read, files.actions))
    console.note(
      `Both servers would use one session, ${files.read}. Give TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH two different files, then: ${loginCommand('actions')}`,
    );
  if (asked.profile === 'full' && asked.approval === 'preview')
    console.note(
      'With --approval preview an agent that was told the phrase writes without a person; docs/SECURITY.md says what that gives up.',
    );
  const channel = settings.TG_ACTIONS_APPROVAL_CHANNEL;
  if (asked.profile === 'full' && asked.approval !== channel)
    console.note(
      `TG_ACTIONS_APPROVAL_CHANNEL is ${channel} in the settings, and what the client says, ${asked.approval}, wins over it. To have one word in both: tgmcp writing --approval ${asked.approval}`,
    );
  if (!existsSync(file))
    console.note(`There is no ${file} yet; the servers do not start before it is there. See .env.sample.`);
  else if (env['TG_API_ID'] || env['TG_API_HASH'])
    console.note(`TG_API_ID and TG_API_HASH of this shell reach no client: put them into ${file}.`);
  for (const one of programs.missing)
    console.note(`${one} is not there yet${project.checkout ? '; run: make build' : '.'}`);
}
