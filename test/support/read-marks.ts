import { markedId, type World } from '@tgmcp/emulator';

/** Everything by which a world shows that an account has read or seen something, in one comparable value. */
export function readMarks(world: World): unknown {
  const accounts = [...world.accounts.values()].map(({ userId, dialogs, threads, pts }) => ({
    account: String(userId),
    pts,
    dialogs: [...dialogs.values()]
      .map((dialog) => ({
        chat: markedId(dialog.peer),
        unread: dialog.unreadCount,
        mentions: [...dialog.unreadMentions],
        reactions: [...dialog.unreadReactions],
        marked: dialog.unreadMark,
        read: [dialog.readInboxMaxId, dialog.readOutboxMaxId],
        reads: dialog.reads.length,
      }))
      .toSorted((one, other) => one.chat.localeCompare(other.chat)),
    threads: [...threads].map(([thread, { readInboxMaxId }]) => `${thread} ${readInboxMaxId}`).toSorted(),
  }));
  const stories = [...world.stories].map(([owner, { stories: all }]) => [
    owner,
    [...all.values()].map(({ viewers }) => viewers.size),
  ]);
  const channels = [...world.channels.values()].map(({ id, pts }) => [String(id), pts]);
  return { accounts, stories, channels };
}
