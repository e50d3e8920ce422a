/** Asks Telegram who has an id, a username or a phone number, and keeps what it answers. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { TelegramCaller } from '../caller.js';
import { telegram } from '../library.js';
import { markedId } from '../reader/marked-id.js';
import { parseMarkedId } from './ids.js';
import type { Peers, ResolveOptions } from './peers.js';

/** What a look-up works with. */
export type Lookup = Pick<TelegramCaller, 'call'> & Pick<Peers, 'remember'>;

/** Who has a username; the canonical id. */
export async function lookUpUsername(
  lookup: Lookup,
  username: string,
  { signal }: ResolveOptions,
): Promise<Outcome<string>> {
  const { Api } = telegram();
  const answer = await lookup.call(
    new Api.contacts.ResolveUsername({ username }),
    signal === undefined ? {} : { signal },
  );
  return answer.ok ? kept(lookup, answer.value) : answer;
}

/** Who has a phone number, digits only. */
export async function lookUpPhone(
  lookup: Lookup,
  phone: string,
  { signal }: ResolveOptions,
): Promise<Outcome<string>> {
  const { Api } = telegram();
  const answer = await lookup.call(
    new Api.contacts.ResolvePhone({ phone }),
    signal === undefined ? {} : { signal },
  );
  return answer.ok ? kept(lookup, answer.value) : answer;
}

/** Learns of a basic group by its id, which needs no access hash. Other ids need one, so nothing is asked for them. */
export async function lookUpById(
  lookup: Lookup,
  id: string,
  { signal }: ResolveOptions,
): Promise<Outcome<void>> {
  const peer = parseMarkedId(id);
  if (peer?.type !== 'chat') return done(undefined);
  const { Api, helpers } = telegram();
  const request = new Api.messages.GetChats({ id: [helpers.returnBigInt(peer.id)] });
  const answer = await lookup.call(request, signal === undefined ? {} : { signal });
  if (!answer.ok) {
    const { refusal } = answer;
    return refusal.code === 'PEER_NOT_FOUND'
      ? refuse('PEER_NOT_FOUND', { data: { ...refusal.data, peer: id } })
      : answer;
  }
  await lookup.remember([], answer.value.chats);
  return done(undefined);
}

async function kept(lookup: Lookup, found: Api.contacts.ResolvedPeer): Promise<Outcome<string>> {
  await lookup.remember(found.users, found.chats);
  return done(markedId(found.peer));
}
