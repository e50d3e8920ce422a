/** What an export will hold, fixed before it begins. */
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import type { Telegram } from '../telegram/telegram.js';
import { chatInfo } from '../telegram/reader/chat-info.js';
import { peerOf } from '../tools/records.js';
import { MOST_CHATS, type ExportAsked, type Section } from './asked.js';
import { messageBounds } from './sources/messages.js';

/** The chats by their ids, each once, in the order in which they are named. */
export async function peersOf(
  account: Telegram,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<string, ResolvedPeer>>> {
  const peers = new Map<string, ResolvedPeer>();
  for (const name of names) {
    const peer = await account.peers.resolve(name, { signal });
    if (!peer.ok) return peer;
    peers.set(peer.value.id, peer.value);
  }
  return done(peers);
}

/** The sections of an export. INPUT_INVALID where the arguments do not go together, WRONG_PEER_KIND for the members of a person. */
export async function planned(
  account: Telegram,
  asked: ExportAsked,
  peers: ReadonlyMap<string, ResolvedPeer>,
  signal: AbortSignal,
): Promise<Outcome<Section[]>> {
  const problems = problemsOf(asked);
  if (problems.length > 0) return refuse('INPUT_INVALID', { data: { problems } });
  const { since = 0, until = 0, above = 0, most = 0 } = asked;
  const all = { above: 0, upTo: 0, most };
  const chats = [...peers.values()];
  switch (asked.what) {
    case 'dialogs':
    case 'groups':
      return done([all]);
    case 'participants': {
      const person = chats.find(({ kind }) => kind === 'user' || kind === 'bot');
      if (person !== undefined)
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'groups and channels', peer: person.id } });
      return done(chats.map((peer) => ({ chat: peerOf(peer), ...all })));
    }
    default: {
      const sections: Section[] = [];
      for (const peer of chats) {
        const question = { since, until, above, most };
        const options = { signal, lane: 'background' } as const;
        const bounds = await messageBounds(account, peer, question, options);
        if (!bounds.ok) return bounds;
        const older = bounds.value.above > 0 ? done(undefined) : await madeFrom(account, peer, options);
        if (!older.ok) return older;
        const section = { chat: peerOf(peer), ...bounds.value, most: 0 };
        sections.push(older.value === undefined ? section : { ...section, older: older.value });
      }
      return done(sections);
    }
  }
}

/** The basic group that a supergroup was made from, where it was and may be named. */
async function madeFrom(
  account: Telegram,
  peer: ResolvedPeer,
  options: { readonly signal: AbortSignal; readonly lane: 'background' },
): Promise<Outcome<string | undefined>> {
  if (peer.kind !== 'supergroup') return done(undefined);
  const info = await chatInfo(account, peer, options);
  return info.ok ? done(info.value.migrated_from) : info;
}

function problemsOf({ what, format, chats, since = 0, until = 0 }: ExportAsked): string[] {
  const isOfChats = what === 'messages' || what === 'participants';
  return [
    ...(isOfChats && chats.length === 0 ? [`chats: ${what} need at least one chat`] : []),
    ...(chats.length > MOST_CHATS ? [`chats: at most ${MOST_CHATS}`] : []),
    ...(!isOfChats && chats.length > 0 ? [`chats: do not go with ${what}`] : []),
    ...(format === 'md' && what !== 'messages' ? ['format: md is for messages; take csv or jsonl'] : []),
    ...(what !== 'messages' && (since > 0 || until > 0) ? [`since, until: do not go with ${what}`] : []),
    ...(since > 0 && until > 0 && since > until ? ['since: lies after until'] : []),
  ];
}
