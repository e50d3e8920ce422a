/* For the services' own tests: what holds of a world whatever was asked of it. */
import type { DialogState, WorldAccount, WorldChannel } from '../../world/model.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { History } from '../../world/history.js';
import type { World } from '../../world/world.js';

/** Everything that is wrong with a world; empty when nothing is. */
export function faultsOf(world: World): string[] {
  return [
    ...[...world.accounts.values()].flatMap((account) => accountFaults(world, account)),
    ...[...world.channels.values()].flatMap((channel) => channelFaults(world, channel)),
    ...[...world.usernames].flatMap(([name, peer]) => {
      const owner = peer.kind === 'user' ? world.users.get(peer.id) : world.channels.get(peer.id);
      return owner === undefined ? [`@${name} leads nowhere`] : [];
    }),
  ];
}

function accountFaults(world: World, account: WorldAccount): string[] {
  const faults: string[] = [];
  const { userId, updateLog, pts } = account;
  const counted = updateLog.map((entry) => entry.pts);
  if (counted.some((one, index) => one < (counted[index - 1] ?? 0))) faults.push('its log goes back');
  if (counted.some((one) => one > pts)) faults.push('its log is ahead of its pts');
  for (const [key, history] of account.histories) {
    faults.push(...historyFaults(history, account.nextMessageId).map((fault) => `${key}: ${fault}`));
    for (let index = 0; index < history.size; index++) {
      if (account.boxIndex.get(history.idAt(index) ?? 0) !== history)
        faults.push(`${key}: ${history.idAt(index)} is not in the index`);
    }
  }
  for (const [key, dialog] of account.dialogs) {
    faults.push(...dialogFaults(world, userId, dialog).map((fault) => `${key}: ${fault}`));
  }
  return faults.map((fault) => `account ${userId}: ${fault}`);
}

function historyFaults(history: History, nextId: number): string[] {
  const faults: string[] = [];
  for (let index = 0; index < history.size; index++) {
    const [id, message] = [history.idAt(index) ?? 0, history.at(index)];
    if (id <= (history.idAt(index - 1) ?? 0) || id >= nextId) faults.push(`id ${id} is out of order`);
    const isNamed = message?.copies.some((copy) => copy.owner === history.owner && copy.id === id);
    if (isNamed !== true) faults.push(`message ${id} does not know its copy`);
  }
  for (const id of history.pinned) if (history.get(id) === undefined) faults.push(`${id} is pinned and gone`);
  return faults;
}

function dialogFaults(world: World, userId: bigint, dialog: DialogState): string[] {
  const history = world.history(userId, dialog.peer);
  const messages = history?.slice(0) ?? [];
  const own = history?.owner ?? 0n;
  const ids = new Map(messages.map((one) => [one, one.copies.find((copy) => copy.owner === own)?.id ?? 0]));
  const unread = messages.filter(
    (one) => one.author !== userId && (ids.get(one) ?? 0) > dialog.readInboxMaxId,
  ).length;
  const faults: string[] = [];
  const chat = world.chat(dialog.peer);
  const isOutside = chat !== undefined && !isMember(chat, userId);
  if (!isOutside && dialog.unreadCount !== unread)
    faults.push(`${dialog.unreadCount} unread, there are ${unread}`);
  for (const id of dialog.unreadMentions)
    if (history?.get(id) === undefined) faults.push(`mention ${id} is gone`);
  for (const id of dialog.unreadReactions)
    if (history?.get(id) === undefined) faults.push(`reaction ${id} is gone`);
  for (const name of ['unreadCount', 'readInboxMaxId', 'readOutboxMaxId', 'pinnedOrder'] as const) {
    if (!Number.isSafeInteger(dialog[name]) || dialog[name] < 0) faults.push(`${name} is ${dialog[name]}`);
  }
  return faults;
}

function channelFaults(world: World, channel: WorldChannel): string[] {
  const faults = historyFaults(channel.history, channel.history.nextId);
  const creators = [...channel.members.values()].filter(({ role }) => role === 'creator');
  if (creators.length > 1) faults.push(`${creators.length} creators`);
  const linked = channel.linkedChatId === undefined ? undefined : world.channels.get(channel.linkedChatId);
  if (channel.linkedChatId !== undefined && linked?.linkedChatId !== channel.id)
    faults.push('linked to one that is not linked to it');
  const { username } = channel;
  const holder = username === undefined ? undefined : world.usernames.get(username.toLowerCase());
  if (
    username !== undefined &&
    (holder === undefined || peerKey(holder) !== `channel:${channel.id}`) &&
    holder?.id !== channel.id
  )
    faults.push(`@${username} is not its own`);
  for (const topic of channel.pinnedTopics)
    if (topic !== 1 && !channel.topics.has(topic)) faults.push(`topic ${topic} is pinned and gone`);
  return faults.map((fault) => `channel ${channel.id} ${channel.title}: ${fault}`);
}
