import { addMemberToGroup } from '../tools/add-member-to-group.js';
import { deleteMessages } from '../tools/delete-messages.js';
import { leaveDialog } from '../tools/leave-dialog.js';
import type { WriteTool } from '../tools/write-tool.js';
import type { BatchType } from './records.js';

/** The single tool that each type of batch repeats. */
export const BATCH_KINDS: Readonly<Record<BatchType, WriteTool>> = {
  add_member: addMemberToGroup,
  delete_messages: deleteMessages,
  leave_dialog: leaveDialog,
};
