export type { Clock } from './clock/clock.js';
export { REFUSALS, type RefusalCode, type RefusalRow } from './errors/codes.js';
export { done, type Done, type Outcome, type Refusal, type Refused } from './errors/outcome.js';
export { refuse, type RefusalDetails } from './errors/refuse.js';
export { defineTool } from './mcp/tool.js';
export type {
  ClientName,
  ElicitedAnswer,
  ElicitedForm,
  RetryClass,
  Tool,
  ToolCall,
  ToolHints,
} from './mcp/tool.js';
export { StateError, type DocumentKind, type Lease, type StateStore, type Versioned } from './state/store.js';
export type { CallOptions, Lane, TelegramCaller } from './telegram/caller.js';
export type { Program } from './config/kinds.js';
export { loadSettings, type Environment, type LoadedSettings } from './config/load.js';
export { policyBlocks, policyIssues } from './config/policy-issues.js';
export { readEnvFile, settingsFile } from './config/env-file.js';
export { ENV_FILE_HEAD, withSettings } from './config/edit-env-file.js';
export { findProject, type Project } from './config/project.js';
export { comparablePhrase, fitsPhraseHash, hashPhrase, isPhraseHash } from './secrets/phrase-hash.js';
export { isPublicPhrase } from './config/public-phrases.js';
export { redact } from './config/redact.js';
export { sessionPath } from './config/session-path.js';
export { checkPrivateFolder, preparePrivateFolder, makeMissing } from './config/data-folder.js';
export type { SettingName, Settings } from './config/settings.js';
export { createLog, type Log, type LogLevel } from './mcp/log.js';
export { neutralise, neutraliseText, type Neutralised } from './mcp/neutralise.js';
export type { ServerProgram, ServiceSource, StartContext } from './mcp/start.js';
export { refusalFromThrow, type FaultLog } from './errors/from-throw.js';
export { manualClock, type ManualClock } from './clock/manual-clock.js';
export { momentAfter, momentSchema, permissionLeft, requiredWaitLeft, type Moment } from './clock/moment.js';
export { systemClock } from './clock/system-clock.js';
export { SETTING_GROUPS } from './config/settings.js';
export type { SettingRow } from './config/kinds.js';
export { describeTool, type ListedTool } from './mcp/schema.js';
export { VERSION } from './version.js';
export { createFileStore } from './state/file-store.js';
export { createMemoryStore } from './state/memory-store.js';
export type { Failure, PacedCall, PacingTicket } from './pacing/failure.js';
export { createPacer, type Pacer, type PacerSettings, type PacerStats } from './pacing/pacer.js';
export {
  createQuotas,
  type QuotaClaim,
  type QuotaKind,
  type QuotaLimits,
  type Quotas,
  type QuotaUsage,
} from './pacing/quotas.js';
export { inspectState, type StateFault, type StateReport } from './state/files/inspect.js';
export { forgetDocument, restorePrevious } from './state/files/mend.js';
export { readArguments } from './mcp/arguments.js';
export { sweepLeftovers } from './state/files/sweep.js';
export { placeProblems, takeOver as takeOverState } from './state/place/place.js';
export { refuseState } from './state/refuse-state.js';
export { createAuditLog, type AuditLog } from './audit/audit-log.js';
export type { AuditEntry, AuditRecord } from './audit/record.js';
export { readAudit } from './audit/read.js';
export { verifyAudit, verifyAuditLines, type AuditFault, type AuditVerdict } from './audit/verify.js';
export { telegram as telegramLibrary } from './telegram/library.js';
export { collect, type Page, type Portion } from './paging/collect.js';
export { mergeLists, type ListPlace, type ListPortion } from './paging/merge.js';
export { PageRoom } from './paging/page.js';
export { readCursor } from './paging/cursor.js';
export { prepareState } from './runtime/prepare-state.js';
export { probeSession } from './runtime/probe-session.js';
export { createRuntime, type Runtime } from './runtime/runtime.js';
export type { AccountNeed, AccountServices, CoreServices } from './runtime/services.js';
export {
  count,
  cursor,
  group,
  limit,
  messageId,
  NOTICE,
  pageFields,
  READS,
  unixSecond,
} from './tools/fields.js';
export { date, dateRange, moment, timezone } from './tools/dates.js';
export { isTimeZone } from './text/time-zones.js';
export { linkBase, linkOf } from './tools/link-base.js';
export { messagePage } from './tools/message-page.js';
export { openChat, type OpenChat } from './tools/open-chat.js';
export { recordPage } from './tools/record-page.js';
export { pageAnswer } from './tools/page-answer.js';
export {
  messageRecord,
  PEER_TYPES,
  peerOf,
  peerRecord,
  personRecord,
  type MessageRecord,
  type PeerRecord,
  type PersonRecord,
} from './tools/records.js';
export { authStatus } from './tools/auth-status.js';
export { infoAnswer, infoOutput } from './tools/info-answer.js';
export { getGroupInfo } from './tools/get-group-info.js';
export { listSessions } from './tools/list-sessions.js';
export { useSession } from './tools/use-session.js';
export { getMyDialogs } from './tools/get-my-dialogs.js';
export { getStats } from './tools/get-stats.js';
export { resolveUsername } from './tools/resolve-username.js';
export { commonChats } from './telegram/reader/common-chats.js';
export { discussionOf } from './telegram/reader/discussion.js';
export { MESSAGE_KINDS, UNFILTERED_KINDS, type MessageKind } from './telegram/reader/message-filters.js';
export { inputChannelOf, inputUserOf } from './telegram/reader/input-peers.js';
export { messagesById, rawMessagesById } from './telegram/reader/messages-by-id.js';
export { listContacts, searchByName } from './telegram/reader/contacts.js';
export { firstMessage } from './telegram/reader/first-message.js';
export { listMembers, MEMBER_LISTS, type MemberList, type MemberRecord } from './telegram/reader/members.js';
export {
  CHAT_SCOPES,
  searchGlobal,
  type FoundMessage,
  type GlobalPlace,
} from './telegram/reader/search-global.js';
export { listTopics, type TopicPlace, type TopicRecord } from './telegram/reader/topics.js';
export { readHistory } from './telegram/reader/history.js';
export { scheduledMessages } from './telegram/reader/scheduled.js';
export { unreadMentions } from './telegram/reader/unread-mentions.js';
export { listDialogs, type DialogPosition, type ReadDialog } from './telegram/reader/list-dialogs.js';
export { FOLDER_KINDS, isInFolder, listFolders } from './telegram/reader/folders.js';
export { neverRaw } from './config/raw-methods.js';
export { invokeRead } from './telegram/raw/invoke-read.js';
export { READ_METHODS } from './telegram/read-methods.js';
export { canonicalParams } from './telegram/raw/canonical-params.js';
export {
  buildRawWrite,
  peersInParams,
  rawAnswer,
  rawMethod,
  renamePeers,
  takesRandomId,
  type RawWrite,
} from './telegram/raw/write-request.js';
export type { Prompt } from './mcp/prompts.js';
export type { ResourceTemplate } from './mcp/resources.js';
export type { ActionsToolset, ReadToolset } from './config/settings/toolsets.js';
export { searchMessages } from './telegram/reader/search-messages.js';
export { fetchPart, isExpired, PART_BYTES } from './telegram/reader/files/fetch-part.js';
export { filesOfMessages, findFile, type FileName } from './telegram/reader/files/find-files.js';
export { profilePhotos } from './telegram/reader/files/profile-photos.js';
export { noFile, type RemoteFile } from './telegram/reader/files/remote-file.js';
export { savedContacts, type SavedContact } from './telegram/reader/saved-contacts.js';
export { allStories, peerStories, storiesById, type StoryRecord } from './telegram/reader/stories.js';
export { lockFolder } from './state/files/courtesy-lock.js';
export { diskTrouble } from './state/files/disk-trouble.js';
export { errorCode, makePrivateFolder, syncFolder } from './state/files/private-files.js';
export { withTakeout, type TakeoutScope } from './telegram/reader/takeout.js';
export type { Account, Telegram, TelegramStatus } from './telegram/telegram.js';
export type { PeerKind, Peers, ResolvedPeer, ResolveOptions } from './telegram/peers/peers.js';
export { plainText as sessionText } from './telegram/session/session-text.js';
export { MOST_SLEEP_MS, sleptInCall, withOneAllowance } from './pacing/sleep-allowance.js';
export { pacerSettings } from './pacing/pacer-settings.js';
export { quotaLimits } from './pacing/quota-limits.js';
export { EXPORT_FORMATS, EXPORTED, MOST_CHATS, type ExportAsked } from './export/asked.js';
export { exportData, type Exported, type ExportServices } from './export/export-data.js';
export { isExportId } from './export/places.js';
export type { ExportHow } from './export/run.js';
export { nearest } from './text/nearest.js';
export { looksShort, namePartProblem, pathProblem } from './platform/file-names.js';
export { noLinksHere } from './platform/links.js';
export { noFollow } from './platform/no-follow.js';
export { endSignals, foldsNames, pathRules, type Platform } from './platform/platform.js';
export { rightsProblem } from './platform/rights.js';
export { isSamePath, isWithin, wayWithin } from './platform/same-path.js';
export { shellQuoted, shellWord } from './platform/shell-word.js';
export { renameSteadily, renameSteadilyLater } from './platform/steadily.js';
