/** What is set of one chat in the list of chats, for this account alone: core.telegram.org/api/folders, /api/pushes. */
import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Performed } from '../../gates/spec.js';
import { dialogEntry } from './dialog-entry.js';
import type { Writer } from './writer.js';

/** What can be set. */
export const DIALOG_STATES = ['mute', 'unmute', 'archive', 'unarchive', 'pin', 'unpin'] as const;
export type DialogState = (typeof DIALOG_STATES)[number];

/** What to set; `until`, Unix seconds, belongs to `mute` alone. */
export interface DialogChange {
  readonly state: DialogState;
  readonly until: number;
}

/** Muted for good: the latest moment that Telegram can hold. */
export const FOR_EVER = 2_147_483_647;

const ARCHIVE = 1;
const MAIN_LIST = 0;

/** How a chat stands now, in words. Reads only. */
export async function describeState(writer: Writer, peer: ResolvedPeer): Promise<Outcome<string>> {
  const entry = await dialogEntry(writer, peer);
  if (!entry.ok) return entry;
  if (entry.value === undefined) return done('not in the list of chats');
  const { notifySettings, folderId, pinned } = entry.value;
  const until = notifySettings.muteUntil;
  const muted =
    typeof until !== 'number'
      ? 'muted as all of its kind'
      : until * 1000 <= writer.serverNow()
        ? 'not muted'
        : mutedUntil(until);
  const place = folderId === ARCHIVE ? 'in the archive' : 'in the main list';
  return done([muted, place, pinned === true ? 'pinned' : 'not pinned'].join(', '));
}

/** "muted for good", "muted until 2026-11-26T08:00:00.000Z". */
export function mutedUntil(until: number): string {
  return until === FOR_EVER ? 'muted for good' : `muted until ${new Date(until * 1000).toISOString()}`;
}

/** Whether a chat stands as a change would have it. Reads only. */
export async function standsSo(
  writer: Writer,
  peer: ResolvedPeer,
  change: DialogChange,
): Promise<Outcome<boolean>> {
  const entry = await dialogEntry(writer, peer);
  return entry.ok ? done(isSo(entry.value, change, writer.serverNow())) : entry;
}

/** Sets it; what stands so already is left alone and is `repeated`. */
export async function setDialogState(
  writer: Writer,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  change: DialogChange,
): Promise<Outcome<Performed>> {
  const entry = await dialogEntry(writer, peer);
  if (!entry.ok) return entry;
  const result = resultOf(change);
  if (isSo(entry.value, change, writer.serverNow())) return done({ result, repeated: true });
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(requestFor(inputPeer, change, entry.value?.notifySettings)),
  );
  return answer.ok ? done({ result, repeated: false }) : answer;
}

/** What the tool answers. */
export function resultOf({ state, until }: DialogChange) {
  return { state, ...(state === 'mute' ? { until: new Date(until * 1000).toISOString() } : {}) };
}

function isSo(entry: Api.Dialog | undefined, { state, until }: DialogChange, nowMs: number): boolean {
  if (entry === undefined) return false;
  const muted = entry.notifySettings.muteUntil;
  const isPinned = entry.pinned === true;
  const isArchived = entry.folderId === ARCHIVE;
  const so: Readonly<Record<DialogState, boolean>> = {
    mute: muted === until,
    // Without a word of its own the chat goes by what is set for all of its kind, which may be muted.
    unmute: typeof muted === 'number' && muted * 1000 <= nowMs,
    archive: isArchived,
    unarchive: !isArchived,
    pin: isPinned,
    unpin: !isPinned,
  };
  return so[state];
}

type StateRequest =
  | Api.account.UpdateNotifySettings
  | Api.folders.EditPeerFolders
  | Api.messages.ToggleDialogPin;

function requestFor(
  peer: Api.TypeInputPeer,
  { state, until }: DialogChange,
  settings: Api.PeerNotifySettings | undefined,
): StateRequest {
  const { Api } = telegramLibrary();
  if (state === 'mute' || state === 'unmute') {
    const muteUntil = state === 'mute' ? until : 0;
    return new Api.account.UpdateNotifySettings({
      peer: new Api.InputNotifyPeer({ peer }),
      settings: new Api.InputPeerNotifySettings({ ...kept(settings), muteUntil }),
    });
  }
  if (state === 'archive' || state === 'unarchive') {
    const folderId = state === 'archive' ? ARCHIVE : MAIN_LIST;
    return new Api.folders.EditPeerFolders({ folderPeers: [new Api.InputFolderPeer({ peer, folderId })] });
  }
  return new Api.messages.ToggleDialogPin({
    peer: new Api.InputDialogPeer({ peer }),
    pinned: state === 'pin',
  });
}

/** Telegram takes all settings of a chat at once, and forgets those that are left out. */
function kept(settings: Api.PeerNotifySettings | undefined) {
  if (settings === undefined) return {};
  const { showPreviews, silent, otherSound, androidSound, iosSound } = settings;
  const { storiesMuted, storiesHideSender, storiesOtherSound } = settings;
  return Object.fromEntries(
    Object.entries({
      showPreviews,
      silent,
      sound: otherSound ?? androidSound ?? iosSound,
      storiesMuted,
      storiesHideSender,
      storiesSound: storiesOtherSound,
    }).filter(([, value]) => value !== undefined && value !== null),
  );
}
