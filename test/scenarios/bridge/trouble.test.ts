/** The bridge with wrong names, dead servers and bad JSON: exit code 2, one line of JSON on stderr, nothing on stdout. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House, type Ran } from '../../support/house.js';
import { openBridge, problem, runIn, said, type Bridge } from './bench.js';

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

async function configured(name: string, text: string, args: readonly string[] = ['tools']): Promise<Ran> {
  await writeFile(file(name), text);
  return runIn(bridge.shell, [PROGRAMS.operator, 'bridge', '--config', file(name), ...args]);
}
const server = (entry: Record<string, unknown>, args?: readonly string[]): Promise<Ran> =>
  configured('one.json', JSON.stringify({ servers: { tgmcp_actions: entry } }), args);
const node = (script: string): Record<string, unknown> => ({
  command: process.execPath,
  args: ['-e', script],
});

function isProblem(ran: Ran, code: string, message: RegExp, next: RegExp = /./u): void {
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(problem(ran)).toMatchObject({
    code,
    message: expect.stringMatching(message),
    next_step: expect.stringMatching(next),
  });
}

describe('a server that is not found', () => {
  it('by its name: says which there are, or which was meant', async () => {
    isProblem(
      await bridge.run(['--server', 'tgmcp-action', 'tools']),
      'SERVER_UNKNOWN',
      /did you mean "tgmcp-actions"\?/u,
    );
    isProblem(
      await bridge.run(['--server', 'whatever', 'tools']),
      'SERVER_UNKNOWN',
      /there are tgmcp-actions\.$/u,
    );
  });

  it('for want of a configuration: says where one is', async () => {
    const none = await runIn(bridge.shell, [PROGRAMS.operator, 'bridge', 'tools']);
    isProblem(none, 'CONFIG_UNREADABLE', /config\.toml cannot be read \(ENOENT\)/u, /tgmcp config codex/u);
    await mkdir(file('.cursor'), { recursive: true });
    await writeFile(file('.cursor/mcp.json'), '{"mcpServers": {"tgmcp-actions": {"command": "x"}}}');
    const elsewhere = await runIn(bridge.shell, [PROGRAMS.operator, 'bridge', 'tools']);
    isProblem(elsewhere, 'CONFIG_UNREADABLE', /ENOENT/u, /--config \S+\.cursor\/mcp\.json/u);
  });

  it('does not look into the working folder, and names what it starts there as something to look at', async () => {
    const folder = join(house.dir, 'a clone');
    await mkdir(folder);
    const command = `require('node:fs').writeFileSync('started', '')`;
    const entry = { command: process.execPath, args: ['-e', command, 'tgmcp-actions.js'] };
    await writeFile(join(folder, '.mcp.json'), JSON.stringify({ mcpServers: { 'tgmcp-actions': entry } }));
    const env = { ...bridge.shell, HOME: join(house.dir, 'empty') };
    const ran = await runIn(env, [PROGRAMS.operator, 'bridge', 'tools'], '', folder);
    isProblem(ran, 'CONFIG_UNREADABLE', /ENOENT/u, /\.mcp\.json has one; look at what it starts/u);
    expect(problem(ran)['next_step']).not.toMatch(/--config \S*mcp\.json/u);
    expect(await readdir(folder)).toEqual(['.mcp.json']);
  });

  it.each([
    ['broken.json', '{"secret-canary": [', /is not JSON: .* line 1/u],
    ['broken.toml', 'secret-canary', /is not TOML: line 1/u],
    ['empty.json', '{}', /has no "mcpServers"/u],
    ['list.json', '[]', /has no "mcpServers"/u],
  ])('in %s', async (name, text, message) => {
    const ran = await configured(name, text);
    isProblem(ran, 'CONFIG_UNREADABLE', message);
    expect(ran.stderr).not.toContain('canary');
  });
});

describe('a server that cannot be used', () => {
  it('because of its entry', async () => {
    isProblem(await server({ url: 'https://x' }), 'SERVER_UNUSABLE', /has no command/u, /URL/u);
    isProblem(await server({ command: 7 }), 'SERVER_UNUSABLE', /has no command/u);
    isProblem(await server({ ...node(''), disabled: true }), 'SERVER_UNUSABLE', /switched off/u);
    isProblem(await server({ command: '${input:node}' }), 'SERVER_UNUSABLE', /\$\{input:node\}/u);
    isProblem(await server({ command: '${NOT_THERE}' }), 'SERVER_UNUSABLE', /NOT_THERE/u);
  });

  it('because it is dead, dies or says what is no JSON', async () => {
    isProblem(
      await server({ command: '/no/such/program' }),
      'SERVER_NOT_STARTED',
      /\/no\/such\/program \(ENOENT\)/u,
    );
    const dies = await server(node('console.error("settings are wrong"); process.exit(1)'));
    isProblem(dies, 'SERVER_NOT_STARTED', /ended before it answered/u, /tgmcp doctor/u);
    expect(problem(dies)).toMatchObject({ server_log: ['settings are wrong'] });
    // A shell is there long before the two seconds are over, on a busy machine too.
    const noise = { command: '/bin/sh', args: ['-c', 'echo hello; exec cat >/dev/null'] };
    isProblem(
      await server(noise, ['--start-timeout', '2', 'tools']),
      'SERVER_NOT_STARTED',
      /within 2 s and wrote to stdout what is no JSON/u,
    );
    isProblem(
      await server(node('process.stdin.resume()'), ['--start-timeout', '0.5', 'tools']),
      'SERVER_NOT_STARTED',
      /within 0.5 s\.$/u,
    );
  });

  it('because it dies within a call: what is true of it is said', async () => {
    const within = (tool: object, ...more: string[]): Promise<Ran> =>
      server(node(scripted({ tools: [tool], call: 'process.exit(3)' })), ['call', 'tg_one', ...more]);
    const write = { name: 'tg_one', inputSchema: { type: 'object' } };
    isProblem(await within(write), 'SERVER_ENDED', /ended/u, /not known.*never sends twice/u);
    const reads = { ...write, annotations: { readOnlyHint: true } };
    const nothing = /changes nothing in Telegram; .* may be on disk\. Look at: tgmcp doctor/u;
    isProblem(await within(reads), 'SERVER_ENDED', /ended/u, nothing);
    const dry = ['--args-json', '{"dry_run":true}'];
    const previews = { ...write, inputSchema: { type: 'object', properties: { dry_run: {} } } };
    isProblem(await within(previews, ...dry), 'SERVER_ENDED', /ended/u, nothing);
    // One without previews may have carried it out.
    isProblem(await within(write, ...dry), 'SERVER_ENDED', /ended/u, /not known/u);
  });

  it('because it dies before a call: nothing was called', async () => {
    const nothing = /^No tool was called, so nothing was done\./u;
    const call = ['call', 'tg_one'];
    isProblem(await server(node('process.exit(1)'), call), 'SERVER_NOT_STARTED', /ended/u, nothing);
    isProblem(await server({ command: '/no/such' }, call), 'SERVER_NOT_STARTED', /ENOENT/u, nothing);
    const listing = node(scripted({ tools: [], list: 'process.exit(3)' }));
    isProblem(await server(listing, call), 'SERVER_ENDED', /ended/u, nothing);
  });

  it('because its list of tools has no end', async () => {
    const again = node(scripted({ tools: [], next: "'the same'" }));
    isProblem(await server(again), 'SERVER_UNUSABLE', /names one page twice/u, /No tool was called/u);
    const more = node(scripted({ tools: [], next: 'String(id)' }));
    isProblem(await server(more), 'SERVER_UNUSABLE', /more than 1000 pages/u, /No tool was called/u);
    const circle = ['call', 'tg_one', '--args-json', '{}'];
    isProblem(await server(again, circle), 'SERVER_UNUSABLE', /names one page twice/u);
  });
});

/** A server of a few tools: what it does when it is asked for them, and when one is called. */
function scripted(conduct: { tools: object[]; next?: string; list?: string; call?: string }): string {
  const { tools, next = 'undefined', list = '', call = '' } = conduct;
  return `
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method } = JSON.parse(line);
      const say = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
      if (method === 'initialize') say({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } });
      if (method === 'tools/list') { ${list}; say({ tools: ${JSON.stringify(tools)}, nextCursor: ${next} }); }
      if (method === 'tools/call') { ${call} }
    });`;
}

