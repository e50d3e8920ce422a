import { runTool } from './run-tool.js';

/** Runs the pending items of an approved add-member batch. */
export const runAddMemberBatch = runTool(
  'add_member',
  {
    name: 'tg_run_add_member_batch',
    title: 'Run an add-member batch',
    description: 'Runs pending items of an approved batch; call again until status is completed.',
  },
  100,
);
