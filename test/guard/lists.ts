import { METHODS } from './schema.js';

/** The lists, word for word: a method that joins one of them must be written here too. */

const READ: readonly string[] = [
  'channels.getAdminLog',
  'channels.getChannels',
  'channels.getForumTopics',
  'channels.getFullChannel',
  'channels.getMessages',
  'channels.getParticipant',
  'channels.getParticipants',
  'contacts.getContacts',
  'contacts.getStatuses',
  'contacts.resolvePhone',
  'contacts.resolveUsername',
  'contacts.search',
  'messages.getChats',
  'messages.getCommonChats',
  'messages.getDialogFilters',
  'messages.getDialogs',
  'messages.getDiscussionMessage',
  'messages.getForumTopics',
  'messages.getFullChat',
  'messages.getHistory',
  'messages.getMessageReactionsList',
  'messages.getMessageReadParticipants',
  'messages.getMessages',
  'messages.getPeerDialogs',
  'messages.getPinnedDialogs',
  'messages.getPollVotes',
  'messages.getReplies',
  'messages.getScheduledHistory',
  'messages.getSearchCounters',
  'messages.getUnreadMentions',
  'messages.getUnreadReactions',
  'messages.search',
  'messages.searchGlobal',
  'photos.getUserPhotos',
  'stories.getAllStories',
  'stories.getPeerStories',
  'stories.getStoriesByID',
  'updates.getState',
  'upload.getFile',
  'users.getFullUser',
  'users.getUsers',
];

/** Those of them that the layer of the library has: topics of forums moved once. */
export const READ_LIST = READ.filter((name) => METHODS.includes(name));

export const WRITE_LIST: readonly string[] = [
  'account.updateNotifySettings',
  'channels.createChannel',
  'channels.deleteHistory',
  'channels.deleteMessages',
  'channels.editBanned',
  'channels.inviteToChannel',
  'channels.joinChannel',
  'channels.leaveChannel',
  'channels.toggleJoinToSend',
  'contacts.addContact',
  'contacts.block',
  'contacts.deleteByPhones',
  'contacts.deleteContacts',
  'contacts.importContacts',
  'contacts.unblock',
  'folders.editPeerFolders',
  'messages.addChatUser',
  'messages.createChat',
  'messages.deleteChatUser',
  'messages.deleteHistory',
  'messages.deleteMessages',
  'messages.editExportedChatInvite',
  'messages.editMessage',
  'messages.exportChatInvite',
  'messages.forwardMessages',
  'messages.getBotCallbackAnswer',
  'messages.importChatInvite',
  'messages.saveDraft',
  'messages.sendMedia',
  'messages.sendMessage',
  'messages.sendMultiMedia',
  'messages.sendReaction',
  'messages.toggleDialogPin',
  'messages.updateDialogFilter',
  'messages.updatePinnedMessage',
  'messages.uploadMedia',
  'upload.saveBigFilePart',
  'upload.saveFilePart',
];

/** Sent by the actions server outside of actions, through a door of its own. */
export const LOOKING_LIST: readonly string[] = [
  'messages.checkChatInvite',
  'messages.getExportedChatInvite',
  'messages.getExportedChatInvites',
];

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

/** Wrappers that may stand around whatever may be sent; any other must be in a list by itself. */
const HARMLESS_WRAPPERS: readonly string[] = [
  'invokeAfterMsg',
  'invokeAfterMsgs',
  'invokeWithLayer',
  'invokeWithoutUpdates',
];

/** The outermost wrapper for which a call is refused whose method is in `list`; undefined when none is. */
export function actingWrapper(wrappers: readonly string[], method: string, list: readonly string[]) {
  return wrappers.find((name) => {
    if (HARMLESS_WRAPPERS.includes(name)) return false;
    return name === 'initConnection' ? !CONNECTION_LIST.includes(method) : !list.includes(name);
  });
}

/** Sent by every connection of the library as it begins, wrapped in what announces the program; passes without a ticket. */
export const CONNECTION_LIST: readonly string[] = ['help.getConfig'];
