import {
  done,
  policyIssues,
  type AccountServices,
  type Outcome,
  type Runtime,
  type Settings,
} from '@tgmcp/core';
import { allowlistIssues } from './allowlist/entries.js';
import { writeStop } from './approvals/write-stop.js';
import type { WritePolicy } from './gates/parts.js';
import type { ActionServices } from './services.js';
import { accountWrites, type AccountWrites, type UnlockWrites } from './writes.js';

/** What the tools of tgmcp-actions get: the runtime, the policy, and what writes through the account in use. */
export function servicesOver(runtime: Runtime, unlockWrites: UnlockWrites): Outcome<ActionServices> {
  const policy = writePolicy(runtime.settings);
  let made: { readonly account: AccountServices; readonly writes: AccountWrites } | undefined;
  return done({
    ...runtime,
    get sessionFile() {
      return runtime.sessionFile;
    },
    policy,
    async writes(need) {
      const account = await runtime.account(need);
      if (!account.ok) return account;
      if (made?.account !== account.value) {
        const writes = accountWrites(runtime, account.value, policy, unlockWrites);
        made = { account: account.value, writes };
      }
      return done(made.writes);
    },
  });
}

/** What the settings say about writing. */
function writePolicy(settings: Settings): WritePolicy {
  return {
    issues: [...policyIssues(settings), ...allowlistIssues(settings.TG_ACTIONS_ALLOWED_GROUPS)],
    overridden: settings.TG_ACTIONS_UNSAFE_OVERRIDE,
    enabled: settings.TG_ACTIONS_ENABLED,
    stopped: () => writeStop(settings.TG_DATA_DIR).stopped(),
    limits: {
      maxMessageLength: settings.TG_ACTIONS_MAX_MESSAGE_LEN,
      maxBotSteps: settings.TG_ACTIONS_MAX_BOT_STEPS,
      maxFileBytes: settings.TG_ACTIONS_MAX_FILE_MB * 1024 * 1024,
      rawMethods: settings.TG_ACTIONS_RAW_METHODS,
    },
  };
}
