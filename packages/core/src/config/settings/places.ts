import { flag, path, text, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];

/** Where files stand. Relative paths begin at the project folder, never at the working directory. */
export const places = {
  TG_ENV_FILE: path({
    fallback: '',
    servers,
    about:
      'The settings file to load; without it .env of the project folder. The process environment wins over it.',
  }),
  TG_DATA_DIR: path({
    fallback: '<data>',
    servers,
    about:
      "The data folder; by default data/ of the checkout, or the user's application folder when installed.",
  }),
  TG_DATA_DIR_FORCE: flag({
    fallback: '0',
    servers,
    about:
      'Uses the data folder although it lies on a network file system or another host uses it; nothing that is promised about state holds there.',
  }),
  TG_READ_INBOX_DIR: path({
    fallback: '<data>/inbox',
    servers: ['read'],
    about: 'The folder into which the read server fetches files, in one of its own for each account.',
  }),
  SESSION_DIR: path({
    fallback: '<data>/sessions',
    servers,
    about: 'The folder of session files that are not named by a path of their own.',
  }),
  TG_SESSIONS_DIR: path({
    fallback: '<data>/sessions',
    servers,
    about: 'The folder that tools for listing and switching sessions look into.',
  }),
  SESSION_NAME: text({
    fallback: 'example_session',
    servers: ['operator'],
    effect: 'accepted',
    about: 'The session that command line tools use when none is named.',
  }),
};
