import { parseScopeEntry } from '../../telegram/scope/entries.js';
import { chats, flag, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions'];
const isEntry = (text: string): boolean => parseScopeEntry(text) !== undefined;

/** Which chats an agent may see. */
export const scope = {
  TG_READ_ALLOWED_CHATS: chats({
    servers,
    isEntry,
    about:
      'The only chats that the agent may see, in both servers: ids, @usernames, links, "me", or folder:NAME for all chats of a folder. Empty for all.',
  }),
  TG_READ_BLOCKED_CHATS: chats({
    servers,
    isEntry,
    about: 'Chats that the agent never sees, in both servers, whatever is allowed; entries as above.',
  }),
  TG_READ_LOGIN_CODES: flag({
    fallback: '0',
    servers,
    about:
      "Lets the agent see Telegram's own chat 777000 and the chat of verification codes, which carry login codes.",
  }),
};
