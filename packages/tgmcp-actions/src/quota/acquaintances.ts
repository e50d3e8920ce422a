/**
 * Whether the account has talked to a person before. Known ones are remembered for ever; of others the newest messages of
 * the chat are looked at, so that a conversation begun in the Telegram app counts too.
 */
import {
  done,
  refuse,
  telegramLibrary,
  type DocumentKind,
  type Outcome,
  type StateStore,
  type Telegram,
} from '@tgmcp/core';
import * as z from 'zod';

const ACQUAINTANCES: DocumentKind<Record<string, never>> = {
  folder: 'acquaintances',
  version: 1,
  schema: z.strictObject({}),
};

/** A chat can begin with notices that nobody wrote, such as "joined Telegram"; there are never many. */
const NOTICES = 5;

/** Tells whether a person is known, asking Telegram where that is not on disk. `id`: canonical. */
export function acquaintances(
  store: Pick<StateStore, 'get' | 'create'>,
  telegram: Pick<Telegram, 'peers' | 'call'>,
): (person: { readonly id: string }) => Promise<Outcome<boolean>> {
  return async ({ id }) => {
    if ((await store.get(ACQUAINTANCES, id)) !== undefined) return done(true);
    const peer = await telegram.peers.known(id);
    if (peer === undefined) return refuse('PEER_NOT_FOUND', { data: { peer: id } });
    const { Api, helpers } = telegramLibrary();
    const answer = await telegram.peers.withPeer(peer, (inputPeer) =>
      telegram.call(
        new Api.messages.GetHistory({
          peer: inputPeer,
          offsetId: 0,
          offsetDate: 0,
          addOffset: 0,
          limit: NOTICES,
          maxId: 0,
          minId: 0,
          hash: helpers.returnBigInt(0),
        }),
      ),
    );
    if (!answer.ok) return answer;
    const messages = answer.value.className === 'messages.MessagesNotModified' ? [] : answer.value.messages;
    if (!messages.some(({ className }) => className === 'Message')) return done(false);
    await store.create(ACQUAINTANCES, id, {});
    return done(true);
  };
}
