import { isPublicPhrase, loadSettings, type SettingName, type Settings } from '@tgmcp/core';
import { credentialsProvider } from '@tgmcp/core/login';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.js';
import { surroundings } from '../doctor/patient.js';
import { namesIn, sampleBlocks } from './sample.js';

/** Lists what the settings file does not mention, and what must be set and is empty or a default. 1 when there is any. */
export function checkEnv({ console, env }: Context): 0 | 1 {
  const { project, file } = surroundings(env);
  const found: string[] = [];
  const text = textOf(file);
  if (text === undefined) {
    found.push(`There is no ${file}.\n  Next: make sync-env`);
  }
  const loaded = loadSettings('operator', env, project);
  if (loaded.ok)
    found.push(...unset(loaded.settings).map((name) => `${name} is empty or a default; set it.`));
  else found.push(...loaded.problems);
  // Last: it is long, and nothing in it has to be done.
  if (text !== undefined) found.push(...unmentioned(text, file, join(project.project, '.env.sample')));
  for (const one of found) console.print(one);
  if (found.length === 0) console.print(`${file} has everything that must be set.`);
  return found.length === 0 ? 0 : 1;
}

function unmentioned(text: string, file: string, sample: string): string[] {
  const present = new Set(namesIn(text));
  const missing = sampleBlocks(textOf(sample) ?? '')
    .map(({ name }) => name)
    .filter((name) => !present.has(name));
  return missing.length === 0
    ? []
    : [`Not mentioned in ${file}: ${missing.join(', ')}.\n  Next: make sync-env`];
}

const CREDENTIALS = ['TG_API_ID', 'TG_API_HASH'] as const;
const COMMANDS = { TG_API_ID: 'TG_SECRET_CMD_API_ID', TG_API_HASH: 'TG_SECRET_CMD_API_HASH' } as const;
const KEYS = {
  '': [],
  env: ['TG_SESSION_KEY'],
  file: ['TG_SESSION_KEY_FILE'],
  passphrase: ['TG_SESSION_PASSPHRASE'],
  command: ['TG_SECRET_CMD_SESSION_KEY'],
  keychain: [],
} as const;

/** What must be set, by the providers that are chosen and by whether writing is on. */
function unset(settings: Settings): SettingName[] {
  const provider = credentialsProvider(settings);
  const needed: SettingName[] = CREDENTIALS.filter((name) => isEmpty(settings[name])).flatMap((name) => {
    if (provider === 'keychain') return [];
    return provider === 'env' ? [name] : [COMMANDS[name]];
  });
  needed.push(...KEYS[settings.TG_SESSION_KEY_PROVIDER]);
  if (settings.TG_ACTIONS_ENABLED) needed.push('TG_ACTIONS_ALLOWED_GROUPS', 'TG_ACTIONS_CONFIRMATION_PHRASE');
  return needed.filter((name) => {
    const value = settings[name];
    return isEmpty(value) || (name === 'TG_ACTIONS_CONFIRMATION_PHRASE' && isPublicPhrase(String(value)));
  });
}

function isEmpty(value: Settings[SettingName]): boolean {
  return value === '' || value === 0;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
