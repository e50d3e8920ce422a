import { once } from 'node:events';
import { request as overHttp, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Asks for a URL over a connection to its host. Rejects as sockets do. */
export async function ask(url: URL, channel: Socket, signal: AbortSignal): Promise<IncomingMessage> {
  const asking = overHttp({
    method: 'GET',
    path: url.pathname + url.search,
    // With a connection of its own a request has no agent, which would keep it, and in newer versions of Node use a proxy.
    createConnection: () => channel,
    headers: {
      host: url.host,
      'user-agent': 'tgmcp',
      accept: '*/*',
      // What is counted is what is kept: nothing grows on being unpacked.
      'accept-encoding': 'identity',
      connection: 'close',
    },
    signal,
  });
  // What goes wrong after the answer began is told by the answer; unheard here, it would end the process.
  asking.on('error', () => undefined);
  asking.end();
  const [answer] = (await once(asking, 'response', { signal })) as [IncomingMessage];
  return answer;
}
