import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Cleanup } from './cleanup.js';
import { DemoFailure } from './expect.js';

const PROGRAM = fileURLToPath(new URL('../../../packages/operator/bundle/tgmcp.js', import.meta.url));

/** Runs `tgmcp ARGS` as a person's script does, with these lines on stdin; resolves to what it printed on stdout. */
export async function runOperator(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cleanup: Cleanup,
  lines: readonly string[] = [],
): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...getDefaultEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  cleanup.later(async () => {
    child.kill();
    await closed;
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // A command that ends before it reads its input closes the pipe; its exit code says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [code] = (await closed) as [number | null];
  if (code !== 0)
    throw new DemoFailure(`tgmcp ${args.join(' ')} ended with ${code}: ${err.trim() || out.trim()}`);
  return out.trim();
}
