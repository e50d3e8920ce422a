/** A Telegram for property tests: it knows every name, has every message that is asked for, and refuses all else. */
import {
  done,
  refuse,
  telegramLibrary,
  type Outcome,
  type PeerKind,
  type RefusalCode,
  type ResolvedPeer,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Writer } from '../telegram/writer/writer.js';
import { silentFiles } from './silent-files.js';

const KINDS: readonly PeerKind[] = ['user', 'bot', 'group', 'supergroup', 'channel'];
const REFUSED: readonly RefusalCode[] = [
  'NO_RIGHTS',
  'FLOOD_WAIT',
  'TELEGRAM_TROUBLE',
  'DEADLINE',
  'PEER_INVALID',
  'CANCELLED',
  'WRITES_LATCHED',
  'BREAKER_OPEN',
];

/** The account, as the writer has it; `now`: milliseconds since the epoch. */
export function silentTelegram(now: () => number): Writer {
  const known = new Map<string, ResolvedPeer>();
  let current: ResolvedPeer | undefined;
  let calls = 0;

  async function resolve(name: string): Promise<Outcome<ResolvedPeer>> {
    const sum = Buffer.from(name).reduce((total, byte) => total + byte, 0);
    const kind = KINDS[sum % (KINDS.length + 1)];
    if (kind === undefined) return refuse('PEER_NOT_FOUND', { data: { peer: name } });
    const peer = peerOf(kind, BigInt(1 + (sum % 100_000)));
    known.set(peer.id, peer);
    return done(peer);
  }

  async function call<R extends Api.AnyRequest>(request: R): Promise<Outcome<R['__response']>> {
    calls += 1;
    const messages = messagesFor(request, current);
    if (messages !== undefined) return done(messages as R['__response']);
    return refuse(REFUSED[calls % REFUSED.length] ?? 'DEADLINE', { data: { rpc_code: 400, rpc: 'SILENT' } });
  }

  return {
    peers: {
      resolve,
      remember: async () => undefined,
      known: async (id) => known.get(id),
      withPeer(peer, work) {
        current = peer;
        return work(peer.inputPeer);
      },
    },
    scope: { ready: async () => done(undefined), isOpen: () => true, mayBeNamed: () => true },
    call,
    look: call,
    account: async () => done({ id: '1001', first_name: 'Ann' }),
    hold: async () => done(undefined),
    status: async () => ({
      session_file: 'a.session',
      session: 'present',
      authorized: 'yes',
      connected: true,
    }),
    serverNow: now,
    close: async () => undefined,
    files: silentFiles(),
  };
}

function peerOf(kind: PeerKind, bare: bigint): ResolvedPeer {
  const { Api, helpers } = telegramLibrary();
  const number = helpers.returnBigInt(bare.toString());
  const accessHash = helpers.returnBigInt('7');
  if (kind === 'user' || kind === 'bot') {
    const inputPeer = new Api.InputPeerUser({ userId: number, accessHash });
    return { id: String(bare), kind, title: 'Somebody', inputPeer };
  }
  if (kind === 'group') {
    return { id: String(-bare), kind, title: 'Club', inputPeer: new Api.InputPeerChat({ chatId: number }) };
  }
  const inputPeer = new Api.InputPeerChannel({ channelId: number, accessHash });
  return { id: String(-1_000_000_000_000n - bare), kind, title: 'Kites', inputPeer };
}

/** The messages of a chat that a request names, where it asks for messages. */
function messagesFor(
  request: Api.AnyRequest,
  chat: ResolvedPeer | undefined,
): Api.messages.TypeMessages | undefined {
  const { Api } = telegramLibrary();
  if (!(request instanceof Api.channels.GetMessages || request instanceof Api.messages.GetMessages)) {
    return undefined;
  }
  const ids = request.id.flatMap((one) => (one instanceof Api.InputMessageID ? [one.id] : []));
  const peerId = placeOf(chat);
  if (peerId === undefined) return undefined;
  const messages = ids.map(
    (id) => new Api.Message({ id, peerId, date: 1_790_000_000, message: `Note ${id}` }),
  );
  return new Api.messages.Messages({ messages, chats: [], users: [] });
}

function placeOf(chat: ResolvedPeer | undefined): Api.TypePeer | undefined {
  const { Api } = telegramLibrary();
  const place = chat?.inputPeer;
  if (place instanceof Api.InputPeerUser) return new Api.PeerUser({ userId: place.userId });
  if (place instanceof Api.InputPeerChat) return new Api.PeerChat({ chatId: place.chatId });
  if (place instanceof Api.InputPeerChannel) return new Api.PeerChannel({ channelId: place.channelId });
  return undefined;
}
