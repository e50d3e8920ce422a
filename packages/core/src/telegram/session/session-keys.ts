/** The keys that sessions are sealed with, from where the operator keeps them; each source is asked once a process. */
import type { Settings } from '../../config/settings.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { secretFromCommandLine, type CommandOutcome } from '../../secrets/command.js';
import { secretFromKeychain } from '../../secrets/keychain.js';
import { keepOutOfLogs } from '../../config/redact.js';
import { readPrivateText } from './private-text.js';
import {
  MIN_PASSPHRASE,
  keyFromPassphrase,
  keyFromText,
  type KeyName,
  type SealingKey,
} from './sealing-key.js';

/** The settings that say where the key is. */
export type KeySettings = Pick<
  Settings,
  | 'TG_SESSION_KEY_PROVIDER'
  | 'TG_SESSION_KEY'
  | 'TG_SESSION_KEY_FILE'
  | 'TG_SESSION_PASSPHRASE'
  | 'TG_SESSION_KEY_OLD'
  | 'TG_SECRET_CMD_SESSION_KEY'
  | 'TG_KEYCHAIN_SERVICE'
  | 'TG_KEYCHAIN_ACCOUNT_SESSION_KEY'
>;

/** The keys of this process. Both may be refused with SESSION_KEY_MISSING. */
export interface SessionKeys {
  /** Whether sessions are written sealed, and only sealed ones are read. */
  readonly seals: boolean;
  /** The key that new sessions are sealed with. */
  forWriting(): Promise<Outcome<SealingKey>>;
  /** The key of that name: the present one, or the one before it. */
  forReading(name: KeyName): Promise<Outcome<SealingKey>>;
}

/** Makes the keys of a process. Nothing is asked for before it is needed. */
export function createSessionKeys(settings: KeySettings): SessionKeys {
  let asked: Promise<CommandOutcome> | undefined;
  const derived = new Map<string, SealingKey>();
  const provider = settings.TG_SESSION_KEY_PROVIDER;

  async function secret(): Promise<Outcome<string>> {
    asked ??= secretOf(settings);
    const answer = await asked;
    if ('value' in answer) {
      keepOutOfLogs(answer.value);
      return done(answer.value);
    }
    // Somebody may unlock the keychain or write the file while the server runs.
    asked = undefined;
    return missing(`${SOURCES[provider]}: ${answer.problem}`);
  }

  async function fromPassphrase(passphrase: string, salt: string | undefined): Promise<SealingKey> {
    const known = salt === undefined ? undefined : derived.get(`${salt}${passphrase}`);
    if (known !== undefined) return known;
    const key = await keyFromPassphrase(passphrase, salt);
    derived.set(`${key.name.scrypt?.salt ?? ''}${passphrase}`, key);
    return key;
  }

  async function keyOf(text: string, name?: KeyName): Promise<SealingKey | undefined> {
    return name?.scrypt !== undefined || (name === undefined && provider === 'passphrase')
      ? fromPassphrase(text, name?.scrypt?.salt)
      : keyFromText(text);
  }

  return {
    seals: provider !== '',
    async forWriting() {
      const text = await secret();
      if (!text.ok) return text;
      if (provider === 'passphrase' && text.value.length < MIN_PASSPHRASE)
        return missing(`TG_SESSION_PASSPHRASE is shorter than ${MIN_PASSPHRASE} characters`);
      const key = await keyOf(text.value);
      return key === undefined
        ? missing(`${SOURCES[provider]} gave no key of 32 bytes in base64 or hexadecimal`)
        : done(key);
    },
    async forReading(name) {
      const present = await secret();
      const texts = [...(present.ok ? [present.value] : []), settings.TG_SESSION_KEY_OLD];
      for (const text of texts) {
        const key = text === '' ? undefined : await keyOf(text, name);
        if (key?.name.id === name.id) return done(key);
      }
      return present.ok ? missing(`the session was sealed with another key (${name.id})`) : present;
    },
  };
}

const SOURCES: Readonly<Record<KeySettings['TG_SESSION_KEY_PROVIDER'], string>> = {
  '': 'TG_SESSION_KEY_PROVIDER is not set',
  env: 'TG_SESSION_KEY',
  file: 'TG_SESSION_KEY_FILE',
  passphrase: 'TG_SESSION_PASSPHRASE',
  command: 'TG_SECRET_CMD_SESSION_KEY',
  keychain: 'the keychain entry TG_KEYCHAIN_ACCOUNT_SESSION_KEY',
};

async function secretOf(settings: KeySettings): Promise<CommandOutcome> {
  switch (settings.TG_SESSION_KEY_PROVIDER) {
    case 'env':
      return given(settings.TG_SESSION_KEY);
    case 'passphrase':
      return given(settings.TG_SESSION_PASSPHRASE);
    case 'file':
      return fromFile(settings.TG_SESSION_KEY_FILE);
    case 'command':
      return secretFromCommandLine(settings.TG_SECRET_CMD_SESSION_KEY);
    case 'keychain':
      return secretFromKeychain(settings.TG_KEYCHAIN_SERVICE, settings.TG_KEYCHAIN_ACCOUNT_SESSION_KEY);
    default:
      return { problem: 'the session is encrypted' };
  }
}

function given(value: string): CommandOutcome {
  return value === '' ? { problem: 'it is not set' } : { value };
}

function fromFile(file: string): CommandOutcome {
  if (file === '') return { problem: 'it is not set' };
  const read = readPrivateText(file);
  if (read === undefined) return { problem: 'there is no such file' };
  return 'text' in read ? given(read.text.trim()) : { problem: `${read.reason}; to mend it: ${read.fix}` };
}

function missing(reason: string): Outcome<never> {
  return refuse('SESSION_KEY_MISSING', {
    message: `The key of the session is not at hand: ${reason}.`,
    data: { reason, reached_wire: false },
  });
}
