import type { Api } from 'telegram';
import { markedIdOf } from '../telegram/reader/marked-id.js';
import type { Telegram } from '../telegram/telegram.js';

/** More people than this are not kept apart; they are only remembered anew. */
const MOST = 20_000;

/**
 * The same account, but of each user and chat it remembers what the first answer tells. Read from the oldest message on,
 * every page shows its people in newer messages, and each time that would be news worth a write to disk.
 */
export function rememberingOnce(account: Telegram): Telegram {
  const met = new Set<string>();
  const isNew = (entity: Api.TypeUser | Api.TypeChat): boolean => !met.has(markedIdOf(entity));
  return {
    ...account,
    peers: {
      ...account.peers,
      async remember(users, chats, messages) {
        const newUsers = users.filter(isNew);
        const newChats = chats.filter(isNew);
        if (newUsers.length + newChats.length === 0) return;
        await account.peers.remember(newUsers, newChats, messages);
        if (met.size > MOST) met.clear();
        for (const entity of [...newUsers, ...newChats]) met.add(markedIdOf(entity));
      },
    },
  };
}
