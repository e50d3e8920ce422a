import type { Api } from 'telegram';
import type { PeerRecord } from '../../tools/records.js';
import { markedIdOf } from './marked-id.js';

/** The users and chats that came with an answer, by canonical id. */
export type People = ReadonlyMap<string, PeerRecord>;

/** Indexes what an answer says of users and chats, so that messages can name their senders. */
export function peopleOf(users: readonly Api.TypeUser[], chats: readonly Api.TypeChat[]): People {
  return new Map([...users, ...chats].map((entity) => [markedIdOf(entity), peerRecordOf(entity)]));
}

/** A user or chat as results show it. */
export function peerRecordOf(entity: Api.TypeUser | Api.TypeChat): PeerRecord {
  const id = markedIdOf(entity);
  if (entity.className === 'User')
    return { id, type: entity.bot === true ? 'bot' : 'user', ...named(userName(entity), entity) };
  if (entity.className === 'UserEmpty') return { id, type: 'user', title: '' };
  if (entity.className === 'Channel')
    return { id, type: entity.megagroup === true ? 'supergroup' : 'channel', ...named(entity.title, entity) };
  if (entity.className === 'ChannelForbidden') {
    return { id, type: entity.megagroup === true ? 'supergroup' : 'channel', title: entity.title };
  }
  return { id, type: 'group', title: entity.className === 'ChatEmpty' ? '' : entity.title };
}

function userName(user: Api.User): string {
  if (user.deleted === true) return 'Deleted account';
  return [user.firstName, user.lastName]
    .filter((part) => part !== undefined && part !== null && part !== '')
    .join(' ');
}

function named(title: string, entity: Api.User | Api.Channel): { title: string; username?: string } {
  const username = usernameOf(entity);
  return username === undefined ? { title } : { title, username };
}

/** The username in use; accounts with several carry them in a list. */
export function usernameOf(entity: Api.User | Api.Channel): string | undefined {
  return entity.username ?? entity.usernames?.find((one) => one.active === true)?.username ?? undefined;
}
