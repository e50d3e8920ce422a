import { runTool } from './run-tool.js';

/** Runs the pending items of an approved leave-dialog batch. */
export const runLeaveDialogBatch = runTool(
  'leave_dialog',
  {
    name: 'tg_run_leave_dialog_batch',
    title: 'Run a leave-dialog batch',
    description: 'Runs pending items of an approved batch; call again until status is completed.',
  },
  20,
);
