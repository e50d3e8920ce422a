import { isMember, peerKey, type History, type PeerRef, type World } from '@tgmcp/emulator';

/** What must hold in any world, whatever was done to it; each entry is a rule that does not. */
export function brokenRules(world: World): string[] {
  const broken: string[] = [];
  for (const channel of world.channels.values()) {
    const peer: PeerRef = { kind: 'channel', id: channel.id };
    broken.push(...historyRules(channel.history, peerKey(peer)));
    for (const account of world.accounts.values()) {
      if (isMember(channel, account.userId))
        broken.push(...unreadRules(account.userId, peer, channel.history, world));
    }
  }
  for (const account of world.accounts.values()) {
    for (const [key, history] of account.histories) {
      const name = `${account.userId} ${key}`;
      broken.push(
        ...historyRules(history, name),
        ...unreadRules(account.userId, history.peer, history, world),
      );
      for (const id of history.ids) {
        if (account.boxIndex.get(id) !== history) broken.push(`${name}: box index misses ${id}`);
      }
      if (history.topId >= account.nextMessageId)
        broken.push(`${name}: id ${history.topId} was given out early`);
    }
  }
  return broken;
}

function historyRules(history: History, name: string): string[] {
  const ids = history.ids;
  const isRising = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0));
  const isWhole = ids.length === history.size && ids.every((id) => history.get(id) !== undefined);
  return [
    ...(isRising ? [] : [`${name}: ids do not rise`]),
    ...(isWhole ? [] : [`${name}: an id without a message`]),
    ...(history.topId < history.nextId ? [] : [`${name}: the next id was used before`]),
  ];
}

function unreadRules(viewer: bigint, peer: PeerRef, history: History, world: World): string[] {
  const dialog = world.dialog(viewer, peer);
  const unread = history.ids.filter((id) => id > dialog.readInboxMaxId && history.get(id)?.author !== viewer);
  return unread.length === dialog.unreadCount
    ? []
    : [`${viewer} ${peerKey(peer)}: ${dialog.unreadCount} unread, but there are ${unread.length}`];
}
