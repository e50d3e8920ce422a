/** A program at a pseudo-terminal, and the person in front of it: reads the screen, types, waits for the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** Tests that look at a terminal have to be allowed more. */
const PATIENCE_MS = 60_000;

/** The person's side of one program. */
export interface Terminal {
  /** All that was shown so far, without colours and movements. */
  readonly screen: () => string;
  /** Waits until `text` is shown after what was waited for before. */
  shows(text: string | RegExp): Promise<void>;
  /** Types a line and presses Enter. */
  types(line: string): void;
  /** Presses a key by its bytes. */
  presses(bytes: string): void;
  /** Ends the terminal, and the program with it. */
  kill(): void;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number>;
}

/** Starts `node file args…` at a terminal of its own, by `script` (util-linux). */
export function atTerminal(file: string, args: readonly string[], env: Record<string, string>): Terminal {
  const words = [process.execPath, file, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  // A new pseudo-terminal has no width, at which every letter gets a line of its own.
  const command = `stty cols 120 rows 50; exec ${words.join(' ')}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let seen = 0;
  let isOver = false;
  let news: () => void = () => undefined;
  // A character may come in two parts.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    news();
  });
  // Its exit alone says nothing: what it wrote before may still be on its way.
  const ended = once(child, 'close').then(([code]) => {
    isOver = true;
    news();
    return Number(code);
  });
  const screen = (): string => stripVTControlCharacters(shown).replaceAll('\r', '');
  return {
    screen,
    ended,
    async shows(text) {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const rest = screen().slice(seen);
        const at = typeof text === 'string' ? rest.indexOf(text) : rest.search(text);
        if (at >= 0) {
          seen += at + (typeof text === 'string' ? text.length : (text.exec(rest)?.[0].length ?? 0));
          return;
        }
        if (performance.now() > until || isOver) {
          child.kill('SIGKILL');
          throw new Error(`the terminal does not show ${String(text)}:\n${screen()}`);
        }
        await new Promise<void>((resolve) => {
          news = resolve;
          setTimeout(resolve, 100);
        });
      }
    },
    types: (line) => void child.stdin.write(`${line}\r`),
    kill: () => void child.kill('SIGKILL'),
    presses: (bytes) => void child.stdin.write(bytes),
  };
}
