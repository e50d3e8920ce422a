/**
 * Which methods of Telegram's API an operator may list for raw writing calls: those that were looked at, and no other, now
 * and when a newer schema brings more. Whatever a person approves, an agent must not get at the account itself, at its other
 * sessions, at money, or at what no list of chats can check. What each method does: core.telegram.org/method/NAME.
 */

/**
 * Looked at: each acts on chats that it names, or on nothing but how chats are shown, and does what no tool does
 * (messages.sendMedia: polls, dice and places; the tool of that method sends files, which cannot be given here).
 */
const LISTABLE: ReadonlySet<string> = new Set([
  'channels.createForumTopic',
  'channels.editForumTopic',
  'channels.editLocation',
  'channels.editTitle',
  'channels.exportMessageLink',
  'channels.reorderPinnedForumTopics',
  'channels.reportAntiSpamFalsePositive',
  'channels.reportSpam',
  'channels.setDiscussionGroup',
  'channels.toggleAntiSpam',
  'channels.toggleForum',
  'channels.toggleJoinRequest',
  'channels.toggleParticipantsHidden',
  'channels.togglePreHistoryHidden',
  'channels.toggleSignatures',
  'channels.toggleSlowMode',
  'channels.toggleViewForumAsMessages',
  'channels.updatePinnedForumTopic',
  'contacts.resetTopPeerRating',
  'messages.deleteExportedChatInvite',
  'messages.deleteFactCheck',
  'messages.deleteRevokedExportedChatInvites',
  'messages.deleteScheduledMessages',
  'messages.editChatAbout',
  'messages.editChatDefaultBannedRights',
  'messages.editChatTitle',
  'messages.editFactCheck',
  'messages.hidePeerSettingsBar',
  'messages.installStickerSet',
  'messages.migrateChat',
  'messages.reorderPinnedDialogs',
  'messages.reorderPinnedSavedDialogs',
  'messages.reorderStickerSets',
  'messages.report',
  'messages.reportReaction',
  'messages.reportSpam',
  'messages.saveDefaultSendAs',
  'messages.sendMedia',
  'messages.sendScreenshotNotification',
  'messages.sendVote',
  'messages.setChatAvailableReactions',
  'messages.setChatTheme',
  'messages.setChatWallPaper',
  'messages.setHistoryTTL',
  'messages.setTyping',
  'messages.toggleDialogFilterTags',
  'messages.toggleNoForwards',
  'messages.togglePeerTranslations',
  'messages.toggleSavedDialogPin',
  'messages.toggleStickerSets',
  'messages.transcribeAudio',
  'messages.translateText',
  'messages.uninstallStickerSet',
  'messages.unpinAllMessages',
  'messages.updateDialogFiltersOrder',
  'messages.updateSavedReactionTag',
]);

/** Why a namespace is shut, for the ones that somebody might ask for. */
const SHUT: Readonly<Record<string, string>> = {
  account: 'it changes the account itself: its password, its name, its privacy, or whether it exists',
  auth: 'it begins and ends sessions of the account',
  bots: 'it handles tokens and settings of bots',
  chatlists: 'it joins chats that it does not name',
  fragment: 'it spends money',
  payments: 'it spends money',
  phone: 'it makes calls',
  premium: 'it spends boosts',
  smsjobs: 'it has the phone send messages',
  upload: 'files are sent by the tools for it',
};

/** Why others are shut, as far as it can be told by the name. */
const NEVER: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/Creator|Owner|editAdmin|ChatAdmin/, 'it hands rights over a chat to somebody'],
  [/Username/, 'it gives up names that others can take'],
  [/UrlAuth/, 'it logs the account in elsewhere'],
  [/Encrypt/, 'secret chats are beyond what can be approved'],
  [/WebView|AttachMenu|BotApp|Prepared|BotRequestedPeer|InlineBot|Callback/, 'it lets a bot or web app act'],
  [/\.(?:set(?:Bot|Inline|Game)|editInlineBot|sendInlineBot)/, 'it is for bots, or sends what a bot chose'],
  [
    /Paid|Stars?(?:[A-Z]|$)|Gift|Invoice|Payment|Boost|Giveaway|Revenue|Sponsored|Suggested/,
    'it is about money',
  ],
  [/QuickRepl|Business|sendScheduled/, 'it sends stored messages that nobody sees before'],
  [
    /\.(?:hideChatJoinRequest|startBot)$/,
    'it brings somebody into a chat, which the daily limit for joins would not count',
  ],
  [/importChatInvite/, 'its chat is named by an invitation, which the allowlist cannot check'],
  [/^contacts\.(?:import|export|accept)/, 'it is about phone numbers of people'],
  [
    /\.(?:get|search|check|resolve)/,
    'it reads, or is no writing method; tg_invoke_read calls those that only read',
  ],
  [/HistoryImport|ImportedMedia|[Tt]akeout/, 'it moves whole histories'],
  [/\.(?:read[A-Z]|received|markDialogUnread)/, 'nothing is marked as read'],
  [/\.delete\w*History$|\.delete(?:Channel|Chat)$|convertToGigagroup/, 'it destroys what nobody sees before'],
  [
    /\.(?:clearAll|clearRecent|resetSaved|deletePhoneCall|setBlocked$|editCloseFriends|setDefault|hideAll|blockFromReplies)/,
    'it concerns people or chats that it does not name',
  ],
];

/** Why a method can never be listed; undefined when it can. */
export function neverRaw(method: string): string | undefined {
  if (LISTABLE.has(method)) return undefined;
  const [, namespace = ''] = /^([a-z]+)\.[a-z][A-Za-z]+$/.exec(method) ?? [];
  if (namespace === '') return 'it is no method name such as messages.setHistoryTTL';
  const why = Object.hasOwn(SHUT, namespace) ? SHUT[namespace] : shutByName(method);
  return why ?? 'it has a tool of its own, or was not looked at yet';
}

/** What of its name shuts a method; undefined where nothing does. */
export function shutByName(method: string): string | undefined {
  return NEVER.find(([pattern]) => pattern.test(method))?.[1];
}

/** The methods that can be listed. */
export function listableRaw(): readonly string[] {
  return [...LISTABLE];
}

/** What is wrong with a list of methods, one line each. */
export function rawMethodProblems(methods: readonly string[]): string[] {
  return methods.flatMap((method) => {
    const why = neverRaw(method);
    return why === undefined
      ? []
      : [`TG_ACTIONS_RAW_METHODS has "${method}", which can never be listed: ${why}`];
  });
}
