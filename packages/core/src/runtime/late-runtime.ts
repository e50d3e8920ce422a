/** The services of a server without what they are made of: a server that only answers `initialize` loads none of it. */
import { done } from '../errors/outcome.js';
import type { ServiceSource, StartContext } from '../mcp/start.js';
import { loadOnce } from './load-once.js';
import type { Runtime } from './runtime.js';
import type { CoreServices } from './services.js';

/** Milliseconds after which a start is over, and what nobody has asked for yet is loaded all the same. */
const START_MS = 1000;

/** A runtime that is loaded when it is first asked for. */
export interface LateRuntime {
  readonly runtime: () => Promise<Runtime>;
  readonly close: () => Promise<void>;
}

/** Promises the services of a server. They are loaded soon, even if nobody calls, to sweep what ended processes have left. */
export function lateRuntime(context: StartContext, program: 'read' | 'actions'): LateRuntime {
  let loading: Promise<Runtime> | undefined;
  const load = async (): Promise<Runtime> => {
    context.startIsOver();
    const { createRuntime } = await import('./runtime.js');
    return createRuntime(context, program);
  };
  const runtime = loadOnce(() => (loading = load()));
  const soon = setTimeout(() => {
    runtime().catch((error: unknown) => context.log.warn(`not loaded yet: ${String(error)}`));
  }, START_MS);
  soon.unref();
  return {
    runtime,
    close: async () => {
      clearTimeout(soon);
      const loaded = await loading?.catch(() => undefined);
      await loaded?.close();
    },
  };
}

/** The services of a server whose tools need nothing beyond the core. */
export function coreServices(
  program: 'read' | 'actions',
): (context: StartContext) => ServiceSource<CoreServices> {
  return (context) => {
    const { runtime, close } = lateRuntime(context, program);
    return { open: async () => done(await runtime()), close };
  };
}
