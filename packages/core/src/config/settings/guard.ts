/**
 * Settings that opened or closed the write guard of the system before this one. Here they can only narrow: the guard
 * of tgmcp-read cannot be opened by any setting, and a value that contradicts the program stops its start.
 */
import { flag, list, choice, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions'];

/** The write guard. */
export const guard = {
  TG_BLOCK_DIRECT_TELETHON_WRITE: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: nothing is written outside the gates. 0 switches all writing off.',
    unsafe: (on) => (on ? undefined : 'TG_BLOCK_DIRECT_TELETHON_WRITE must be 1'),
  }),
  TG_ALLOW_DIRECT_TELETHON_WRITE: flag({
    fallback: '0',
    servers,
    about: 'Must stay 0: there is no way around the gates. 1 switches all writing off.',
    unsafe: (on) => (on ? 'TG_ALLOW_DIRECT_TELETHON_WRITE must be 0' : undefined),
  }),
  TG_ENFORCE_ACTION_PROCESS: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: only tgmcp-actions writes. 0 switches all writing off.',
    unsafe: (on) => (on ? undefined : 'TG_ENFORCE_ACTION_PROCESS must be 1'),
  }),
  TG_DIRECT_TELETHON_WRITE_ALLOWED_CONTEXTS: list({
    fallback: 'actions_mcp',
    servers,
    about: 'The contexts that may write; without actions_mcp in it all writing is off.',
    unsafe: (contexts) =>
      contexts.length === 1 && contexts[0] === 'actions_mcp'
        ? undefined
        : 'TG_DIRECT_TELETHON_WRITE_ALLOWED_CONTEXTS must be actions_mcp alone',
  }),
  TG_WRITE_CONTEXT: choice({
    fallback: '',
    words: ['', 'read_mcp', 'actions_mcp'],
    servers,
    about: 'The context of the process; each server knows its own, and another value stops its start.',
  }),
  TG_ACTION_PROCESS: choice({
    fallback: '',
    words: ['', '0', '1'],
    servers,
    about: 'Whether this is the writing process; each server knows it, and another value stops its start.',
  }),
  TG_AUTH_BOOTSTRAP: flag({
    fallback: '0',
    servers,
    about: 'Must stay 0 in the servers: logging in is the work of `tgmcp login`. 1 switches all writing off.',
    unsafe: (on) => (on ? 'TG_AUTH_BOOTSTRAP must be 0 in a server' : undefined),
  }),
};
