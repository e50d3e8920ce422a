import type { AccountNeed, CoreServices, Outcome } from '@tgmcp/core';
import type { WritePolicy } from './gates/parts.js';
import type { AccountWrites } from './writes.js';

/** What the tools of tgmcp-actions get. */
export interface ActionServices extends CoreServices {
  readonly policy: WritePolicy;
  /** Everything that writes through the account, or why there is no account to write with. */
  writes(need?: AccountNeed): Promise<Outcome<AccountWrites>>;
}
