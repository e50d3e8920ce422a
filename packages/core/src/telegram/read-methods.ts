/**
 * The methods that may be sent to read, each with the reason why it changes nothing. Everything else is refused, and so
 * is everything a newer schema brings. What looks like reading and acts is below, in {@link NOT_READING}, so that nobody
 * adds it by its name. What each method does: core.telegram.org/method/NAME.
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
  'messages.getSearchCounters': 'How many media of each kind a chat has.',
  'messages.getMessageReactionsList': 'Who reacted to a message and how.',
  'messages.getScheduledHistory': 'Messages that wait to be sent later; sends none.',
  'messages.getPollVotes': 'Who voted for what in an open poll; casts no vote.',
  'messages.getUnreadMentions': 'Mentions that were not read; leaves them unread.',
  'messages.getUnreadReactions': 'Messages with reactions that were not seen; leaves them so.',
  'messages.getMessageReadParticipants': 'Who has read an own message in a small group.',
  'messages.getForumTopics': 'The same in newer layers.',
  'channels.getAdminLog': 'What administrators did in a channel, for its administrators.',
  'photos.getUserPhotos': 'Profile pictures of a user; nobody is told.',
  'contacts.getStatuses': 'When contacts were last seen; shows nothing of this account.',
  'stories.getPeerStories':
    'Stories of one person; they count as seen only by stories.readStories and stories.incrementStoryViews.',
  'upload.getFile': 'A part of a file; opens no self-destructing media by itself.',
  'contacts.resolvePhone': 'Who has a phone number, where they allow that to be seen.',
} as const satisfies Record<string, string>;

/**
 * Methods that their names make look like reading, and what they do. A row here must never be in {@link READ_METHODS};
 * a test compares the two.
 */
export const NOT_READING = {
  'messages.getBotCallbackAnswer': 'Presses a button: the bot acts.',
  'messages.getInlineBotResults': 'Sends what was typed to a bot.',
  'messages.getMessagesViews': 'Counts a view when its increment is set.',
  'messages.getWebPagePreview': 'Makes Telegram fetch an address, which its owner sees.',
  'messages.getWebPage': 'The same for an instant view.',
  'messages.getExtendedMedia': 'Asks for what was paid for to be opened.',
  'messages.getAllDrafts': 'Answers with updates, which other parts of a client take for changes.',
  'messages.getMessagesReactions': 'The same.',
  'messages.getPollResults': 'The same.',
  'messages.checkChatInvite': 'Opens a chat for looking in, for a while.',
  'messages.readHistory': 'Marks messages as read.',
  'messages.readDiscussion': 'Marks a thread as read.',
  'messages.readMentions': 'Marks mentions as read.',
  'messages.readReactions': 'Marks reactions as seen.',
  'messages.readMessageContents':
    'Marks voice messages as heard, and starts the end of self-destructing ones.',
  'messages.readFeaturedStickers': 'Marks sticker sets as seen.',
  'messages.requestUrlAuth': 'Begins a login at a web site.',
  'messages.requestWebView': 'Opens an app of a bot, which is told who did.',
  'messages.getSponsoredMessages': 'Orders advertisements, which are counted.',
  'channels.readHistory': 'Marks a channel as read.',
  'channels.readMessageContents': 'Marks media of a channel as seen.',
  'channels.searchPosts': 'May be paid for with stars.',
  'stories.readStories': 'Marks stories as seen; their author is told.',
  'stories.incrementStoryViews': 'Counts a view of a story.',
  'contacts.getLocated': 'Tells Telegram where somebody is, and may show it to strangers.',
  'contacts.importContacts': 'Adds contacts.',
  'account.getTmpPassword': 'Makes a password for payments.',
  'account.getAuthorizationForm': 'Begins handing documents to somebody.',
  'auth.exportAuthorization':
    'Makes what another connection logs in with; needed for downloads, not for a call of a tool.',
  'auth.exportLoginToken': 'Begins a login.',
  'help.getAppUpdate': 'Asks for an update of a program that this is not.',
  'updates.getDifference': 'Tells Telegram that what came before has arrived.',
} as const satisfies Record<string, string>;
