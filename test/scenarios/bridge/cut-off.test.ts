/** A write that is cut off: by its server, or by Ctrl-C. Whoever called learns what is done, and how to go on. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROGRAMS, type Ran } from '../../support/house.js';
import { problem } from './bench.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tgmcp-cut-off-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const ARGS = { group: 'me', message_text: "It's at eight" };
const GO_ON = /write-call tg_send_message --args-json \S+.* --approval-code c0de/u;

/** What a server does with each of its two calls. */
interface Conduct {
  readonly preview?: string;
  readonly execution: string;
  /** Before anything, and when it is asked for its tools. */
  readonly start?: string;
  readonly list?: string;
}

/** A server whose write is approved already. It tells of each call by a file before it does as it is told. */
const server = ({ preview = 'say(shown)', execution, start = '', list = '' }: Conduct): string => `
  ${start}
  const { existsSync, writeFileSync } = require('node:fs');
  process.on('SIGINT', () => undefined);
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    const answer = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
    const say = (body) => answer({ content: [], structuredContent: body });
    const properties = { dry_run: {}, approval_code: {} };
    if (method === 'initialize') answer({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } });
    if (method === 'tools/list') { ${list} }
    if (method === 'tools/list') answer({ tools: [{ name: 'tg_send_message', inputSchema: { type: 'object', properties } }] });
    if (method !== 'tools/call') return;
    const shown = { approval_code: 'c0de', proposal_id: 'p1', approval: 'approved', approval_execute_after: new Date().toISOString() };
    const stage = params.arguments.dry_run ? 'preview' : 'execution';
    writeFileSync(${JSON.stringify(dir)} + '/' + stage, '');
    if (stage === 'preview') { ${preview} } else { ${execution} }
  });`;

/** A write, and the person in front of it. */
interface Begun {
  readonly ran: Promise<Ran>;
  /** Ctrl-C as the bridge gets it, once the server has a call of that name. */
  presses(during: string): Promise<void>;
  /** Waits until the bridge has said so. */
  hears(note: string): Promise<void>;
}

/** Begins a write. */
async function begin(conduct: Conduct, more: readonly string[] = []): Promise<Begun> {
  const config = join(dir, 'mcp.json');
  const entry = { command: process.execPath, args: ['-e', server(conduct)] };
  await writeFile(config, JSON.stringify({ mcpServers: { 'tgmcp-actions': entry } }));
  const words = ['bridge', '--config', config, 'write-call', 'tg_send_message'];
  const args = [PROGRAMS.operator, ...words, '--args-json', JSON.stringify(ARGS), ...more];
  const env = { PATH: process.env['PATH'] ?? '', HOME: dir };
  let press = (): unknown => undefined;
  let heard = '';
  const ran = new Promise<Ran>((resolve) => {
    const child = execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stderr?.on('data', (text: string) => (heard += text));
    press = () => child.kill('SIGINT');
  });
  return {
    ran,
    async presses(during) {
      await vi.waitUntil(() => existsSync(join(dir, during)), { timeout: 20_000, interval: 20 });
      press();
    },
    async hears(note) {
      await vi.waitUntil(() => heard.includes(note), { timeout: 20_000, interval: 20 });
    },
  };
}

describe('a server that dies', () => {
  it('within the write: the command that settles it has its code', async () => {
    const ran = await (await begin({ execution: 'process.exit(3)' })).ran;
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(problem(ran)).toMatchObject({
      code: 'SERVER_ENDED',
      next_step: expect.stringMatching(/not known.*never sends twice/u),
    });
    expect(problem(ran)['next_step']).toMatch(GO_ON);
  });

  it('within the preview: nothing was done', async () => {
    const ran = await (await begin({ preview: 'process.exit(3)', execution: '' })).ran;
    expect(problem(ran)).toMatchObject({
      code: 'SERVER_ENDED',
      next_step: 'Nothing was done. Look at: tgmcp doctor.',
    });
  });
});

describe('a server that is gone', () => {
  it('before the write is handed to it: nothing was done, and the command goes on', async () => {
    const old = 'new Date(Date.now() + 1500).toISOString()';
    const dying = `shown.approval_execute_after = ${old}; say(shown); process.exit(3)`;
    const ran = await (await begin({ preview: dying, execution: '' })).ran;
    expect(problem(ran)).toMatchObject({ code: 'SERVER_ENDED' });
    expect(problem(ran)['next_step']).toMatch(/^Nothing was done\. .* doctor\. To go on: tgmcp bridge/u);
    expect(problem(ran)['next_step']).toMatch(GO_ON);
    expect(existsSync(join(dir, 'execution'))).toBe(false);
  });
});

describe('a run that settles an earlier one', () => {
  const DID_NOTHING =
    /^This run did nothing; what became of an earlier one is not told by that\. Look at: tgmcp doctor\. Again: tgmcp bridge/u;
  const settles = ['--approval-code', 'c0de'];

  it('and whose server is gone before the write: only this run did nothing', async () => {
    const dies = 'process.exit(3)';
    for (const when of [{ start: dies }, { list: dies }]) {
      const ran = await (await begin({ ...when, execution: '' }, settles)).ran;
      expect(problem(ran)['next_step']).toMatch(DID_NOTHING);
      expect(problem(ran)['next_step']).toMatch(GO_ON);
      expect(existsSync(join(dir, 'execution'))).toBe(false);
    }
  });

  it('and whose server dies within it: the outcome is not known', async () => {
    const ran = await (await begin({ execution: 'process.exit(3)' }, settles)).ran;
    expect(problem(ran)['next_step']).toMatch(/^Whether it was carried out is not known/u);
    expect(problem(ran)['next_step']).toMatch(GO_ON);
  });
});

describe('Ctrl-C', () => {
  it('before the write: nothing was done', async () => {
    const { ran, presses } = await begin({ preview: '', execution: '' });
    await presses('preview');
    expect(await ran).toEqual({ code: 130, stdout: '', stderr: 'Stopped; nothing was done.\n' });
    expect(existsSync(join(dir, 'execution'))).toBe(false);
  });

  it('within the write: waits for what comes of it, and says it', async () => {
    const asked = `existsSync(${JSON.stringify(dir)} + '/answer')`;
    const answers = `setInterval(() => { if (${asked}) { clearInterval(waiting); say({ message_id: 7 }); } }, 20)`;
    const { ran, presses, hears } = await begin({ execution: `const waiting = ${answers};` });
    await presses('execution');
    await hears('waiting for what comes of it');
    await writeFile(join(dir, 'answer'), '');
    const { code, stdout, stderr } = await ran;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ execution: { message_id: 7 } });
    expect(stderr).toMatch(/^The write is on its way; waiting/u);
  });

  it('twice within the write: the outcome is not known, and the command that settles it is told', async () => {
    const { ran, presses, hears } = await begin({ execution: '' });
    await presses('execution');
    // Two signals that nobody has taken yet are one.
    await hears('The write is on its way');
    await presses('execution');
    const { code, stdout, stderr } = await ran;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('not known');
    expect(stderr).toMatch(GO_ON);
  });
});
