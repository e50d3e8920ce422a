import type { ServiceSource, StartContext } from '@tgmcp/core';
import { lateRuntime, loadOnce } from '@tgmcp/core/start';
import type { ActionServices } from './services.js';
import type { UnlockWrites } from './writes.js';

/**
 * Makes the services of tgmcp-actions; nothing is read, written or connected before a tool needs the account. Gates,
 * approvals and journal load with the first call.
 */
export function actionServices(
  unlockWrites: UnlockWrites,
): (context: StartContext) => ServiceSource<ActionServices> {
  return (context) => {
    const { runtime, close } = lateRuntime(context, 'actions');
    const load = async (): ReturnType<ServiceSource<ActionServices>['open']> => {
      const { servicesOver } = await import('./services-over.js');
      return servicesOver(await runtime(), unlockWrites);
    };
    return { open: loadOnce(load), close };
  };
}
