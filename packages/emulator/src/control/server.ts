/*
 * The control address: plain HTTP on loopback for tests and demos that run the emulator as a process of its own.
 * It must never be usable by a web page: only loopback names as Host, nothing that carries an Origin, no CORS. Nor by
 * other users of the machine, since a world may be somebody's own history: its path begins with a secret.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../server/emulator.js';
import { ControlError } from './requests.js';
import { answerControl } from './routes.js';

/** The largest body accepted, in bytes. */
const MAX_BODY = 1024 * 1024;
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/iu;

/** A control address that listens. */
export interface Control {
  /** `http://127.0.0.1:PORT/SECRET`, before the paths of requests. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens the control address; port 0 takes a free one. Rejects with the system's error when the port cannot be had. */
export async function startControl(emulator: Emulator, port = 0): Promise<Control> {
  const secret = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    void respond(emulator, secret, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  emulator: Emulator,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    checkCaller(request);
    const url = urlOf(request.url ?? '/');
    const path = behindSecret(url.pathname, secret);
    const body = await readBody(request);
    const query = Object.fromEntries(url.searchParams);
    const asked = { method: request.method ?? 'GET', path, query, body };
    send(response, 200, answerControl(asked, emulator));
  } catch (error) {
    const status = error instanceof ControlError ? error.status : 500;
    send(response, status, { error: error instanceof Error ? error.message : String(error) });
  }
}

function checkCaller(request: IncomingMessage): void {
  const { host, origin } = request.headers;
  if (host === undefined || !LOOPBACK.test(host)) {
    throw new ControlError(
      403,
      `the Host header must name loopback, like 127.0.0.1, not ${host ?? 'nothing'}`,
    );
  }
  if (origin !== undefined) throw new ControlError(403, 'web pages may not use the control address');
}

function urlOf(target: string): URL {
  const base = 'http://127.0.0.1';
  if (!URL.canParse(target, base)) throw new ControlError(400, 'the path of the request is no path of a URL');
  return new URL(target, base);
}

/** The path that follows the secret. Throws a {@link ControlError} where that is missing or wrong. */
function behindSecret(path: string, secret: string): string {
  const end = path.indexOf('/', 1);
  const given = Buffer.from(path.slice(1, end === -1 ? undefined : end));
  const wanted = Buffer.from(secret);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new ControlError(
      403,
      'the path must begin with the secret of the control URL, as the emulator gave it',
    );
  }
  return end === -1 ? '/' : path.slice(end);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new ControlError(413, 'the body is larger than 1 MB');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError(
      400,
      `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    // One that is kept is closed after some seconds, and a client that was held up may use it for a request at that moment.
    connection: 'close',
  });
  response.end(`${JSON.stringify(body)}\n`);
}
