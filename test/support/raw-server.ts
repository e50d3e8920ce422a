/** A shipped program that is spoken to line by line, so that every byte it prints and how it ends are seen. */
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One message of the protocol. */
export type RawMessage = Record<string, unknown>;

/** How a process ended: milliseconds since somebody wanted it to, and its exit code. */
export interface Ended {
  readonly ms: number;
  readonly code: unknown;
}

export class RawServer {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = '';
  stderr = '';
  readonly #gone: Promise<unknown[]>;
  readonly #input: number | undefined;
  #id = 0;

  /** `input`: an open file that the program reads instead of its pipe. */
  private constructor(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    input?: number,
  ) {
    this.#input = input;
    this.child = spawn(command, args, { env: { PATH: process.env['PATH'] ?? '', ...env } });
    this.#gone = once(this.child, 'close');
    // A character may come in two parts.
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    // A program that has ended reads nothing any more; how it ended is what tests look at.
    this.child.stdin.on('error', () => undefined);
  }

  /** Starts a program; `env` is all of its environment besides PATH. */
  static start(file: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): RawServer {
    return new RawServer(process.execPath, [file, ...args], env);
  }

  /**
   * Starts a program under a shell that can die without it. Its input is a named pipe in `folder` that stays open here:
   * the pipe of a child would be closed as soon as the child, here the shell, is gone. Its stderr tells its id.
   */
  static startUnderShell(file: string, env: Readonly<Record<string, string>>, folder: string): RawServer {
    const pipe = join(folder, 'input');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    const input = openSync(pipe, 'r+');
    const script = '"$0" "$1" <"$2" & echo "pid $!" >&2; wait';
    return new RawServer('sh', ['-c', script, process.execPath, file, pipe], env, input);
  }

  send(method: string, params: Record<string, unknown>): number {
    this.#id += 1;
    this.write(JSON.stringify({ jsonrpc: '2.0', id: this.#id, method, params }));
    return this.#id;
  }

  /** Writes any line. */
  write(line: string): void {
    if (this.#input === undefined) this.child.stdin.write(`${line}\n`);
    else writeSync(this.#input, `${line}\n`);
  }

  /** Sends a request and waits for its answer. */
  async ask(method: string, params: Record<string, unknown> = {}): Promise<RawMessage> {
    const id = this.send(method, params);
    for (;;) {
      const found = this.messages().find((message) => message['id'] === id);
      if (found !== undefined) {
        await whatCameBefore();
        return found;
      }
      await once(this.child.stdout, 'data');
    }
  }

  async initialize(): Promise<RawMessage> {
    const clientInfo = { name: 'raw', version: '1' };
    const answer = await this.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo,
    });
    this.write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    return answer;
  }

  /** Calls a tool; what it answered, from the text a client always gets. */
  async call(tool: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { result, error } = (await this.ask('tools/call', { name: tool, arguments: args })) as {
      result?: { content: readonly { text: string }[] };
      error?: Record<string, unknown>;
    };
    const text = result?.content[0]?.text;
    return text === undefined ? { error } : (JSON.parse(text) as Record<string, unknown>);
  }

  /** Every message printed so far; throws where something else was printed. */
  messages(): RawMessage[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RawMessage);
  }

  /** Does something that ought to end the program, and waits until it has. */
  async endBy(act: (server: RawServer) => void): Promise<Ended> {
    const begun = performance.now();
    act(this);
    const [code] = await this.#gone;
    return { ms: performance.now() - begun, code };
  }

  /** Waits for an end that comes by itself; the exit code. */
  async end(): Promise<unknown> {
    return (await this.endBy(() => undefined)).code;
  }

  kill(): void {
    this.child.kill('SIGKILL');
    if (this.#input !== undefined) closeSync(this.#input);
  }
}

/**
 * Lets this process read what a program wrote to stderr before an answer: when both are there at once, the answer may be read
 * first.
 */
export async function whatCameBefore(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Whether a process runs; one that has ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until `done` says so; false when that takes longer than `ms`. */
export async function within(ms: number, done: () => boolean): Promise<boolean> {
  const begun = performance.now();
  while (!done()) {
    if (performance.now() - begun > ms) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
