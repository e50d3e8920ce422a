import { row } from './row.js';

/** Refusals of exports that are to be gone on with. */
export const exportCodes = {
  EXPORT_NOT_FOUND: row(
    'There is no export with this id.',
    'Give the resume id that tg_export returned, or begin anew without it.',
    false,
    [],
  ),
  EXPORT_BUSY: row(
    'Another process works on this export.',
    'Wait until it is done, or ask the operator to stop the process in data.pid.',
    true,
    ['pid'],
  ),
  EXPORT_DAMAGED: row(
    'The unfinished file of this export is not what was written.',
    'Begin the export anew; the operator can remove data.file.',
    false,
    ['file'],
  ),
};
