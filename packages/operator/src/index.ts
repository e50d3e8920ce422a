import { createConsole } from './console/console.js';
import { EXIT, type ExitCode } from './console/exit.js';
import { runCommand } from './program.js';

/** Runs `tgmcp` with these arguments at the streams of a process; resolves to the exit code. */
export async function tgmcp(
  args: readonly string[],
  streams: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>,
  env: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const console = createConsole(streams, env);
  try {
    return await runCommand(args, { console, env });
  } catch (error) {
    console.note(`tgmcp has a fault of its own: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.refused;
  } finally {
    console.close();
  }
}
