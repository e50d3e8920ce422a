import { createConsole } from './console/console.js';
import { EXIT } from './console/exit.js';
import type { Context } from './context.js';

/** Does something at the streams of a process; resolves to its exit code, also when it has a fault of its own. */
export async function atTerminal(
  streams: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
  env: NodeJS.ProcessEnv,
  work: (context: Context) => Promise<number>,
): Promise<number> {
  const console = createConsole(streams, env);
  try {
    return await work({ console, env });
  } catch (error) {
    console.note(`tgmcp has a fault of its own: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.refused;
  } finally {
    console.close();
  }
}
