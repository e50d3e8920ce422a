import { choice, decimal, flag, proxyUrl, text, whole, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions'];
const all: readonly Program[] = ['read', 'actions', 'operator'];

/** How the servers present themselves, and the limits of one answer. */
export const server = {
  TG_MCP_SERVER_NAME: text({
    fallback: '',
    shape: { pattern: /^[A-Za-z0-9_.-]{1,64}$/, words: 'letters, digits, "_", "." and "-", at most 64' },
    servers,
    about: 'The name a server gives itself; by default tgmcp-read or tgmcp-actions.',
  }),
  TG_MCP_TRANSPORT: choice({
    fallback: 'stdio',
    words: ['stdio'],
    servers,
    about: 'How clients reach the server.',
  }),
  TG_MCP_HTTP_HOST: text({
    fallback: '127.0.0.1',
    servers,
    effect: 'accepted',
    about: 'Address of an HTTP server.',
  }),
  TG_MCP_HTTP_PORT: whole({
    fallback: '8787',
    min: 1,
    max: 65_535,
    servers,
    effect: 'accepted',
    about: 'Port of an HTTP server.',
  }),
  TG_READ_PAGE_BYTES: whole({
    fallback: '30000',
    min: 2000,
    max: 1_000_000,
    servers,
    about: 'The size of one page of results, in bytes of JSON; the rest comes with the next cursor.',
  }),
  TG_SHOW_PHONE_NUMBERS: flag({
    fallback: '0',
    servers: all,
    about:
      'Shows phone numbers of other people to the agent, lets it find people by theirs, and writes them into exports.',
  }),
  TG_READ_TAKEOUT: flag({
    fallback: '0',
    servers: ['read', 'operator'],
    about:
      'Lets the read server begin data exports (takeout sessions); Telegram tells you of each on all your devices.',
  }),
  TG_READ_DOWNLOAD_FILE_MB: whole({
    fallback: '100',
    min: 1,
    max: 4096,
    servers: ['read'],
    about: 'The largest file that the read server fetches into its inbox, in megabytes (of 1,048,576 bytes).',
  }),
  TG_READ_DOWNLOAD_CALL_MB: whole({
    fallback: '300',
    min: 1,
    max: 16_384,
    servers: ['read'],
    about: 'How much one call of tg_download_media fetches, in megabytes; the rest takes further calls.',
  }),
  TG_CALL_DEADLINE_SEC: decimal({
    fallback: '20',
    min: 1,
    max: 300,
    servers: all,
    about: 'After how many seconds a call to Telegram is given up, its turn in the queue included.',
  }),
  TG_PROXY_URL: proxyUrl({
    servers: all,
    secret: true,
    about: 'The proxy through which Telegram is reached; empty connects directly.',
  }),
  TG_LOG_LEVEL: choice({
    fallback: '',
    words: ['', 'error', 'warn', 'info', 'debug'],
    servers,
    about:
      'What the log on stderr tells; secrets are never in it. By default what LOG_LEVEL says, or else info.',
  }),
  TG_LOG_FORMAT: choice({
    fallback: 'pretty',
    words: ['pretty', 'json'],
    servers,
    about: 'How a line of the log is written: for a person, or as one JSON object.',
  }),
  TG_ALLOW_INSPECTOR: flag({
    fallback: '0',
    servers,
    about:
      'Lets a server run under a debugger (--inspect), which can read the session out of it; without it the server does not start.',
  }),
};
