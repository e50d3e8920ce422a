/** Codex, offline and without a model: its own commands, its strict reading of a configuration, and its app server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAMS, type House } from '../support/house.js';
import { sendsOf } from '../support/writing.js';
import { GROUP } from '../support/small-world.js';
import { run, type Lab } from './lab.js';

/** What a server of Codex is, as `codex mcp list --json` says it. */
interface Listed {
  readonly name: string;
  readonly transport: {
    readonly command: string;
    readonly args: string[];
    readonly env: Record<string, string>;
  };
}

/** Runs all checks. */
export async function checkCodex(lab: Lab, house: House): Promise<void> {
  const codex = join(lab.bin, 'codex');
  const homeOf = async (name: string): Promise<Record<string, string>> => {
    const folder = join(house.dir, name);
    await mkdir(folder, { recursive: true });
    return {
      ...house.env(),
      HOME: house.dir,
      PATH: `${lab.bin}:${process.env['PATH'] ?? ''}`,
      CODEX_HOME: folder,
    };
  };
  const merged = await homeOf('merged');
  await writeFile(join(merged['CODEX_HOME'] ?? '', 'config.toml'), '# mine\nmodel = "x"\n');
  const config = [PROGRAMS.operator, 'config', 'codex', '--profile', 'full'];
  await run(process.execPath, [...config, '--write', '--yes'], merged);
  await run(codex, ['app-server', '--strict-config', '--print-startup-config'], merged);

  const added = await homeOf('added');
  const lines = await run(process.execPath, [...config, '--lines'], added);
  await run('/bin/sh', ['-c', lines], added);
  const list = async (env: Record<string, string>): Promise<Listed[]> =>
    JSON.parse(await run(codex, ['mcp', 'list', '--json'], env)) as Listed[];
  const [one, other] = [await list(merged), await list(added)];
  assert.deepEqual(one, other);
  assert.deepEqual(one.map(({ name }) => name).toSorted(), ['tgmcp-actions', 'tgmcp-read']);

  // The embedded data centre is no part of a configuration; for this it becomes one.
  const file = join(merged['CODEX_HOME'] ?? '', 'config.toml');
  const bent = Object.entries(house.env()).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
  const known = /^(TG_ENV_FILE|TG_DATA_DIR) /u;
  const text = (await readFile(file, 'utf8')).replaceAll(
    /^\[mcp_servers\.[\w-]+\.env\]\n/gmu,
    (table) => `${table}${bent.filter((line) => !known.test(line)).join('')}`,
  );
  await writeFile(file, text);
  await callThrough(codex, merged, house);
}

/** Lists the tools of both servers, reads, and sends one message that is approved in a form. */
async function callThrough(codex: string, env: Record<string, string>, house: House): Promise<void> {
  const child = spawn(codex, ['app-server'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (message: Message) => void>();
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    if (message.method === 'mcpServer/elicitation/request') {
      send({ id: message.id, result: { action: 'accept', content: answersOf(message.params), _meta: null } });
    } else if (message.method === undefined) waiting.get(Number(message.id))?.(message);
  });
  let last = 0;
  const ask = (method: string, params: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ error, result }) =>
        error === undefined
          ? resolve(result ?? {})
          : reject(new Error(`${method}: ${JSON.stringify(error)}`)),
      );
      send({ id: last, method, params });
    });
  try {
    await ask('initialize', {
      clientInfo: { name: 'check', title: 'check', version: '1.0.0' },
      capabilities: { experimentalApi: true },
    });
    send({ method: 'initialized' });
    const status = JSON.stringify(await ask('mcpServerStatus/list', {}));
    for (const tool of ['tg_get_messages', 'tg_send_message']) assert.ok(status.includes(`"${tool}"`), tool);
    const started = await ask('thread/start', {
      cwd: house.dir,
      ephemeral: true,
      approvalPolicy: 'on-request',
      sandbox: 'read-only',
    });
    const threadId = (started['thread'] as { id: string }).id;
    const call = async (server: string, tool: string, args: object): Promise<string> =>
      JSON.stringify(await ask('mcpServer/tool/call', { threadId, server, tool, arguments: args }));
    assert.match(await call('tgmcp-read', 'tg_get_group_info', { group: GROUP.id }), new RegExp(GROUP.id));
    const message = { group: GROUP.id, message_text: 'Through Codex' };
    const preview = await call('tgmcp-actions', 'tg_send_message', message);
    assert.match(preview, /approved/u);
    const code = /approval_code[\\"]+:[\\"]+([\w-]{12})/u.exec(preview)?.[1];
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const execution = { ...message, dry_run: false, confirm: true, approval_code: code };
    assert.match(await call('tgmcp-actions', 'tg_send_message', execution), /message_id/u);
    assert.equal(sendsOf(house), 1);
  } finally {
    child.stdin.end();
    child.kill();
  }
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: Record<string, unknown>;
  readonly error?: unknown;
}

/** What the person types: the six digits that the form shows. */
function answersOf(params: unknown): Record<string, string> {
  const text = JSON.stringify(params);
  const field = /"properties":\{"(\w+)"/u.exec(text)?.[1] ?? '';
  return { [field]: /type this number: (\d{6})/u.exec(text)?.[1] ?? '' };
}