describe('arguments that cannot be used', () => {
  it.each([
    [
      ['call', 'tg_get_stats', '--args-json', '{"secret-canary": '],
      /--args-json cannot be used: it is not JSON: .* line 1/u,
    ],
    [['call', 'tg_get_stats', '--args-json', ''], /it is empty/u],
    [['call', 'tg_get_stats', '--args-json', '[]'], /is no JSON object/u],
    [['call', 'tg_get_stats', '--args-json', '{}', '--args-file', '-'], /two sources/u],
    [['call', 'tg_get_stats', '--args-file', '/no/such'], /\(ENOENT\)/u],
    [['--set-env', 'x', 'tools'], /NAME=VALUE/u],
  ])('%j', async (args, message) => {
    const ran = await bridge.run(args);
    isProblem(ran, 'ARGUMENTS_INVALID', message);
    expect(ran.stderr).not.toContain('canary');
  });

  it('of the command itself: usage, exit code 2', async () => {
    for (const args of [
      [],
      ['call'],
      ['--runtime-mode', 'x', 'tools'],
      ['write-call', 'x', '--wait-approval', 'soon'],
    ])
      expect(await bridge.run(args)).toMatchObject({ code: 2, stdout: '' });
  });

  it('a tool that is not there, not allowed, or not a write', { timeout: 120_000 }, async () => {
    isProblem(
      await bridge.run(['call', 'tg_send_mesage']),
      'TOOL_UNKNOWN',
      /no tool tg_send_mesage/u,
      /Did you mean tg_send_message\?/u,
    );
    isProblem(
      await bridge.run(['write-call', 'tg_get_stats']),
      'NO_WRITE_TOOL',
      /tg_get_stats/u,
      /bridge call tg_get_stats/u,
    );
    isProblem(await bridge.run(['write-call', 'tg_approve_batch']), 'NO_WRITE_TOOL', /tg_approve_batch/u);
    const limited = { ...node('setInterval(() => 0, 1e9)'), disabled_tools: ['tg_send_message'] };
    const env = { TG_ENV_FILE: file('env'), TG_DATA_DIR: house.dir, ...house.emulator.env };
    const entry = { ...limited, args: [PROGRAMS.actions], env };
    isProblem(
      await server(entry, ['write-call', 'tg_send_message']),
      'TOOL_NOT_ALLOWED',
      /does not let its client use/u,
    );
    const { tools } = said(await server(entry)) as unknown as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name)).not.toContain('tg_send_message');
  });
});
