import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House } from '../support/house.js';
import { shortest } from '../support/shortest.js';
import { GROUP } from '../support/small-world.js';

let house: House;
const children: ChildProcessWithoutNullStreams[] = [];
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await house.close();
});

/** A server that is spoken to line by line, so that every byte it prints is seen. */
class Wire {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = '';
  stderr = '';
  #id = 0;

  constructor(file: string, env: Record<string, string>) {
    this.child = spawn(process.execPath, [file], { env: { PATH: process.env['PATH'] ?? '', ...env } });
    children.push(this.child);
    this.child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  send(method: string, params: Record<string, unknown>): number {
    this.#id += 1;
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: this.#id, method, params })}\n`);
    return this.#id;
  }

  async answer(id: number): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.messages().find((message) => message['id'] === id);
      if (found !== undefined) return found;
      await once(this.child.stdout, 'data');
    }
  }

  messages(): Record<string, unknown>[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async initialize(): Promise<void> {
    const client = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    await this.answer(this.send('initialize', client));
  }

  /** Milliseconds from the end of its input to its exit, and the exit code. */
  async end(): Promise<Ended> {
    const begun = performance.now();
    this.child.stdin.end();
    const [code] = (await once(this.child, 'exit')) as unknown[];
    return { ms: performance.now() - begun, code };
  }
}

interface Ended {
  readonly ms: number;
  readonly code: unknown;
}

/** How soon a server has to end. */
const SOON_MS = 2000;

/** A server that is brought to its end, each time another one, ends of its own accord, and soon. */
async function expectSoon(end: () => Promise<Ended>): Promise<void> {
  const ms = await shortest(SOON_MS, async () => {
    const ended = await end();
    expect(ended.code).toBe(0);
    return ended.ms;
  });
  expect(ms).toBeLessThan(SOON_MS);
}

const callOf = (name: string, args: Record<string, unknown>) => ({ name, arguments: args });

// An end may have to be tried for a minute.
describe('the shipped read server', { timeout: 120_000 }, () => {
  it('ends soon after its client, with a live connection, and prints nothing but answers', async () => {
    await expectSoon(async () => {
      const wire = new Wire(PROGRAMS.read, house.env({ TG_LOG_LEVEL: 'debug' }));
      await wire.initialize();
      const args = { group: `@${GROUP.username}`, limit: 3 };
      const id = wire.send('tools/call', callOf('tg_get_messages', args));
      expect(await wire.answer(id)).toHaveProperty('result.structuredContent.count', 3);
      const ended = await wire.end();
      expect(wire.messages()).toHaveLength(2);
      expect(wire.stdout.endsWith('\n')).toBe(true);
      return ended;
    });
  });

  it('ends within two seconds while a call to Telegram hangs', async () => {
    await expectSoon(async () => {
      house.emulator.faults.add({ method: 'messages.getDialogs', kind: 'silence' });
      const wire = new Wire(PROGRAMS.read, house.env());
      await wire.initialize();
      const before = house.wire().length;
      wire.send('tools/call', callOf('tg_get_my_dialogs', {}));
      while (!house.wire().slice(before).includes('messages.getDialogs'))
        await new Promise((resolve) => setTimeout(resolve, 20));
      return wire.end();
    });
    house.emulator.faults.clear();
  });

  it('answers initialize and lists its tools where the client library does not even exist', async () => {
    const folder = join(house.dir, 'alone');
    await cp(dirname(PROGRAMS.read), folder, { recursive: true });
    const file = join(folder, basename(PROGRAMS.read));
    const wire = new Wire(file, { TG_ENV_FILE: '/dev/null', TG_DATA_DIR: join(folder, 'data') });
    await wire.initialize();
    const listed = await wire.answer(wire.send('tools/list', {}));
    expect(JSON.stringify(listed)).toContain('tg_search_messages');
    const status = await wire.answer(wire.send('tools/call', callOf('tg_auth_status', {})));
    expect(status).toHaveProperty('result.structuredContent.authorized', false);
    expect((await wire.end()).code).toBe(0);
    await expect(readFile(join(folder, 'data'))).rejects.toThrow(/ENOENT/);
  });

  it('stops a call that its client cancels, and goes on serving', async () => {
    house.emulator.faults.add({ method: 'messages.search', kind: 'silence' });
    const wire = new Wire(PROGRAMS.read, house.env());
    await wire.initialize();
    const args = { group: `@${GROUP.username}`, query: 'note' };
    const id = wire.send('tools/call', callOf('tg_search_messages', args));
    while (!house.wire().includes('messages.search')) await new Promise((resolve) => setTimeout(resolve, 20));
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } };
    wire.child.stdin.write(`${JSON.stringify(cancelled)}\n`);
    const next = await wire.answer(
      wire.send('tools/call', callOf('tg_search_messages', { ...args, limit: 1 })),
    );
    expect(next).toHaveProperty('result.structuredContent.count', 1);
    expect(wire.messages().some((message) => message['id'] === id)).toBe(false);
    expect((await wire.end()).code).toBe(0);
  });

  it('works as soon as somebody has logged in, without a restart', async () => {
    const file = join(house.dir, 'sessions', 'read.session');
    await rm(file);
    const agent = await house.start('read');
    expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: false });
    await house.logIn('read');
    expect((await agent.call('tg_auth_status')).body).toMatchObject({ authorized: true });
  });

  it('names five mistakes of its settings at once and does not start', async () => {
    const wire = new Wire(PROGRAMS.read, {
      TG_ENV_FILE: '/dev/null',
      RATE_RPS: '0',
      TG_CALL_DEADLINE_SEC: 'soon',
      TG_READ_PAGE_BYTES: '1',
      TG_GLOBAL_RPS_MODE: 'all',
      TG_SHOW_PHONE_NUMBERS: 'ja',
    });
    const [code] = (await once(wire.child, 'close')) as unknown[];
    expect(code).toBe(2);
    expect(wire.stdout).toBe('');
    for (const name of [
      'RATE_RPS',
      'TG_CALL_DEADLINE_SEC',
      'TG_READ_PAGE_BYTES',
      'TG_GLOBAL_RPS_MODE',
      'TG_SHOW_PHONE',
    ]) {
      expect(wire.stderr).toContain(name);
    }
  });
});
