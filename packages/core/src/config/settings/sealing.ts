import { choice, path, text, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];

/** How session files are encrypted at rest. */
export const sealing = {
  TG_SESSION_KEY_PROVIDER: choice({
    fallback: '',
    words: ['', 'env', 'file', 'passphrase', 'command', 'keychain'],
    servers,
    about:
      'Where the key comes from that session files are encrypted with; empty means they are not encrypted. Once set, a plain session is refused.',
  }),
  TG_SESSION_KEY: text({
    fallback: '',
    servers,
    secret: true,
    about: 'For provider env: the key, 32 bytes in base64 or hexadecimal.',
  }),
  TG_SESSION_KEY_FILE: path({
    fallback: '',
    servers,
    about: 'For provider file: a file with the key, readable by you alone; tgmcp session new-key makes one.',
  }),
  TG_SESSION_PASSPHRASE: text({
    fallback: '',
    servers,
    secret: true,
    about: 'For provider passphrase: at least 12 characters, from which the key is derived by scrypt.',
  }),
  TG_SECRET_CMD_SESSION_KEY: text({
    fallback: '',
    servers,
    secret: true,
    about: 'For provider command: a command that prints the key.',
  }),
  TG_KEYCHAIN_ACCOUNT_SESSION_KEY: text({
    fallback: 'TG_SESSION_KEY',
    servers,
    about: 'For provider keychain: the account name of the entry with the key, under TG_KEYCHAIN_SERVICE.',
  }),
  TG_SESSION_KEY_OLD: text({
    fallback: '',
    servers,
    secret: true,
    about:
      'The key or passphrase before the present one, for reading only; tgmcp session encrypt then seals everything anew.',
  }),
};
