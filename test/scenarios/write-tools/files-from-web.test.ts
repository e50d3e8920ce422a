/** Files from URLs, through the server as it is shipped, with an internet of one host. */
import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../support/mcp-client.js';
import { CERTIFICATE, HOST, openWebHost, type WebHost } from '../../support/web-host.js';
import { executed, openWriteBench, type WriteBench } from './bench.js';
import { approved, downloaded, place, SEND_FILE, spooled, withFiles } from './file-desk.js';

const PRELOAD = fileURLToPath(new URL('../../support/web-preload.cjs', import.meta.url));
const REPORT = Buffer.from('%PDF-1.7 a report');

let bench: WriteBench;
let agent: Agent;
let web: WebHost;
let proxy: Server;
let proxied = 0;
let answer: RequestListener;

beforeAll(async () => {
  bench = await openWriteBench();
  web = await openWebHost((request, response) => answer(request, response));
  proxy = createServer((socket) => {
    proxied += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const certificate = join(bench.house.dir, 'certificate');
  writeFileSync(certificate, CERTIFICATE);
  const { port } = proxy.address() as { port: number };
  agent = await bench.server({
    NODE_OPTIONS: `${bench.house.emulator.env['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(PRELOAD)}`,
    TGMCP_WEB: JSON.stringify({ address: '93.184.215.14', port: web.port }),
    NODE_EXTRA_CA_CERTS: certificate,
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    https_proxy: `http://127.0.0.1:${port}`,
  });
});
afterAll(async () => {
  expect(proxied).toBe(0);
  await bench.house.close();
  await web.close();
  proxy.close();
});

const args = { ...place, file_path: `https://${HOST}/reports/May%20report.pdf?key=1` };

describe('a file from a URL', () => {
  it('is fetched once, at the preview; what is sent is that copy, whatever stands there later', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' });
      response.end(REPORT);
    };
    const go = await approved(bench, args, agent);
    expect(web.connections()).toBe(1);
    answer = (_request, response) => response.end('something else');
    const done = await go();
    expect(done).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(web.connections()).toBe(1);
    const reader = await bench.house.start('read');
    expect(await downloaded(reader, done.body['message_ids'])).toEqual([REPORT]);
    expect(withFiles(bench).at(-1)?.media).toMatchObject({ mimeType: 'application/pdf' });
  });

  it('is not exchanged for that of another URL, and the server fetches nothing at an execution', async () => {
    answer = (_request, response) => response.end('another report');
    const { body } = await agent.call(SEND_FILE, args);
    const before = web.connections();
    for (const [file_path, code] of [
      [`https://${HOST}/other.pdf`, body['approval_code']],
      [args.file_path, 'AAAAAAAAAAAA'],
    ] as const) {
      const refusedWith = code === 'AAAAAAAAAAAA' ? 'APPROVAL_UNKNOWN' : 'APPROVAL_MISMATCH';
      expect(await executed(agent, SEND_FILE, { ...place, file_path }, code)).toMatchObject({
        refused: true,
        body: { code: refusedWith },
      });
    }
    expect(web.connections()).toBe(before);
  });

  it('that its host breaks off in the middle is refused, and nothing of it is kept', async () => {
    const before = spooled(bench);
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('some of it');
      setTimeout(() => response.destroy(), 100);
    };
    expect(await agent.call(SEND_FILE, { ...args, file_path: `https://${HOST}/half.bin` })).toMatchObject({
      refused: true,
      body: { code: 'URL_REFUSED', data: { reason: 'its host broke off' } },
    });
    expect(spooled(bench)).toEqual(before);
  });

  it('is refused where the host leads into the machine, with no further connection', async () => {
    const before = web.connections();
    answer = (_request, response) =>
      response.writeHead(302, { location: `https://127.0.0.1:${web.port}/secret` }).end();
    expect(await agent.call(SEND_FILE, args)).toMatchObject({ refused: true, body: { code: 'URL_REFUSED' } });
    answer = (_request, response) => response.writeHead(302, { location: 'https://127.0.0.1/secret' }).end();
    expect(await agent.call(SEND_FILE, args)).toMatchObject({
      refused: true,
      body: { code: 'URL_REFUSED', data: { reason: 'its address is not a public one' } },
    });
    expect(web.connections()).toBe(before + 2);
  });
});
