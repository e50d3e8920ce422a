/**
 * The methods that may be sent while an approved action runs, each with the reason why it is needed. The guard refuses
 * everything else, now and when a newer schema brings more; and of these an action gets those that its tool declares.
 */
export const WRITE_METHODS = {
  'account.updateNotifySettings': 'tg_set_dialog_state: mutes one chat, or ends that.',
  'channels.createChannel': 'tg_create_private_group: a new supergroup.',
  'channels.deleteHistory': 'tg_clear_history: the history of a channel or supergroup, up to a message.',
  'channels.deleteMessages': 'tg_delete_messages: named messages of a channel or supergroup.',
  'channels.editBanned':
    'tg_remove_member_from_group, tg_migrate_member: bans one person from a channel or supergroup, then ends the ban.',
  'channels.inviteToChannel':
    'tg_add_member_to_group, tg_create_private_group, tg_migrate_member: one person, into a channel or supergroup.',
  'channels.joinChannel': 'tg_join_chat: joins one public chat.',
  'channels.leaveChannel': 'tg_leave_dialog: leaves a channel or supergroup.',
  'channels.toggleJoinToSend':
    'tg_set_channel_comments_join_requirement: who may comment in one discussion group.',
  'contacts.addContact':
    'tg_add_contact: one named person, into the contacts; tg_send_to_phone: gives one back their name.',
  'contacts.block': 'tg_set_blocked: one person or bot.',
  'contacts.deleteByPhones':
    'tg_delete_contacts_by_phones, tg_send_to_phone: contacts, and entries of the phone book, by number.',
  'contacts.deleteContacts': 'tg_delete_contacts: named people, out of the contacts.',
  'contacts.importContacts': 'tg_send_to_phone: one number, for as long as the message takes.',
  'contacts.unblock': 'tg_set_blocked: one person or bot, blocked before.',
  'folders.editPeerFolders': 'tg_set_dialog_state: one chat into the archive, or out of it.',
  'messages.addChatUser': 'tg_add_member_to_group, tg_migrate_member: one person, into a basic group.',
  'messages.createChat': 'tg_create_private_group: a new basic group with its first members.',
  'messages.deleteChatUser':
    'tg_leave_dialog, tg_remove_member_from_group, tg_migrate_member: takes one person, or the account itself, out of a basic group.',
  'messages.deleteHistory':
    'tg_clear_history: the history of a private chat or basic group, up to a message.',
  'messages.deleteMessages': 'tg_delete_messages: named messages of private chats and basic groups.',
  'messages.editExportedChatInvite': 'tg_edit_invite_link: one link of one chat, changed or revoked.',
  'messages.editMessage': 'tg_edit_message: the text or caption of one message.',
  'messages.exportChatInvite': 'tg_edit_invite_link: a new link of one chat.',
  'messages.forwardMessages': 'tg_forward_messages: named messages of one approved chat into another.',
  'messages.getBotCallbackAnswer':
    'tg_click_inline_button, tg_run_bot_steps: presses one callback button, which makes its bot act.',
  'messages.importChatInvite': 'tg_join_chat: joins the chat of one invite link.',
  'messages.saveDraft': 'tg_save_draft: the unsent text of one chat.',
  'messages.sendMedia': 'tg_send_file: one approved file to an approved chat, now or scheduled.',
  'messages.sendMessage':
    'tg_send_message, tg_run_bot_steps, tg_send_to_phone: one text message to an approved chat or number, now or scheduled.',
  'messages.sendMultiMedia': 'tg_send_file: approved files as an album.',
  'messages.sendReaction': 'tg_set_reaction: the reaction of this account to one message.',
  'messages.toggleDialogPin': 'tg_set_dialog_state: pins one chat in the list of chats, or unpins it.',
  'messages.updateDialogFilter': 'tg_edit_folder: one folder of chats.',
  'messages.updatePinnedMessage': 'tg_pin_message: pins or unpins one message.',
  'messages.uploadMedia':
    'tg_send_file: an uploaded file becomes one that an album can take; it is in no chat.',
  'upload.saveBigFilePart': 'tg_send_file: a part of an approved file above 10 MB; it is in no chat.',
  'upload.saveFilePart': 'tg_send_file: a part of an approved file; it is in no chat.',
} as const satisfies Record<string, string>;

/** A method of the write list. */
export type WriteMethod = keyof typeof WRITE_METHODS;

/**
 * Methods that show a person what an action concerns, and that only this server may send, outside of actions too. They
 * change nothing for anybody else; that to look behind a link may open its chat to this account for some minutes is why no
 * reading server has them.
 */
export const LOOKING_METHODS = {
  'messages.checkChatInvite': 'tg_join_chat: which chat an invite link leads to; joins none.',
  'messages.getExportedChatInvite': 'tg_edit_invite_link: one link of a chat, as its admins see it.',
  'messages.getExportedChatInvites':
    'tg_edit_invite_link: the own links of a chat, to find one of which nobody knows whether it was made.',
} as const satisfies Record<string, string>;
