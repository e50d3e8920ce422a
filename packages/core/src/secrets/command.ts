/** Reads a secret from a program of the operator's: no shell, a short time, the first line of what it prints. */
import { execFile } from 'node:child_process';
import { parseArgsStringToArgv } from 'string-argv';

const LIMIT_MS = 15_000;
const MOST_BYTES = 64 * 1024;

/** Why a program gave no secret, in words that repeat nothing of the command or of what it printed. */
export type CommandOutcome = { readonly value: string } | { readonly problem: string };

/** Runs a command line as written in a setting. */
export function secretFromCommandLine(line: string): Promise<CommandOutcome> {
  const [file, ...args] = parseArgsStringToArgv(line);
  if (file === undefined) return Promise.resolve({ problem: 'it is empty' });
  return secretFromProgram(file, args);
}

/** Runs a program and takes what it prints, without the line break at its end. */
export function secretFromProgram(file: string, args: readonly string[]): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const options = {
      encoding: 'utf8',
      timeout: LIMIT_MS,
      // One that asks to be spared would be waited for without end.
      killSignal: 'SIGKILL',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    } as const;
    const child = execFile(file, args, options, (error, stdout) => {
      const value = stdout.replace(/\r?\n$/, '');
      if (error !== null) resolve({ problem: whyFailed(error) });
      else if (value === '') resolve({ problem: 'it printed nothing' });
      else if (value.includes('\n')) resolve({ problem: 'it printed more than one line' });
      else resolve({ value });
    });
    // A program that would ask must not wait for an answer that cannot come.
    child.stdin?.end();
  });
}

function whyFailed(error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.code === 'ENOENT') return 'there is no such program';
  if (error.code === 'EACCES') return 'the program may not be run';
  // Node.js runs no batch file without a shell, whose quoting is not safe.
  if (error.code === 'EINVAL')
    return 'it is a batch file, which is not run; name a program, as powershell.exe -File SCRIPT.ps1';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed too much';
  if (error.killed === true) return `it took longer than ${LIMIT_MS / 1000} seconds`;
  return typeof error.code === 'number' ? `it ended with exit code ${error.code}` : 'it could not be run';
}
