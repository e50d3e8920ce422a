import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../server/emulator.js';
import { createWorld } from '../world/world.js';
import { startControl } from './server.js';

const emulator = await startEmulator({ world: () => createWorld(), dcs: 1 });
const control = await startControl(emulator);
const { port, pathname } = new URL(control.url);

afterAll(async () => {
  await control.stop();
  await emulator.stop();
});

/** Sends bytes as no client would, and returns the first line of the answer and its last. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (part: string) => (answer += part));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

function request(target: string, body = ''): Promise<string> {
  const head = `Host: 127.0.0.1\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}`;
  return raw(`POST ${target} HTTP/1.1\r\n${head}\r\n\r\n${body}`);
}

describe('the control address', () => {
  it.each([
    ['//', '400 Bad Request'],
    ['http://[/', '400 Bad Request'],
    ['*', '403 Forbidden'],
    [`/${'%'.repeat(2000)}`, '403 Forbidden'],
    [`${pathname}/..${pathname}x/reset`, '403 Forbidden'],
  ])('refuses the target %s', async (target, status) => {
    expect(await request(target)).toContain(`HTTP/1.1 ${status}`);
  });

  it.each([
    ['reset', '{"__proto__": {"keep_auth": true}}'],
    ['reset', '{"constructor": {"prototype": {"keep_auth": true}}}'],
    ['faults', '[{"method": "*", "kind": "lose_answer", "__proto__": {"times": 5}}]'],
    ['faults', '[{"method": "*", "kind": "constructor"}]'],
    ['floods', '{"rates": [{"method": "__proto__", "per_second": 1, "burst": 1}]}'],
    ['faults', '['.repeat(200_000)],
  ])('refuses POST /%s %.60s, and nothing is changed', async (path, body) => {
    expect(await request(`${pathname}/${path}`, body)).toContain('HTTP/1.1 400 Bad Request');
    expect([emulator.faults.pending, emulator.floods.rates]).toEqual([[], []]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('does nothing for a body that ends too early', async () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST ${pathname}/faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\n`);
    socket.end('[{"method": "*", "kind": "silence"}]');
    socket.resume();
    await once(socket, 'close');
    expect(emulator.faults.pending).toEqual([]);
    expect(await request(`${pathname}/reset`)).toContain('HTTP/1.1 200 OK');
  });
});
