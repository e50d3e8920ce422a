/**
 * Fetches a file from a URL that a model gave, and reaches no host by it that the model has no business with: the name is
 * resolved once, each of its addresses is checked, the checked address is dialled, and every redirect begins anew.
 */
import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { done, type Outcome } from '@tgmcp/core';
import { isMime } from '../data-uri.js';
import { tooLarge, urlRefused } from '../file-refused.js';
import type { Network } from './network.js';
import { isPublicAddress } from './public-address.js';
import { ask } from './request.js';
import { hostOf, urlProblem } from './url-rules.js';

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Bounds of one fetch. */
export interface FetchLimits {
  readonly allowHttp: boolean;
  readonly maxBytes: number;
  /** Ends the fetch, redirects and all. */
  readonly signal: AbortSignal;
}

/** A file on its way. */
export interface FetchedFile {
  readonly mime: string | undefined;
  /** The last part of the address from which it came in the end. */
  readonly name: string;
  readonly pieces: AsyncIterable<Buffer>;
  close(): void;
}

/** Refused with URL_REFUSED, or FILE_TOO_LARGE where the answer says so at once; whoever gets the file closes it. */
export async function fetchUrl(
  network: Network,
  asked: URL,
  limits: FetchLimits,
): Promise<Outcome<FetchedFile>> {
  let url = asked;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const problem = urlProblem(url, limits.allowHttp);
    if (problem !== undefined) return urlRefused(url.href, problem);
    const reached = await reach(network, url, limits.signal);
    if (!reached.ok) return reached;
    const { answer, socket } = reached.value;
    const { statusCode = 0, headers } = answer;
    if (!REDIRECTS.has(statusCode)) {
      const file = fileIn(answer, url, limits.maxBytes, socket);
      if (!file.ok) socket.destroy();
      return file;
    }
    socket.destroy();
    if (headers.location === undefined || !URL.canParse(headers.location, url.href))
      return urlRefused(url.href, 'it leads to nowhere');
    url = new URL(headers.location, url);
  }
  return urlRefused(asked.href, `it leads on more than ${MOST_REDIRECTS} times`);
}

/** Sentences for what went wrong on the way; a message of the system could tell of the network behind. */
function trouble(url: URL, error: unknown): Outcome<never> {
  const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return urlRefused(url.href, isLate ? 'it took too long' : 'its host did not answer as one should');
}

async function reach(
  network: Network,
  url: URL,
  signal: AbortSignal,
): Promise<Outcome<{ readonly answer: IncomingMessage; readonly socket: Socket }>> {
  const address = await checkedAddress(network, url, signal);
  if (!address.ok) return address;
  let socket: Socket | undefined;
  try {
    socket = await network.dial(address.value, url.protocol === 'https:' ? 443 : 80, signal);
    const dialled = socket;
    // What happens to it later shows in the answer; unheard, it would end the process.
    dialled.on('error', () => undefined);
    signal.addEventListener('abort', () => dialled.destroy(), { once: true });
    const channel = url.protocol === 'https:' ? await network.secure(dialled, hostOf(url), signal) : dialled;
    return done({ answer: await ask(url, channel, signal), socket: dialled });
  } catch (error) {
    socket?.destroy();
    return trouble(url, signal.aborted ? signal.reason : error);
  }
}

async function checkedAddress(network: Network, url: URL, signal: AbortSignal): Promise<Outcome<string>> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return done(host);
  let found: readonly string[];
  try {
    found = await Promise.race([network.addresses(host), aborted(signal)]);
  } catch {
    return urlRefused(url.href, signal.aborted ? 'it took too long' : 'its host has no address');
  }
  // One bad address among good ones is somebody's try to have the next look-up lead there.
  if (!found.every(isPublicAddress))
    return urlRefused(url.href, 'its host has an address that is not public');
  const [address] = found;
  return address === undefined ? urlRefused(url.href, 'its host has no address') : done(address);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = (): void => reject(new Error('aborted'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

function fileIn(answer: IncomingMessage, url: URL, maxBytes: number, socket: Socket): Outcome<FetchedFile> {
  const { statusCode = 0, headers } = answer;
  if (statusCode !== 200) return urlRefused(url.href, `its host answered with status ${statusCode}`);
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') return urlRefused(url.href, 'its host sent it packed');
  const length = Number(headers['content-length'] ?? 0);
  if (length > maxBytes) return tooLarge(maxBytes, length);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return done({
    mime: isMime(type) ? type : undefined,
    name: decoded(url.pathname.split('/').at(-1) ?? ''),
    pieces: answer,
    close: () => socket.destroy(),
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
