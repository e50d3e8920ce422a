import { addContact } from './add-contact.js';
import { addMemberToGroup } from './add-member-to-group.js';
import { clearHistory } from './clear-history.js';
import { clickInlineButton } from './click-inline-button.js';
import { createPrivateGroup } from './create-private-group.js';
import { deleteContactsByPhones } from './delete-contacts-by-phones.js';
import { deleteContacts } from './delete-contacts.js';
import { deleteMessages } from './delete-messages.js';
import { editFolder } from './edit-folder.js';
import { editInviteLink } from './edit-invite-link.js';
import { editMessage } from './edit-message.js';
import { forwardMessages } from './forward-messages.js';
import { invokeWrite } from './invoke-write.js';
import { joinChat } from './join-chat.js';
import { leaveDialog } from './leave-dialog.js';
import { migrateMember } from './migrate-member.js';
import { pinMessage } from './pin-message.js';
import { removeMemberFromGroup } from './remove-member-from-group.js';
import { runBotSteps } from './run-bot-steps.js';
import { saveDraft } from './save-draft.js';
import { sendFile } from './send-file.js';
import { sendMessage } from './send-message.js';
import { sendToPhone } from './send-to-phone.js';
import { setBlocked } from './set-blocked.js';
import { setChannelCommentsJoinRequirement } from './set-channel-comments-join-requirement.js';
import { setDialogState } from './set-dialog-state.js';
import { setReaction } from './set-reaction.js';
import type { WriteTool } from './write-tool.js';

/** Every tool that writes, in the order in which clients list them. A new one is declared in its file and joins here. */
export const WRITE_TOOLS: readonly WriteTool[] = [
  sendMessage,
  sendFile,
  editMessage,
  deleteMessages,
  forwardMessages,
  pinMessage,
  setReaction,
  saveDraft,
  setDialogState,
  editFolder,
  clearHistory,
  joinChat,
  leaveDialog,
  addMemberToGroup,
  removeMemberFromGroup,
  migrateMember,
  createPrivateGroup,
  setChannelCommentsJoinRequirement,
  editInviteLink,
  addContact,
  setBlocked,
  deleteContacts,
  deleteContactsByPhones,
  sendToPhone,
  clickInlineButton,
  runBotSteps,
  invokeWrite,
];
