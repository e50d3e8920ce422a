/** Every reason for which something is not done. The code is the contract; texts may be improved. */
import { approvalCodes } from './codes/approval.js';
import { batchCodes } from './codes/batches.js';
import { callingCodes } from './codes/calling.js';
import { exportCodes } from './codes/exports.js';
import { filesCodes } from './codes/files.js';
import { lanesCodes } from './codes/lanes.js';
import { peersCodes } from './codes/peers.js';
import { sessionCodes } from './codes/session.js';
import { stateCodes } from './codes/state.js';
import { telegramCodes } from './codes/telegram.js';
import { writingCodes } from './codes/writing.js';
import type { RefusalRow } from './codes/row.js';

export type { RefusalRow } from './codes/row.js';

/** The refusal table by code. `docs/ERRORS.md` is generated from it. */
export const REFUSALS = {
  ...callingCodes,
  ...sessionCodes,
  ...peersCodes,
  ...filesCodes,
  ...telegramCodes,
  ...stateCodes,
  ...writingCodes,
  ...approvalCodes,
  ...lanesCodes,
  ...batchCodes,
  ...exportCodes,
} as const satisfies Record<string, RefusalRow>;

/** The code of a refusal: the part of it that callers may rely on. */
export type RefusalCode = keyof typeof REFUSALS;
