/** The application's identity at Telegram, fetched from where the operator keeps it when the environment has none. */
import { keepOutOfLogs } from '../config/redact.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { secretFromCommandLine, type CommandOutcome } from './command.js';
import { secretFromKeychain } from './keychain.js';

/** Where credentials come from. */
export type CredentialsProvider = 'env' | 'keychain' | 'command';

/** The provider that the settings choose; TG_USE_KEYCHAIN is the older way to say keychain. */
export function credentialsProvider(
  settings: Pick<Settings, 'TG_SECRET_PROVIDER' | 'TG_USE_KEYCHAIN'>,
): CredentialsProvider {
  if (settings.TG_SECRET_PROVIDER !== '') return settings.TG_SECRET_PROVIDER;
  return settings.TG_USE_KEYCHAIN ? 'keychain' : 'env';
}

/** The settings with both credentials; a value in the environment wins. Refused with NOT_AUTHORIZED and the reason. */
export async function withCredentials(settings: Settings): Promise<Outcome<Settings>> {
  let { TG_API_ID: id, TG_API_HASH: hash } = settings;
  const unset = [...(id === 0 ? ['TG_API_ID'] : []), ...(hash === '' ? ['TG_API_HASH'] : [])].join(' and ');
  if (unset !== '' && credentialsProvider(settings) === 'env')
    return missing(`${unset} must be set; my.telegram.org gives them to you`);
  if (id === 0) {
    const given = await credential(settings, 'TG_API_ID', 'TG_SECRET_CMD_API_ID', /^[1-9][0-9]{0,9}$/);
    if ('problem' in given) return missing(given.problem);
    id = Number(given.value);
  }
  if (hash === '') {
    const given = await credential(settings, 'TG_API_HASH', 'TG_SECRET_CMD_API_HASH', /^[0-9A-Za-z]{8,64}$/);
    if ('problem' in given) return missing(given.problem);
    hash = given.value;
    keepOutOfLogs(hash);
  }
  return done({ ...settings, TG_API_ID: id, TG_API_HASH: hash });
}

async function credential(
  settings: Settings,
  name: 'TG_API_ID' | 'TG_API_HASH',
  command: 'TG_SECRET_CMD_API_ID' | 'TG_SECRET_CMD_API_HASH',
  shape: RegExp,
): Promise<CommandOutcome> {
  const provider = credentialsProvider(settings);
  const source = provider === 'keychain' ? `the keychain entry for ${name}` : command;
  const given =
    provider === 'keychain'
      ? await secretFromKeychain(settings.TG_KEYCHAIN_SERVICE, settings[KEYCHAIN_ACCOUNT[name]])
      : await secretFromCommandLine(settings[command]);
  if ('problem' in given) return { problem: `${source} gave nothing: ${given.problem}` };
  return shape.test(given.value) ? given : { problem: `${source} gave something else than ${name}` };
}

const KEYCHAIN_ACCOUNT = {
  TG_API_ID: 'TG_KEYCHAIN_ACCOUNT_API_ID',
  TG_API_HASH: 'TG_KEYCHAIN_ACCOUNT_API_HASH',
} as const;

function missing(reason: string): Outcome<never> {
  return refuse('NOT_AUTHORIZED', {
    message: `The application is not set up: ${reason}.`,
    data: { reason, reached_wire: false },
  });
}
