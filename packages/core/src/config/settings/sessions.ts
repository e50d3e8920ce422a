import { choice, flag, path, text, whole, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];
const both: readonly Program[] = ['read', 'actions'];

/** Which Telegram session a program uses, and with whom it may share it. */
export const sessions = {
  TG_SESSION_PATH: path({
    fallback: '',
    servers,
    about: 'The session file of this program; wins over TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH.',
  }),
  TG_READ_SESSION_PATH: path({
    fallback: '',
    servers,
    about: 'The session file of tgmcp-read; by default read.session in SESSION_DIR.',
  }),
  TG_ACTIONS_SESSION_PATH: path({
    fallback: '',
    servers,
    about: 'The session file of tgmcp-actions; by default actions.session in SESSION_DIR.',
  }),
  TG_SESSION_PATH_CONFLICT_MODE: choice({
    fallback: 'warn',
    words: ['off', 'warn', 'fail'],
    servers: both,
    about: 'What to do when both servers name the same session file: nothing, warn, or refuse to start.',
  }),
  TG_SESSION_CONFLICT_REGISTRY_FILE: path({
    fallback: '',
    servers: both,
    effect: 'accepted',
    about: 'The file that lists who holds which session.',
  }),
  TG_SESSION_IDLE_TAKEOVER_SEC: whole({
    fallback: '300',
    min: 0,
    max: 86_400,
    servers: ['actions', 'operator'],
    about: 'After how many idle seconds another process may take over a session; 0 means never.',
  }),
  TG_EXPECTED_USERNAME: text({
    fallback: '',
    shape: { pattern: /^@?[A-Za-z][A-Za-z0-9_]{3,31}$/, words: 'a Telegram username' },
    servers,
    about: 'The username that the session must belong to; empty switches the check off.',
  }),
  TG_EXPECTED_USER_ID: text({
    fallback: '',
    shape: { pattern: /^[1-9][0-9]{0,18}$/, words: 'a numeric user id' },
    servers,
    about: 'The numeric user id that the session must belong to; empty switches the check off.',
  }),
  TG_ALLOW_SESSION_SWITCH: flag({
    fallback: '0',
    servers: both,
    about: 'Lets an agent change the session of a running server with tg_use_session.',
  }),
  TG_SESSION_LOCK_MODE: choice({
    fallback: 'shared',
    words: ['shared', 'off', 'exclusive'],
    servers: both,
    about:
      'Whether a session may have several users: shared, or exclusive for one process alone (off is shared). tgmcp-actions always owns its session alone.',
  }),
  TG_SESSION_RUNTIME_MODE: choice({
    fallback: '',
    words: ['', 'direct', 'copy', 'shadow', 'shadow_copy'],
    servers: both,
    about:
      'Whether a server works on a copy of its session file (copy; shadow and shadow_copy mean the same) or on the file itself (direct); by default tgmcp-read copies and tgmcp-actions does not.',
  }),
  TG_SESSION_RUNTIME_PROFILE: text({
    fallback: '',
    servers: both,
    about: 'The name under which copies of sessions are kept; by default read_mcp or actions_mcp.',
  }),
  TG_SESSION_RUNTIME_DIR: path({
    fallback: '',
    servers: both,
    about: 'The folder for copies of sessions; by default runtime/ and the profile in SESSION_DIR.',
  }),
  TG_RECEIVE_UPDATES: flag({
    fallback: '0',
    servers: both,
    effect: 'accepted',
    about: 'Receives updates from Telegram; this version asks instead.',
  }),
  TG_DEVICE_MODEL: text({
    fallback: '',
    shape: { pattern: /^[\x20-\x7E]{1,64}$/, words: 'up to 64 printable ASCII characters' },
    servers,
    about: "The device name in Telegram's list of active sessions; by default the name of the program.",
  }),
};
