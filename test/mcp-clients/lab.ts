import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clients, at versions that these checks were written for. */
const PACKAGES = ['@openai/codex@0.171.0', '@modelcontextprotocol/inspector@2.12.0'] as const;

/** A folder with the real clients. */
export interface Lab {
  /** Where their programs are. */
  readonly bin: string;
  remove(): Promise<void>;
}

/** Installs the clients into a folder of their own. */
export async function openLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-clients-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES];
    await run('npm', words, { ...process.env } as Record<string, string>);
  } catch (error) {
    await remove();
    throw error;
  }
  return { bin: join(folder, 'node_modules/.bin'), remove };
}

/** Runs a program; resolves to its stdout, rejects with its stderr. */
export function run(file: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: 300_000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(file, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${file} ${args.slice(0, 3).join(' ')}: ${stderr}${stdout}`, { cause: error }));
    });
    child.stdin?.end();
  });
}
