import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mtprotoProxy, socksProxy, type RunningProxy } from '../support/proxies.js';
import { PERSON } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

const SECRET = '00112233445566778899aabbccddeeff';
let bench: Bench;
const proxies: RunningProxy[] = [];

beforeAll(async () => {
  bench = await openBench();
});
afterEach(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});
afterAll(() => bench.close());

async function through(url: string, changes: Record<string, string> = {}): Promise<unknown> {
  const { telegram } = await bench.open('read', { TG_PROXY_URL: url, ...changes });
  const account = await telegram.account();
  await telegram.close();
  return account.ok ? account.value.id : account.refusal;
}

async function running(proxy: Promise<RunningProxy>): Promise<RunningProxy> {
  const made = await proxy;
  proxies.push(made);
  return made;
}

/** For what ends with its deadline. */
const SHORT = { TG_CALL_DEADLINE_SEC: '2' };

describe('a SOCKS proxy', () => {
  it('carries the connection, with its password', async () => {
    const proxy = await running(socksProxy(bench.emulator.ports, 'me', 'p@ss'));
    expect(await through(`socks5://me:p%40ss@127.0.0.1:${proxy.port}`)).toBe(String(PERSON.id));
    // The client library takes its own port for a first connection, its fork that of the session.
    expect(proxy.asked).toEqual([expect.stringMatching(/^127\.0\.0\.2:(80|443)$/)]);
  });

  it('that turns the password away, or is not there, is told as being cut off, without the password', async () => {
    const proxy = await running(socksProxy(bench.emulator.ports, 'me', 'right'));
    // On a busy machine the deadline may pass before the password has come there.
    for (let tries = 0; tries < 5 && proxy.refused() === 0; tries += 1) {
      const refusal = await through(`socks5://me:wr0ngw0rd@127.0.0.1:${proxy.port}`, SHORT);
      expect(refusal).toMatchObject({ code: 'DISCONNECTED' });
      expect(JSON.stringify(refusal)).not.toContain('wr0ngw0rd');
    }
    expect(proxy.refused()).toBeGreaterThan(0);
    expect(await through('socks5://127.0.0.1:9', SHORT)).toMatchObject({ code: 'DISCONNECTED' });
  });
});

describe('an MTProto proxy', () => {
  it.each(['', 'dd'])('carries the connection, with its secret (%j)', async (mark) => {
    const proxy = await running(mtprotoProxy(bench.emulator.ports, SECRET));
    const url = `tg://proxy?server=127.0.0.1&port=${proxy.port}&secret=${mark}${SECRET}`;
    expect(await through(url)).toBe(String(PERSON.id));
    expect(proxy.asked).toEqual(['dc 2']);
  });

  it('whose secret is another is told as being cut off', async () => {
    const proxy = await running(mtprotoProxy(bench.emulator.ports, 'f'.repeat(32)));
    const url = `tg://proxy?server=127.0.0.1&port=${proxy.port}&secret=${SECRET}`;
    expect(await through(url, SHORT)).toMatchObject({ code: 'DISCONNECTED' });
  });
});
