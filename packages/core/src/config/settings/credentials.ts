import { choice, flag, text, whole, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];

/** The application's identity at Telegram, from my.telegram.org. */
export const credentials = {
  TG_API_ID: whole({
    fallback: '0',
    min: 0,
    max: 2_147_483_647,
    servers,
    about: 'The api_id of your application at my.telegram.org; 0 means not set.',
  }),
  TG_API_HASH: text({
    fallback: '',
    shape: { pattern: /^[0-9A-Za-z]{8,64}$/, words: 'the api_hash as my.telegram.org shows it' },
    servers,
    secret: true,
    about: 'The api_hash of your application at my.telegram.org.',
  }),
  TG_SECRET_PROVIDER: choice({
    fallback: '',
    words: ['', 'env', 'keychain', 'command'],
    servers,
    about: 'Where the api id and hash come from when they are not in the environment.',
  }),
  TG_USE_KEYCHAIN: flag({ fallback: '0', servers, about: 'Short for TG_SECRET_PROVIDER=keychain.' }),
  TG_KEYCHAIN_SERVICE: text({
    fallback: 'tg-mcp',
    servers,
    about: 'The service name of the keychain entries.',
  }),
  TG_KEYCHAIN_ACCOUNT_API_ID: text({
    fallback: 'TG_API_ID',
    servers,
    about: 'The account name of the keychain entry with the api id.',
  }),
  TG_KEYCHAIN_ACCOUNT_API_HASH: text({
    fallback: 'TG_API_HASH',
    servers,
    about: 'The account name of the keychain entry with the api hash.',
  }),
  TG_SECRET_CMD_API_ID: text({
    fallback: '',
    servers,
    secret: true,
    about: 'A command that prints the api id.',
  }),
  TG_SECRET_CMD_API_HASH: text({
    fallback: '',
    servers,
    secret: true,
    about: 'A command that prints the api hash.',
  }),
};
