/** The three lists, word for word: a method that joins one of them must be written here too. */

export const READ_LIST: readonly string[] = [
  'channels.getChannels',
  'channels.getForumTopics',
  'channels.getFullChannel',
  'channels.getMessages',
  'channels.getParticipant',
  'channels.getParticipants',
  'contacts.getContacts',
  'contacts.resolvePhone',
  'contacts.resolveUsername',
  'contacts.search',
  'messages.getChats',
  'messages.getCommonChats',
  'messages.getDialogFilters',
  'messages.getDialogs',
  'messages.getDiscussionMessage',
  'messages.getFullChat',
  'messages.getHistory',
  'messages.getMessages',
  'messages.getPeerDialogs',
  'messages.getPinnedDialogs',
  'messages.getReplies',
  'messages.search',
  'messages.searchGlobal',
  'updates.getState',
  'users.getFullUser',
  'users.getUsers',
];

export const WRITE_LIST: readonly string[] = ['messages.sendMessage'];

export const LOGIN_LIST: readonly string[] = [
  'account.getPassword',
  'auth.checkPassword',
  'auth.exportLoginToken',
  'auth.importLoginToken',
  'auth.logOut',
  'auth.resendCode',
  'auth.sendCode',
  'auth.signIn',
  'users.getUsers',
];

/** Sent by every connection of the library as it begins, wrapped in what announces the program; passes without a ticket. */
export const CONNECTION_LIST: readonly string[] = ['help.getConfig'];
