import { runTool } from './run-tool.js';

/** Runs the pending items of an approved delete-messages batch. */
export const runDeleteMessagesBatch = runTool(
  'delete_messages',
  {
    name: 'tg_run_delete_messages_batch',
    title: 'Run a delete-messages batch',
    description: 'Runs pending items of an approved batch; call again until status is completed.',
  },
  25,
);
