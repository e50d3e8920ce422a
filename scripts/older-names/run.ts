import { atTerminal, type Context } from 'tgmcp';

/** Arguments that cannot be understood; the message is for the person. */
export class WrongUsage extends TypeError {
  readonly code = 'WRONG_USAGE';
}

/** Runs a script; arguments that cannot be understood end it with `usage.code` and one line on how to use it. */
export async function runScript(
  usage: { readonly code: number; readonly line: string },
  work: (context: Context) => number | Promise<number>,
): Promise<void> {
  process.umask(0o077);
  process.exitCode = await atTerminal(process, process.env, async (context) => {
    try {
      return await work(context);
    } catch (error) {
      if (!(error instanceof TypeError && 'code' in error)) throw error;
      context.console.note(`${error.message} Usage: ${usage.line}`);
      return usage.code;
    }
  });
}
