import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

let bench: Bench;
const HOUR = 3_600_000;

beforeAll(async () => {
  bench = await startBench();
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.emulator.stop();
});

interface Ran {
  readonly out: string;
  readonly errors: string;
  readonly code: number | null;
}

/** Runs a program in a process that knows of the emulator only what its environment says. */
async function run(
  program: string,
  feed?: (line: string, write: (text: string) => void) => void,
): Promise<Ran> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env['PATH'], ...bench.emulator.env },
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    feed?.(data.toString(), (text) => child.stdin.write(text));
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { out, errors, code };
}

describe('a product process with the preload', () => {
  it('prints nothing and loads nothing of the client library', async () => {
    const program = `
      import { createRequire } from 'node:module';
      const { cache } = createRequire(process.cwd() + '/');
      console.log(Object.keys(cache).filter((name) => !/emulator.preload./.test(name)).length);`;
    expect(await run(program)).toEqual({ out: '0\n', errors: '', code: 0 });
  });

  it('lets the unmodified library shake hands, at the address it carries, and use a minted session', async () => {
    const program = `
      import { Api, Logger, TelegramClient, sessions } from 'telegram';
      for (const text of ['', ${JSON.stringify(bench.emulator.mintSession(ANN))}]) {
        const session = new sessions.StringSession(text);
        const client = new TelegramClient(session, 1, 'hash', { baseLogger: new Logger('none') });
        await client.connect();
        const answer = await client.invoke(new Api.updates.GetState()).catch((error) => error);
        console.log(session.dcId, answer.className ?? answer.errorMessage);
        await client.destroy();
      }`;
    const { out, errors } = await run(program);
    expect({ out, errors }).toEqual({ out: '4 AUTH_KEY_UNREGISTERED\n2 updates.State\n', errors: '' });
  });

  it('refuses every address that is not loopback, by number and by name, over TCP, TLS, HTTP and UDP', async () => {
    const program = `
      import { createSocket } from 'node:dgram';
      import { connect } from 'node:net';
      import { connect as secure } from 'node:tls';
      const sockets = [connect(443, '192.0.2.1'), connect({ host: '192.0.2.1', port: 80 }), connect(443, 'telegram.org'),
        secure({ host: '192.0.2.1', port: 443 })];
      const ends = sockets.map((socket) => new Promise((done) => socket.on('error', done)));
      for (const error of await Promise.all(ends)) console.log(error.code);
      console.log(await fetch('http://192.0.2.1/').catch((error) => error.cause.code));
      const datagrams = createSocket('udp4');
      try { datagrams.send('x', 53, '192.0.2.1'); } catch (error) { console.log(error.code); }
      datagrams.close();`;
    expect(await run(program)).toEqual({ out: 'ECONNREFUSED\n'.repeat(6), errors: '', code: 0 });
  });

  it('leaves other connections on loopback alone', async () => {
    const server = createServer((_request, response) => response.end('here'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    // By itself Node.js gives up an address of several after 250 ms, which a process that is held up takes to look.
    const program = `
      import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
      setDefaultAutoSelectFamilyAttemptTimeout(20_000);
      for (const host of ['127.0.0.1', 'localhost'])
        console.log(await (await fetch('http://' + host + ':${port}/')).text());`;
    expect((await run(program)).out).toBe('here\nhere\n');
    server.close();
  });

  it('moves all its clocks when the world moves, and no timer', async () => {
    const program = `
      import { uptime } from 'node:os';
      import { performance } from 'node:perf_hooks';
      const read = () => [Date.now(), new Date().getTime(), performance.now(), Number(process.hrtime.bigint()) / 1e6,
        process.hrtime()[0] * 1000, uptime() * 1000];
      const before = read();
      const started = process.hrtime();
      setTimeout(() => { throw new Error('a timer ran early'); }, 1_800_000).unref();
      console.log('ready');
      process.stdin.once('data', () => {
        const moved = read().map((value, index) => Math.round((value - before[index]) / 60_000));
        console.log(JSON.stringify([...moved, Math.round(process.hrtime(started)[0] / 60)]));
        console.log(new Date(0).getTime(), new Date() instanceof Date, new Date().constructor === Date);
        process.stdin.unref();
      });`;
    const { out, errors } = await run(program, (line, write) => {
      if (!line.startsWith('ready')) return;
      bench.emulator.clock.advance(HOUR);
      setTimeout(() => write('go\n'), 20);
    });
    expect(errors).toBe('');
    expect(out).toBe('ready\n[60,60,60,60,60,60,60]\n0 true true\n');
    expect(Math.round((bench.emulator.clock.now() - Date.now()) / 60_000)).toBe(60);
  });
});
