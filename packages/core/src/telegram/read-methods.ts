/**
 * The methods that may be sent to read, each with the reason why it changes nothing. Everything else is refused, and so
 * is everything a newer schema brings. Not here, because they act although they look like reads: `messages.getBotCallbackAnswer`
 * (presses a button), `messages.getInlineBotResults` (asks a bot), `messages.getMessagesViews` (counts a view),
 * `messages.getWebPagePreview` (makes Telegram fetch a page), `account.getTmpPassword`, and every `read…` method.
 */
export const READ_METHODS = {
  'users.getUsers': 'Names of users; also how the account itself is known.',
  'users.getFullUser': 'The public profile of one user.',
  'updates.getState': 'Counters of the update sequence; asks for nothing to be delivered.',
  'messages.getDialogs': 'The list of chats.',
  'messages.getPinnedDialogs': 'The pinned part of the list of chats.',
  'messages.getPeerDialogs': 'The entries of named chats in the list.',
  'messages.getDialogFilters': 'Names and contents of the chat folders.',
  'messages.getHistory': 'Messages of a chat; does not mark them as read.',
  'messages.getMessages': 'Messages by id, outside channels.',
  'messages.search': 'Messages of a chat that contain words.',
  'messages.searchGlobal': 'Messages of all own chats that contain words.',
  'messages.getReplies': 'Messages of one thread.',
  'messages.getDiscussionMessage': 'Where the comments of a post are written; reads none of them.',
  'messages.getCommonChats': 'Groups shared with somebody.',
  'messages.getChats': 'Names of basic groups.',
  'messages.getFullChat': 'Description and members of a basic group.',
  'channels.getChannels': 'Names of channels and supergroups.',
  'channels.getFullChannel': 'Description and counts of a channel or supergroup.',
  'channels.getForumTopics': 'The topics of a forum with their unread counts; marks none as read.',
  'channels.getMessages': 'Messages of a channel by id; counts no view.',
  'channels.getParticipants': 'Members of a channel or supergroup, as far as it shows them.',
  'channels.getParticipant': 'What one member may do.',
  'contacts.getContacts': 'The contacts of the account.',
  'contacts.search': 'Users and chats whose name contains words.',
  'contacts.resolveUsername': 'Who has a username.',
  'contacts.resolvePhone': 'Who has a phone number, where they allow that to be seen.',
} as const satisfies Record<string, string>;
