import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House } from '../support/house.js';
import { PERSON } from '../support/small-world.js';
import { message } from '../support/writing.js';

/** How the answer to the call begins. */
const ANSWERED = '"id":2';
const PATIENCE_MS = 20_000;

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};
const call = (name: string, args: object): object => ({
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** Runs a program under an umask, with lines on its input, to its end. `until`: the input stays open until this was said. */
async function under(
  umask: string,
  program: string,
  args: readonly string[],
  lines: readonly string[],
  until = '',
): Promise<string> {
  const child = spawn('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...house.env() },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  let told = '';
  const hear = (more = ''): void => {
    told += more;
    if (told.includes(until)) child.stdin.end();
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  child.stdin.write(lines.map((line) => `${line}\n`).join(''));
  hear();
  await once(child, 'close');
  return told;
}

describe.each(['000', '022', '077'])('under umask %s', (umask) => {
  it('every folder and file of the data folder is for its owner alone', async () => {
    const login = await under(
      umask,
      PROGRAMS.operator,
      ['login', '--stdin', '--overwrite'],
      [PERSON.phone, PERSON.code],
    );
    expect(login).toContain('Logged in as Ann');
    const talk = (tool: string, args: object): string[] => [
      JSON.stringify(initialize),
      JSON.stringify(call(tool, args)),
    ];
    expect(await under(umask, PROGRAMS.read, [], talk('tg_get_my_dialogs', {}), ANSWERED)).toContain(
      'dialogs',
    );
    expect(await under(umask, PROGRAMS.actions, [], talk('tg_send_message', message), ANSWERED)).toContain(
      'approval_code',
    );
    expect(await under(umask, PROGRAMS.operator, ['approve', '--json'], [])).toContain('proposals');
    const open: string[] = [];
    for (const entry of await readdir(house.dir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const { mode } = await lstat(path);
      if ((mode & 0o777) !== (entry.isDirectory() ? 0o700 : 0o600))
        open.push(`${relative(house.dir, path)} ${mode.toString(8)}`);
    }
    expect(open).toEqual([]);
  });
});
