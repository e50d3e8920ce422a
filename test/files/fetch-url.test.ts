/** Fetching a file from a URL: what comes, and above all what is never dialled. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from '../../packages/tgmcp-actions/src/files/source.js';
import { fetchUrl } from '../../packages/tgmcp-actions/src/files/web/fetch-url.js';
import { HOST, openWebHost, type WebHost } from '../support/web-host.js';
import { oneHostInternet, PUBLIC, type OneHostInternet } from './public-internet.js';
import { REFUSED_HOSTS, REFUSED_URLS } from './refused-urls.js';

let host: WebHost;
let plain: WebHost;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const requests: IncomingMessage[] = [];

beforeAll(async () => {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request);
    answer(request, response);
  };
  host = await openWebHost(listener);
  plain = await openWebHost(listener, true);
});
afterAll(() => Promise.all([host.close(), plain.close()]));
beforeEach(() => {
  requests.length = 0;
  answer = (_request, response) => response.end('hello');
});

interface How {
  readonly internet?: OneHostInternet;
  readonly allowHttp?: boolean;
  readonly signal?: AbortSignal;
  /** Hears of each piece that has come. */
  readonly onPiece?: () => void;
}

/** What comes of a URL: its bytes and facts, or the code and reason of the refusal. */
async function fetched(
  url: string,
  {
    internet = oneHostInternet(host),
    allowHttp = false,
    signal = AbortSignal.timeout(25_000),
    onPiece,
  }: How = {},
) {
  const maxBytes = 1000;
  const source = readSource(url, maxBytes);
  if (!source.ok) return { code: source.refusal.code, ...source.refusal.data };
  if (source.value.kind !== 'url') throw new Error(`${url} is no URL`);
  const file = await fetchUrl(internet, source.value.url, { allowHttp, maxBytes, signal });
  if (!file.ok) return { code: file.refusal.code, ...file.refusal.data };
  const { pieces, close, ...facts } = file.value;
  const all: Buffer[] = [];
  try {
    for await (const piece of pieces) {
      all.push(piece);
      onPiece?.();
    }
  } catch {
    return { broken: true };
  } finally {
    close();
  }
  return { ...facts, text: Buffer.concat(all).toString() };
}

const seen = (): number => host.connections() + plain.connections();

describe('a file at a URL', () => {
  it('comes over TLS with the name of the host, asked for once and without being packed', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'Image/PNG; charset=x' });
      response.end('bytes');
    };
    const internet = oneHostInternet(host);
    expect(await fetched(`https://${HOST}/some/A%20b.png?x=1#part`, { internet })).toEqual({
      mime: 'image/png',
      name: 'A b.png',
      text: 'bytes',
    });
    expect(requests.map(({ url, headers }) => [url, headers.host, headers['accept-encoding']])).toEqual([
      ['/some/A%20b.png?x=1', HOST, 'identity'],
    ]);
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
    expect(internet).toMatchObject({ asked: [HOST], dialled: [PUBLIC] });
  });

  it('comes over plain HTTP only where the operator allows it', async () => {
    const internet = oneHostInternet(plain);
    const before = seen();
    expect(await fetched(`http://${HOST}/a`, { internet })).toMatchObject({ code: 'URL_REFUSED' });
    expect(seen()).toBe(before);
    expect(await fetched(`http://${HOST}/a`, { internet, allowHttp: true })).toMatchObject({ text: 'hello' });
  });

  it('is not taken from whoever cannot show that it is the host', async () => {
    expect(await fetched('https://other.example.org/a')).toMatchObject({
      code: 'URL_REFUSED',
      reason: 'its host did not answer as one should',
    });
    expect(requests).toEqual([]);
  });

  it('may be large only as far as the limit, whatever its host says of it', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1001' });
      response.end(Buffer.alloc(1001));
    };
    expect(await fetched(`https://${HOST}/a`)).toMatchObject({ code: 'FILE_TOO_LARGE', size: 1001 });
  });

  it.each([
    ['gzip', 'its host sent it packed'],
    ['br', 'its host sent it packed'],
  ])('packed as %s is refused before it is unpacked', async (encoding, reason) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(gzipSync(Buffer.alloc(1_000_000)));
    };
    expect(await fetched(`https://${HOST}/a`)).toMatchObject({ code: 'URL_REFUSED', reason });
  });

  it.each([204, 206, 304, 403, 404, 500])('is not what comes with status %d', async (status) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect(await fetched(`https://${HOST}/a`)).toMatchObject({
      code: 'URL_REFUSED',
      reason: `its host answered with status ${status}`,
    });
  });

  it('that does not come in time is refused, before its beginning and in its middle', async () => {
    const over = [new AbortController(), new AbortController()].map((one) => ({
      signal: one.signal,
      end: () => one.abort(new DOMException('the time is over', 'TimeoutError')),
    }));
    const [before, within] = over;
    answer = () => before?.end();
    expect(await fetched(`https://${HOST}/a`, { ...before })).toMatchObject({
      code: 'URL_REFUSED',
      reason: 'it took too long',
    });
    answer = (_request, response) => void response.write('some');
    expect(await fetched(`https://${HOST}/a`, { ...within, onPiece: () => within?.end() })).toEqual({
      broken: true,
    });
  });

  it('is refused where the name leads nowhere', async () => {
    const internet = oneHostInternet(host, { [HOST]: [[]] });
    expect(await fetched(`https://${HOST}/a`, { internet })).toMatchObject({
      reason: 'its host has no address',
    });
  });
});

