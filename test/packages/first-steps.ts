import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '@tgmcp/emulator';
import type { Ran } from '../support/house.js';
import { ANSWERS, APPLICATION, CHOSEN_PHRASE } from '../support/newcomer.js';
import { smallWorld } from '../support/small-world.js';
import type { Installed } from './installed.js';

/** What somebody typed after installing, what came of it, and what reached Telegram. */
export interface FirstSteps {
  readonly typed: readonly string[];
  readonly ran: readonly Ran[];
  readonly emulator: Pick<Emulator, 'calls' | 'protocolErrors' | 'unimplemented'>;
  readonly tookMs: number;
}

/** The age that a code must have, by default. */
const AGE_MS = 31_000;

/**
 * From the installed programs to the first approved write: one command with what only the person knows, then the commands
 * that the outputs name. Nothing is set but where the home is.
 */
export async function takeFirstSteps(installed: Installed): Promise<FirstSteps> {
  const emulator = await startEmulator({ world: smallWorld });
  const home = await mkdtemp(join(installed.folder, 'home ü-'));
  const path = `${join(installed.folder, 'prefix/bin')}:${process.env['PATH'] ?? ''}`;
  const env = { ...emulator.env, PATH: path, HOME: home };
  const typed: string[] = [];
  const ran: Ran[] = [];
  const type = (command: string, lines: readonly string[] = []): Promise<Ran> =>
    new Promise((resolve) => {
      typed.push(command);
      const child = execFile('sh', ['-c', command], { env, cwd: home }, (error, stdout, stderr) => {
        const one = { code: error === null ? 0 : Number(error.code), stdout, stderr };
        ran.push(one);
        resolve(one);
      });
      child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
    });
  const begun = performance.now();
  try {
    const flags = `--profile full --api-id ${APPLICATION.id} --allow me --client codex --stdin`;
    const { stderr } = await type(`tgmcp init ${flags}`, ANSWERS);
    const [read = '', write = ''] = [...stderr.matchAll(/^ {2}(tgmcp .*)$/gmu)].map(([, one]) => one);
    await type(read);
    const asked = await type(write);
    const { preview, next } = JSON.parse(asked.stdout) as { preview: { proposal_id: string }; next: string };
    await type(`tgmcp approve ${preview.proposal_id} --phrase-stdin`, [CHOSEN_PHRASE]);
    emulator.clock.advance(AGE_MS);
    await type(next.slice(next.lastIndexOf('tgmcp bridge')));
    return { typed, ran, emulator, tookMs: performance.now() - begun };
  } finally {
    await emulator.stop();
  }
}
