/** What a server says beside the protocol, to which its stdout belongs. */
import { Console } from 'node:console';
import process from 'node:process';

let opened: NodeJS.WriteStream | undefined;

/** Opened when something is first written: most starts have nothing to say. */
function stderr(): NodeJS.WriteStream {
  // Without a reader what is said is lost, but that is no reason to crash.
  return (opened ??= process.stderr.on('error', () => undefined));
}

/** Writes a text to stderr. */
export function writeToStderr(text: string): void {
  stderr().write(text);
}

/** Sends to stderr whatever libraries print, which would break the protocol. One that brings a console of its own has it. */
export function printToStderr(): void {
  let made: typeof globalThis.console | undefined;
  Object.defineProperty(globalThis, 'console', {
    configurable: true,
    get: () => (made ??= new Console(stderr(), stderr())),
    set: (theirs: typeof globalThis.console) => {
      made = theirs;
    },
  });
}
