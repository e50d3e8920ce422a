import {
  createRuntime,
  done,
  policyIssues,
  type AccountServices,
  type ServiceSource,
  type Settings,
  type StartContext,
} from '@tgmcp/core';
import { allowlistIssues } from './allowlist/entries.js';
import { writeStop } from './approvals/write-stop.js';
import type { WritePolicy } from './gates/parts.js';
import type { ActionServices } from './services.js';
import { accountWrites, type AccountWrites, type UnlockWrites } from './writes.js';

/** Makes the services of tgmcp-actions; nothing is read, written or connected before a tool needs the account. */
export function actionServices(
  unlockWrites: UnlockWrites,
): (context: StartContext) => ServiceSource<ActionServices> {
  return (context) => {
    const runtime = createRuntime(context, 'actions');
    const policy = writePolicy(context.settings);
    let made: { readonly account: AccountServices; readonly writes: AccountWrites } | undefined;
    const services: ActionServices = {
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
    };
    return { open: () => Promise.resolve(done(services)), close: () => runtime.close() };
  };
}

/** What the settings say about writing. */
export function writePolicy(settings: Settings): WritePolicy {
  return {
    issues: [...policyIssues(settings), ...allowlistIssues(settings.TG_ACTIONS_ALLOWED_GROUPS)],
    overridden: settings.TG_ACTIONS_UNSAFE_OVERRIDE,
    enabled: settings.TG_ACTIONS_ENABLED,
    stopped: () => writeStop(settings.TG_DATA_DIR).stopped(),
    limits: { maxMessageLength: settings.TG_ACTIONS_MAX_MESSAGE_LEN },
  };
}
