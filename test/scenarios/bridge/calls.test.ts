/** The bridge at its everyday work: tools, calls, copies of the session. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, root, type House, type Ran } from '../../support/house.js';
import { openBridge, runIn, said, type Bridge } from './bench.js';

let house: House;
let bridge: Bridge;
beforeAll(async () => {
  house = await openHouse();
  bridge = await openBridge(house);
});
afterAll(async () => {
  await house.close();
});

const file = (name: string): string => join(house.dir, name);

describe('the bridge', { timeout: 120_000 }, () => {
  it('tools and call, from a configuration of Codex under the older name of the script', async () => {
    await mkdir(file('.codex'), { recursive: true });
    const env = { ...house.emulator.env, TG_ENV_FILE: file('env'), TG_DATA_DIR: house.dir };
    const lines = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    const table = `[mcp_servers.tgmcp-actions]\ncommand = "${process.execPath}"\nargs = ["${PROGRAMS.actions}"]\n`;
    await writeFile(
      file('.codex/config.toml'),
      `${table}[mcp_servers.tgmcp-actions.env]\n${lines.join('\n')}\n`,
    );
    const script = (...args: string[]): Promise<Ran> =>
      runIn(bridge.shell, [join(root, 'scripts/dist/tg_action_bridge.js'), ...args]);
    const { tools } = said(await script('tools')) as unknown as {
      tools: { name: string; input_schema: object }[];
    };
    expect(tools.find(({ name }) => name === 'tg_send_message')?.input_schema).toHaveProperty(
      'properties.group',
    );
    expect(said(await script('--server', 'tgmcp_actions', 'call', 'tg_get_actions_policy'))).toMatchObject({
      enabled: true,
    });
  });

  it('call: what the tool answers, with its refusals as exit code 3', async () => {
    await writeFile(file('args.json'), '{}');
    const policy = await bridge.run(['call', 'tg_get_actions_policy', '--args-file', file('args.json')]);
    expect(policy).toMatchObject({ code: 0, stderr: '' });
    expect(said(policy)).toMatchObject({ enabled: true });
    const nobody = '{"group":"@nobody_of_that_name"}';
    const refused = await bridge.run(['call', 'tg_get_group_info', '--args-json', nobody]);
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringContaining('PEER_NOT_FOUND') });
    const unknown = await bridge.run(['call', 'tg_get_stats', '--args-json', '{"group":1}']);
    expect(unknown).toMatchObject({ code: 3, stdout: expect.stringContaining('group') });
  });

  it('works on a copy of the session, beside the server of the client, and leaves none', async () => {
    const client = await house.start('actions');
    expect((await client.call('tg_auth_status')).refused).toBe(false);
    expect((await bridge.run(['call', 'tg_auth_status'])).code).toBe(0);
    expect(await readdir(file('sessions/runtime/actions_bridge'))).toEqual([]);
    const direct = await bridge.run(['--runtime-mode', 'direct', 'call', 'tg_auth_status']);
    expect(direct.stdout).toContain('SESSION_BUSY');
  });

  it('takes arguments from stdin', async () => {
    const ran = await bridge.run(['call', 'tg_get_actions_policy', '--args-file', '-'], {}, '{}');
    expect(ran.code).toBe(0);
  });
});
