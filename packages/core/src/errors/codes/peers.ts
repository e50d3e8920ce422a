import { row } from './row.js';

/** Refusals that concern who or what a call is about. */
export const peersCodes = {
  PEER_NOT_FOUND: row(
    'No such user or chat is known to this account.',
    'Use tg_get_my_dialogs to find the id, or give an @username or a t.me link.',
    false,
    ['peer'],
  ),
  PEER_AMBIGUOUS: row(
    'Several chats have this title.',
    'Choose one of data.candidates and give its id.',
    false,
    ['peer', 'candidates'],
  ),
  PEER_INVALID: row(
    'This is not a way to name a user or chat.',
    'Give an id as printed by any tool, an @username, a t.me link, "me", or an exact title.',
    false,
    ['peer'],
  ),
  INVITE_LINK: row(
    'An invite link names a chat only to its members, and to look behind one may open the chat for a while, which is no reading.',
    'If the account is a member, find the chat by its title with tg_search_contacts or tg_get_my_dialogs; otherwise tg_join_chat of the actions server joins by it, or the person opens it in Telegram.',
    false,
    [],
  ),
  WRONG_PEER_KIND: row(
    'The tool does not work on this kind of peer.',
    'Choose a peer of the kind named in data.wanted.',
    false,
    ['wanted'],
  ),
  NO_RIGHTS: row(
    'The account may not do this here.',
    'Ask an admin of the chat for the right, or choose another chat.',
    false,
    ['rpc'],
  ),
  CHAT_OUT_OF_SCOPE: row(
    'The operator keeps this chat out of the reach of agents.',
    'Go on without it, and do not look for a way around; the operator decides by TG_READ_ALLOWED_CHATS and TG_READ_BLOCKED_CHATS.',
    false,
    ['peer'],
  ),
  SCOPE_UNRESOLVED: row(
    'It is not known which chats may be read: an entry of the chat scope leads nowhere.',
    'Ask the operator to correct data.entry in the setting data.setting, and to restart the server.',
    false,
    ['setting', 'entry'],
  ),
  MESSAGE_NOT_FOUND: row(
    'There is no such message in this chat.',
    'Take message ids from tg_get_messages or tg_search_messages of the same chat.',
    false,
    [],
  ),
};
