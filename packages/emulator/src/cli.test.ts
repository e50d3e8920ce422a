import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Ready } from './control/run.js';
import { accountExport } from './import/sample-export.js';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const started: ChildProcessWithoutNullStreams[] = [];
const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
  }
  for (const step of undo.splice(0)) await step();
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args]);
  started.push(child);
  const seen = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...seen }));
  const ready = once(createInterface({ input: child.stdout }), 'line').then(
    ([line]) => JSON.parse(String(line)) as Ready,
  );
  return { child, ended, ready };
}

function temporaryFile(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tgmcp-cli-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('tgmcp-emulator', () => {
  it('prints one line when it is ready, answers at its control address, and ends with its stdin', async () => {
    const { child, ready, ended } = start();
    const { control, env, accounts } = await ready;
    expect(accounts[0]).toEqual({
      user_id: '7001001',
      phone: '+15550100001',
      code: '24680',
      password: 'paper-lantern',
    });
    expect(Object.keys(env).toSorted()).toEqual(['NODE_OPTIONS', 'TGMCP_EMULATOR']);
    const state = (await (
      await fetch(`${control}/state`, { headers: { connection: 'close' } })
    ).json()) as Record<string, unknown>;
    expect(state).toMatchObject({ protocol_errors: [], unimplemented: [] });
    child.stdin.end();
    const { code, out, err } = await ended;
    expect({ code, lines: out.trim().split('\n').length, err }).toEqual({ code: 0, lines: 1, err: '' });
    await expect(fetch(`${control}/state`)).rejects.toThrow('fetch failed');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends on %s', async (signal) => {
    const { child, ready, ended } = start('--world', 'demo');
    await ready;
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  it('imports an export, whose owner can log in by a code that only the ready line tells', async () => {
    const file = temporaryFile('result.json', JSON.stringify(accountExport));
    const runs = [start('--import', file), start('--import', file)];
    const accounts = (await Promise.all(runs.map(({ ready }) => ready))).flatMap((ready) => ready.accounts);
    const one = { user_id: '101', phone: '+10000000001', code: expect.stringMatching(/^\d{6}$/u) as string };
    expect(accounts).toEqual([one, one]);
    // Two of 900,000 codes are the same once in a while; a third one then is another.
    if (accounts[0]?.code === accounts[1]?.code)
      accounts.push(...(await start('--import', file).ready).accounts);
    expect(new Set(accounts.map(({ code }) => code)).size).toBeGreaterThan(1);
  });

  it('takes the port it is given, and says so when that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    undo.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const { code, out, err } = await start('--port', String(port)).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `tgmcp-emulator: port ${port} is in use. Give another one with --port, or leave it out for a free one.\n`,
    );
  });

  it.each([
    ['a file that is not there', ['--import', '/nowhere/result.json'], /cannot be read \(ENOENT\)/u],
    ['a group without --me', ['--import', 'GROUP'], /does not say whose it is/u],
    ['a world that is none', ['--world', 'GROUP'], /no description of a demo world/u],
    ['both kinds of world', ['--world', 'demo', '--import', 'x'], /not both/u],
    ['--me without --import', ['--me', '5'], /--me goes with --import/u],
    ['a port that is none', ['--port', 'http'], /a port is a number/u],
    ['an unknown option', ['--wrold', 'demo'], /unknown option '--wrold'/u],
    ['an argument', ['demo'], /too many arguments/u],
  ])('refuses %s in one line, with exit code 2', async (_, args, reason) => {
    const group = temporaryFile('result.json', JSON.stringify(accountExport.chats.list[2]));
    const { code, out, err } = await start(...args.map((one) => (one === 'GROUP' ? group : one))).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(reason);
  });
});
