import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import type { MessageRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import type { Telegram } from '../telegram.js';
import { inputChannelOf } from './input-peers.js';
import { markedId } from './marked-id.js';
import { messageRecordOf } from './message-record.js';
import { peopleOf, type People } from './people.js';

/** Reads messages of a chat by their ids, at most 100, by one call; what is not there, or lies in another chat, is `missing`. */
export async function messagesById(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions = {},
): Promise<Outcome<MessageRecord[]>> {
  const found = await ask(account, peer, ids, options);
  if (!found.ok) return found;
  return done(ids.map((one) => recordIn(found.value, one) ?? missing(one)));
}

/** The messages themselves, by id; those that are not there, or lie in another chat, are left out. */
export async function rawMessagesById(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions = {},
): Promise<Outcome<ReadonlyMap<number, Api.TypeMessage>>> {
  const found = await ask(account, peer, ids, options);
  return found.ok ? done(found.value.here) : found;
}

interface Found {
  readonly here: ReadonlyMap<number, Api.TypeMessage>;
  readonly people: People;
}

async function ask(
  account: Telegram,
  peer: ResolvedPeer,
  ids: readonly number[],
  options: CallOptions,
): Promise<Outcome<Found>> {
  const { Api } = telegram();
  const id = ids.map((one) => new Api.InputMessageID({ id: one }));
  const answer = await account.peers.withPeer(peer, (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    return account.call<Api.channels.GetMessages | Api.messages.GetMessages>(
      channel === undefined
        ? new Api.messages.GetMessages({ id })
        : new Api.channels.GetMessages({ channel, id }),
      options,
    );
  });
  if (!answer.ok) return answer;
  if (answer.value.className === 'messages.MessagesNotModified')
    return done({ here: new Map(), people: new Map() });
  const { messages, users, chats } = answer.value;
  await account.peers.remember(users, chats, messages);
  const people = peopleOf(users, chats);
  // Outside channels ids count through all chats of the account, so an id may be that of another chat's message.
  const here = messages.filter((one) => one.className !== 'MessageEmpty' && markedId(one.peerId) === peer.id);
  return done({ here: new Map(here.map((one) => [one.id, one])), people });
}

function recordIn({ here, people }: Found, id: number): MessageRecord | undefined {
  const message = here.get(id);
  return message === undefined ? undefined : messageRecordOf(message, people);
}

function missing(id: number): MessageRecord {
  return { id, missing: true };
}
