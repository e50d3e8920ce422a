/** The page of the bridge: its commands are run as they stand there, its lists are those of the program. */
import { mkdir, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, repositoryFile, type House } from '../support/house.js';
import { sendsOf } from '../support/writing.js';
import { openBridge, problem, runIn, type Bridge } from '../scenarios/bridge/bench.js';
import { GROUP } from '../support/small-world.js';

const page = await repositoryFile('docs/BRIDGE.md');
const commands = [...page.matchAll(/^tgmcp bridge .*$/gmu)].map(([command]) => command);

let house: House;
let bridge: Bridge;
beforeAll(async () => {
  house = await openHouse();
  bridge = await openBridge(house);
  const env = { ...house.emulator.env, TG_ENV_FILE: join(house.dir, 'env'), TG_DATA_DIR: house.dir };
  const lines = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  await mkdir(join(house.dir, '.codex'));
  await writeFile(
    join(house.dir, '.codex/config.toml'),
    `[mcp_servers.tgmcp-actions]\ncommand = "${process.execPath}"\nargs = ["${PROGRAMS.actions}"]\n[mcp_servers.tgmcp-actions.env]\n${lines.join('\n')}\n`,
  );
  const program = `#!/bin/sh\nexec '${process.execPath}' '${PROGRAMS.operator}' "$@"\n`;
  await writeFile(join(house.dir, 'tgmcp'), program, { mode: 0o755 });
});
afterAll(() => house.close());

function shell(command: string): Promise<{ code: number; stdout: string }> {
  const env = { ...bridge.shell, PATH: `${house.dir}:${process.env['PATH'] ?? ''}` };
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], { env }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout });
    });
  });
}

describe('the page of the bridge', () => {
  it.each(commands)('%s', async (command) => {
    const ran = await shell(command.replace('@kites', GROUP.id));
    expect(ran.code).toBe(command.includes('write-call') ? 4 : 0);
    expect(JSON.parse(ran.stdout)).toBeTypeOf('object');
    expect(sendsOf(house)).toBe(0);
  });

  it('lists what may be set, and no more', async () => {
    const listed = /what concerns the run: ([^.]*)\./u.exec(page)?.[1]?.match(/\w+/gu) ?? [];
    const args = [PROGRAMS.operator, 'bridge', '--set-env', 'TG_ACTIONS_ENABLED=1', 'tools'];
    const { next_step: next } = problem(await runIn(bridge.shell, args));
    const allowed = /Allowed: ([^.]*)\./u.exec(String(next))?.[1]?.match(/\w+/gu) ?? [];
    expect(allowed.filter((name) => name !== 'LOG_LEVEL').toSorted()).toEqual([...listed].toSorted());
    expect(listed.length).toBeGreaterThan(5);
  });
});
