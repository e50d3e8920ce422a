/** An internet of one host, for tests of fetching: names lead where the test says, and every dialled address leads to it. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { secured, type Network } from '../../packages/tgmcp-actions/src/files/web/network.js';
import { CERTIFICATE, type WebHost } from '../support/web-host.js';

/** An address of the real internet, which nothing dials. */
export const PUBLIC = '93.184.215.14';

/** A network on which all roads lead to one host. */
export interface OneHostInternet extends Network {
  /** Every address that was dialled. */
  readonly dialled: readonly string[];
  /** Every name that was looked up. */
  readonly asked: readonly string[];
}

/** `names`: addresses by name, one list for each look-up in turn; without a name here, {@link PUBLIC}. */
export function oneHostInternet(
  host: WebHost,
  names: Readonly<Record<string, readonly (readonly string[])[]>> = {},
): OneHostInternet {
  const dialled: string[] = [];
  const asked: string[] = [];
  return {
    dialled,
    asked,
    async addresses(name) {
      const before = asked.filter((one) => one === name).length;
      asked.push(name);
      const answers = names[name];
      return answers?.[Math.min(before, answers.length - 1)] ?? [PUBLIC];
    },
    async dial(address, _port, signal) {
      dialled.push(address);
      const socket = connect(host.port, '127.0.0.1');
      await once(socket, 'connect', { signal });
      return socket;
    },
    secure: (socket, name, signal) => secured({ socket, host: name, ca: CERTIFICATE }, signal),
  };
}
