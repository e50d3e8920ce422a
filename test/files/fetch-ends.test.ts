/** How a fetch ends: what is said of it, and that its connection is closed whatever comes of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchUrl } from '../../packages/tgmcp-actions/src/files/web/fetch-url.js';
import type { Network } from '../../packages/tgmcp-actions/src/files/web/network.js';
import { HOST, openWebHost, type WebHost } from '../support/web-host.js';
import { oneHostInternet } from './public-internet.js';

let host: WebHost;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const requests: IncomingMessage[] = [];
beforeEach(async () => {
  requests.length = 0;
  answer = (_request, response) => response.end('hello');
  host = await openWebHost((request, response) => {
    requests.push(request);
    answer(request, response);
  });
});
afterEach(() => host.close());

interface Watched extends Network {
  readonly asked: readonly string[];
  readonly ports: number[];
  readonly sockets: Socket[];
}

function watched(change: Partial<Network> = {}): Watched {
  const internet = oneHostInternet(host);
  const [ports, sockets]: [number[], Socket[]] = [[], []];
  const dial: Network['dial'] = async (address, port, signal) => {
    ports.push(port);
    const socket = await internet.dial(address, port, signal);
    sockets.push(socket);
    return socket;
  };
  return { ...internet, dial, ...change, ports, sockets, asked: internet.asked };
}

const limits = (signal = AbortSignal.timeout(25_000)) => ({ allowHttp: true, maxBytes: 1000, signal });
const fetched = (network: Network, url = `https://${HOST}/a`, signal?: AbortSignal) =>
  fetchUrl(network, new URL(url), limits(signal));
const refused = (reason: string, url = `https://${HOST}/a`): object => ({
  ok: false,
  refusal: { code: 'URL_REFUSED', data: { url, reason } },
});

describe('a connection', () => {
  it('goes to the port of its scheme, names the host, and speaks HTTP/1.1 of one answer', async () => {
    const network = watched();
    const file = await fetched(network);
    if (file.ok) file.value.close();
    expect(network.ports).toEqual([443]);
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'GET',
      headers: { 'user-agent': 'tgmcp', accept: '*/*', connection: 'close' },
    });
    const socket = request?.socket;
    expect(
      socket instanceof TLSSocket && [socket.alpnProtocol, 'servername' in socket && socket.servername],
    ).toEqual(['http/1.1', HOST]);
    const plain = watched({ dial: async (_address, port) => Promise.reject(new Error(String(port))) });
    await fetched(plain, `http://${HOST}/a`);
    const dialled: number[] = [];
    await fetched(
      { ...plain, dial: async (_address, port) => (dialled.push(port), Promise.reject(new Error('no'))) },
      `http://${HOST}/a`,
    );
    expect(dialled).toEqual([80]);
  });

  it('is open until the file is closed, and an error of it then ends nothing', async () => {
    answer = (_request, response) => void response.write('some');
    const network = watched();
    const file = await fetched(network);
    const [socket] = network.sockets;
    expect(socket?.destroyed).toBe(false);
    if (file.ok) file.value.close();
    expect(socket?.destroyed).toBe(true);
    socket?.emit('error', new Error('reset'));
  });

  it('is closed when the file is refused, when the host leads on, and when the fetch is given up', async () => {
    answer = (_request, response) => void response.writeHead(404).write('some');
    const network = watched();
    await fetched(network);
    answer = (_request, response) => response.writeHead(302, { location: '/b' }).end();
    await fetched(network);
    expect(network.sockets).toHaveLength(5);
    expect(network.sockets.every((socket) => socket.destroyed)).toBe(true);
    answer = (_request, response) => void response.write('some');
    const giveUp = new AbortController();
    const file = await fetched(network, undefined, giveUp.signal);
    expect(file.ok).toBe(true);
    expect(network.sockets.at(-1)?.destroyed).toBe(false);
    giveUp.abort();
    expect(network.sockets.at(-1)?.destroyed).toBe(true);
  });
});

describe('a fetch is refused', () => {
  const named = (name: string): Error => Object.assign(new Error('10.0.0.7 said no'), { name });

  it.each([
    ['TimeoutError', 'it took too long'],
    ['AbortError', 'it took too long'],
    ['Error', 'its host did not answer as one should'],
  ])('after %s with words that tell nothing of the network behind: %s', async (name, reason) => {
    const dial = async (): Promise<never> => Promise.reject(named(name));
    expect(await fetched(watched({ dial }))).toMatchObject(refused(reason));
  });

  it('where the name has no address, or none in time, and nobody is dialled', async () => {
    const failing = watched({ addresses: async () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await fetched(failing)).toMatchObject(refused('its host has no address'));
    const silent = watched({ addresses: () => new Promise(() => undefined) });
    const late = refused('it took too long');
    expect(await fetched(silent, undefined, AbortSignal.timeout(50))).toMatchObject(late);
    expect(await fetched(silent, undefined, AbortSignal.abort())).toMatchObject(late);
    for (const network of [failing, silent]) expect(network.ports).toEqual([]);
  });

  it('after a fourth redirect, in these words', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/b' }).end();
    expect(await fetched(watched())).toMatchObject(refused('it leads on more than 3 times'));
  });

  it('by an address without asking for a name', async () => {
    const network = watched();
    await fetched(network, 'https://93.184.215.14/a');
    expect(network.asked).toEqual([]);
    expect(network.ports).toEqual([443]);
  });
});

describe('a file', () => {
  const facts = async (headers: Record<string, string>, body = 'x', path = '/a'): Promise<unknown> => {
    answer = (_request, response) => response.writeHead(200, headers).end(body);
    const file = await fetched(watched(), `https://${HOST}${path}`);
    if (!file.ok) return file.refusal.code;
    file.value.close();
    return [file.value.mime, file.value.name];
  };

  it.each([
    [{ 'content-encoding': 'Identity' }, [undefined, 'a']],
    [{ 'content-encoding': 'GZIP' }, 'URL_REFUSED'],
    [{ 'content-type': 'Image/PNG ; charset=x' }, ['image/png', 'a']],
    [{ 'content-type': 'nonsense' }, [undefined, 'a']],
    [{}, [undefined, 'a']],
  ])('with %j is %j', async (headers, expected) => expect(await facts(headers)).toEqual(expected));

  it('may be as large as the limit, and no larger', async () => {
    expect(await facts({ 'content-length': '1000' }, 'x'.repeat(1000))).toEqual([undefined, 'a']);
    expect(await facts({ 'content-length': '1001' }, 'x'.repeat(1001))).toBe('FILE_TOO_LARGE');
  });

  it('keeps the name of its address where that cannot be decoded', async () => {
    expect(await facts({}, 'x', '/a/%E0%A4%A')).toEqual([undefined, '%E0%A4%A']);
    expect(await facts({}, 'x', '/')).toEqual([undefined, '']);
  });
});
