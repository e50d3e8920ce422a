import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { EXIT, Stop } from './exit.js';

/** Where a command reads and writes. stdout carries results, stderr everything said on the way. */
export interface Console {
  readonly input: Readable;
  /** A person sits at both ends, so questions can be asked. */
  readonly interactive: boolean;
  /** The terminal moves no cursor, so nothing on it can be drawn anew. */
  readonly plain: boolean;
  /** The size of the terminal in characters, as far as it tells one. */
  size(): { readonly columns: number; readonly rows: number };
  print(line?: string): void;
  note(line: string): void;
  /** Sends the bell to the terminal, where there is one. */
  ring(bell: string): void;
  /** A line on stderr that the next one replaces; shown at a terminal only. Empty takes it away. */
  status(line: string): void;
  /** Emphasis for a person's eyes; plain where colour is unwanted. */
  bold(text: string): string;
  dim(text: string): string;
  /** The next line of stdin, without its end of line; `what` is named when stdin ends before it. */
  readLine(what: string): Promise<string>;
  close(): void;
}

/** What the oldest terminals have: for those that do not tell. */
const USUAL_SIZE = { columns: 80, rows: 24 };

interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** A console over the process's streams; colour follows the terminal and NO_COLOR. */
export function createConsole(streams: Streams, env: NodeJS.ProcessEnv): Console {
  const { stdin, stdout, stderr } = streams;
  const colour = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  let isStatusShown = false;
  const clear = (): void => {
    if (isStatusShown) stderr.write('\r\u001B[K');
    isStatusShown = false;
  };
  const paint = (style: 'bold' | 'dim', text: string) => (colour ? styleText(style, text) : text);
  let lines: AsyncIterator<string> | undefined;
  return {
    input: stdin,
    plain: env['TERM'] === 'dumb',
    interactive: stdin.isTTY === true && stdout.isTTY === true,
    size: () => ({
      columns: stdout.columns || USUAL_SIZE.columns,
      rows: stdout.rows || USUAL_SIZE.rows,
    }),
    print(line = '') {
      clear();
      stdout.write(`${line}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    ring(bell) {
      if (stderr.isTTY === true) stderr.write(bell);
    },
    status(line) {
      clear();
      if (stderr.isTTY !== true || line === '') return;
      stderr.write(line);
      isStatusShown = true;
    },
    bold: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
    async readLine(what) {
      // One reader for the whole command: a second one would lose what the first has buffered.
      lines ??= createInterface({ input: stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
      const next = await lines.next();
      if (next.done === true) throw new Stop(EXIT.usage, `stdin ended before ${what}`);
      return next.value;
    },
    close: () => void stdin.destroy(),
  };
}
