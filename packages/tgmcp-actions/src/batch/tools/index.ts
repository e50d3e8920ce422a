import type { Tool } from '@tgmcp/core';
import type { ActionServices } from '../../services.js';
import { approveBatch } from './approve-batch.js';
import { controlBatch } from './control-batch.js';
import { createAddMemberBatchFromReport } from './create-add-member-batch-from-report.js';
import { createAddMemberBatch } from './create-add-member-batch.js';
import { createDeleteMessagesBatch } from './create-delete-messages-batch.js';
import { createLeaveDialogBatch } from './create-leave-dialog-batch.js';
import { getBatchStatus } from './get-batch-status.js';
import { runAddMemberBatch } from './run-add-member-batch.js';
import { runDeleteMessagesBatch } from './run-delete-messages-batch.js';
import { runLeaveDialogBatch } from './run-leave-dialog-batch.js';

/** Every tool that deals with batches, in the order in which clients list them. */
export const BATCH_TOOLS: readonly Tool<ActionServices>[] = [
  createAddMemberBatch,
  createAddMemberBatchFromReport,
  createDeleteMessagesBatch,
  createLeaveDialogBatch,
  approveBatch,
  getBatchStatus,
  runAddMemberBatch,
  runDeleteMessagesBatch,
  runLeaveDialogBatch,
  controlBatch,
];