describe('what a URL must not reach', () => {
  it.each(REFUSED_HOSTS)('%s is refused as a host, and nobody is dialled', async (name) => {
    const before = seen();
    // As the resolver of a machine would answer for names of its own.
    const internet = oneHostInternet(host, { localhost: [['127.0.0.1']] });
    for (const [scheme, allowHttp] of [
      ['https', false],
      ['http', true],
    ] as const) {
      const refused = await fetched(`${scheme}://${name}/a.png`, { internet, allowHttp });
      expect(refused).toMatchObject({ code: 'URL_REFUSED' });
    }
    expect(internet.dialled).toEqual([]);
    expect(seen()).toBe(before);
  });

  it.each(REFUSED_URLS)('%s is refused for its form, and nobody is dialled', async (url) => {
    const before = seen();
    const internet = oneHostInternet(host);
    expect(await fetched(url, { internet })).toMatchObject({ code: 'URL_REFUSED' });
    expect(internet.dialled).toEqual([]);
    expect(seen()).toBe(before);
  });

  it.each([
    ['a private address', [['10.0.0.7']]],
    ['a public and a private address', [[PUBLIC, '192.168.0.7']]],
    ['::1 and nothing else', [['::1']]],
    ['an IPv4 address in IPv6', [['::ffff:10.0.0.7']]],
    ['an address with a zone', [['fe80::1%eth0']]],
    ['what is no address', [['0x7f.1']]],
  ])('a name with %s is refused, and no address of it is dialled', async (_what, addresses) => {
    const internet = oneHostInternet(host, { [HOST]: addresses });
    expect(await fetched(`https://${HOST}/a`, { internet })).toMatchObject({
      code: 'URL_REFUSED',
      reason: 'its host has an address that is not public',
    });
    expect(internet.dialled).toEqual([]);
  });

  it('a name that leads elsewhere at the second look-up is looked up once', async () => {
    const internet = oneHostInternet(host, { [HOST]: [[PUBLIC], ['127.0.0.1']] });
    expect(await fetched(`https://${HOST}/a`, { internet })).toMatchObject({ text: 'hello' });
    expect(internet).toMatchObject({ asked: [HOST], dialled: [PUBLIC] });
    // The next fetch asks again, and is refused.
    expect(await fetched(`https://${HOST}/a`, { internet })).toMatchObject({ code: 'URL_REFUSED' });
    expect(internet.dialled).toEqual([PUBLIC]);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'of status %d to what must not be reached is not followed',
    async (status) => {
      const spelt = [
        ...REFUSED_HOSTS.map((name) => `https://${name}/a`),
        ...REFUSED_URLS,
        'data:text/plain,hello',
      ];
      // Without slashes it is a path on the same host; and a header is ASCII.
      const targets = spelt.filter((one) => one !== 'https:127.0.0.1/a.png' && /^[!-~]+$/.test(one));
      for (const target of targets) {
        const before = seen();
        const internet = oneHostInternet(host);
        answer = (_request, response) => response.writeHead(status, { location: target }).end();
        expect(await fetched(`https://${HOST}/a`, { internet }), target).toMatchObject({
          code: 'URL_REFUSED',
        });
        expect(internet.dialled, target).toEqual([PUBLIC]);
        expect(seen(), target).toBe(before + 1);
      }
    },
  );

  it('to a name is looked up and checked anew', async () => {
    const internet = oneHostInternet(host, { 'inner.example.org': [['10.0.0.7']] });
    answer = (_request, response) =>
      response.writeHead(302, { location: 'https://inner.example.org/' }).end();
    expect(await fetched(`https://${HOST}/a`, { internet })).toMatchObject({
      code: 'URL_REFUSED',
      reason: 'its host has an address that is not public',
    });
    expect(internet).toMatchObject({ asked: [HOST, 'inner.example.org'], dialled: [PUBLIC] });
  });

  it('is followed three times and no further, and begins anew each time', async () => {
    for (const [hops, outcome] of [
      [3, { text: 'hello', name: 'c' }],
      [4, { code: 'URL_REFUSED' }],
    ] as const) {
      let left: number = hops;
      answer = (_request, response) => {
        left -= 1;
        if (left < 0) response.end('hello');
        else response.writeHead(302, { location: './c' }).end();
      };
      const internet = oneHostInternet(host);
      expect(await fetched(`https://${HOST}/b`, { internet })).toMatchObject(outcome);
      expect(internet.dialled).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC]);
    }
  });

  it('to nowhere is refused', async () => {
    answer = (_request, response) => response.writeHead(302).end();
    expect(await fetched(`https://${HOST}/a`)).toMatchObject({
      code: 'URL_REFUSED',
      reason: 'it leads to nowhere',
    });
  });
});
