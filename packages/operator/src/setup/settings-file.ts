import {
  ENV_FILE_HEAD,
  findProject,
  makeMissing,
  preparePrivateFolder,
  settingsFile,
  withSettings,
  type SettingName,
} from '@tgmcp/core';
import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readConfigFile, writeConfigFile, type ConfigFile } from '../clients/config-file.js';
import { EXIT, Stop } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** Settings as they go into the settings file. */
export type Written = Readonly<Partial<Record<SettingName, string>>>;

/** The settings file of the programs. Where there is none yet it is begun, private, so that it can be named and filled. */
export async function prepareSettingsFile({ env }: Context): Promise<string> {
  const project = findProject(env);
  const { file, named } = settingsFile(env, project);
  const before = await readable(file);
  if (before.there) return file;
  if (named || project.checkout) await makeFolder(file);
  else must(await preparePrivateFolder(dirname(file)));
  await write(before, ENV_FILE_HEAD);
  return file;
}

/**
 * Writes settings into the settings file, private afterwards; nothing else in it changes. Says on stderr where a variable
 * of this shell wins over what was written. Ends the command, with nothing written, where the file cannot take them.
 */
export async function writeSettings(values: Written, context: Context): Promise<string> {
  const file = await prepareSettingsFile(context);
  const before = await readable(file);
  const entries = Object.entries(values);
  const after = withSettings(before.text, Object.fromEntries(entries));
  const names = entries.map(([name]) => name).join(', ');
  if (after === undefined)
    throw leftAlone(file, 'a value of several lines is in the way', `Put ${names} in by hand, then go on.`);
  if (after !== before.text) await write(before, after);
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  const shell = entries.filter(
    ([name, value]) => (context.env[name] ?? '').trim() !== '' && context.env[name] !== value,
  );
  for (const [name] of shell)
    context.console.note(`${name} is set in this shell, too, and that wins here: unset ${name}`);
  return file;
}

async function readable(file: string): Promise<ConfigFile> {
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile())
    throw leftAlone(file, 'it is no file', 'Name one in TG_ENV_FILE, or unset that.');
  const read = await readConfigFile(file);
  if ('problem' in read) throw leftAlone(file, read.problem, 'Mend that, then go on.');
  return read;
}

async function write(before: ConfigFile, text: string): Promise<void> {
  // Private before it is in its place: what it takes up may be a secret.
  const problem = await writeConfigFile(before, text, 0o600);
  if (problem !== undefined) throw leftAlone(before.file, problem.problem, 'Mend that, then go on.');
}

/** Folders that cannot be made are told of when the file cannot be written. */
async function makeFolder(file: string): Promise<void> {
  await makeMissing(dirname(file)).catch(() => undefined);
}

function leftAlone(file: string, why: string, next: string): Stop {
  return new Stop(EXIT.refused, `The settings file ${file} was left alone: ${why}. ${next}`);
}
