/** Exports to a file: begins one, or goes on with one that was left unfinished, whoever left it and however. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome, type Refusal } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { AccountServices } from '../runtime/services.js';
import { refuseState } from '../state/refuse-state.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import { withTakeout } from '../telegram/reader/takeout.js';
import type { Telegram } from '../telegram/telegram.js';
import type { ExportAsked } from './asked.js';
import { ExportJournal } from './journal.js';
import { PartFile, publish } from './part-file.js';
import { exportFiles, exportFolder, isExportId, newExportId } from './places.js';
import { planned, peersOf } from './plan.js';
import type { ExportRecord } from './record.js';
import { ExportRun, type ExportHow, type Stopped } from './run.js';
import { sourceOf } from './sources/choose.js';
import { takeoutScope } from './takeout-scope.js';
import { tidied, unfinished } from './unfinished.js';
import { rememberingOnce } from './remembering-once.js';

/** An export as far as it came. */
export interface Exported {
  readonly id: string;
  readonly what: ExportRecord['what'];
  readonly format: ExportRecord['format'];
  /** The finished file, once `done`. */
  readonly file: string;
  readonly done: boolean;
  readonly rows: number;
  readonly bytes: number;
  /** Of the whole file, once `done`. */
  readonly sha256?: string;
  /** Basic groups that chats of the export were made from, whose messages are not in it. */
  readonly older: readonly string[];
  /** Milliseconds since the epoch; what came later does not belong to it. */
  readonly begun: number;
  /** Why it is not done: what Telegram or the caller said, or that the time of one call was over. */
  readonly stopped?: Refusal | 'time';
}

/** What exports need of the account, and of the program. */
export interface ExportServices extends Pick<AccountServices, 'store' | 'telegram' | 'accountId'> {
  readonly settings: Pick<Settings, 'TG_DATA_DIR' | 'TG_SHOW_PHONE_NUMBERS' | 'TG_READ_TAKEOUT'>;
  readonly clock: Clock;
}

/**
 * Exports what is asked for, or goes on with an export by its id; the same question goes on with what it left unfinished
 * within a day. Whatever stops it leaves a part to go on with, and is told in `stopped`. Refused with INPUT_INVALID,
 * EXPORT_NOT_FOUND, EXPORT_BUSY, EXPORT_DAMAGED, TAKEOUT_OFF, with what resolving the chats is refused with, and with STATE codes.
 */
export async function exportData(
  services: ExportServices,
  asked: ExportAsked | { readonly resume: string },
  how: ExportHow,
): Promise<Outcome<Exported>> {
  if (how.takeout === true && !services.settings.TG_READ_TAKEOUT) return refuse('TAKEOUT_OFF');
  const folder = await exportFolder(services.settings);
  if (!folder.ok) return folder;
  const account = rememberingOnce(services.telegram);
  try {
    const opened =
      'resume' in asked
        ? await reclaimed(services, asked.resume, how)
        : await claimed({ ...services, telegram: account }, folder.value, asked, how);
    if (!opened.ok) return opened;
    const { journal, peers } = opened.value;
    try {
      const carry = (telegram: Telegram): Promise<Outcome<Exported>> =>
        carriedOn({ ...services, telegram }, folder.value, journal, peers, how);
      if (how.takeout !== true || journal.record.complete) return await carry(account);
      const { settings } = services;
      const options = { lane: 'background', signal: how.signal } as const;
      const scope = takeoutScope(journal.record);
      const taken = await withTakeout({ telegram: account, settings }, scope, options, carry);
      if (taken.ok || taken.refusal.code !== 'TAKEOUT_DELAYED') return taken;
      return done(resultOf(journal, folder.value, taken.refusal));
    } finally {
      await journal.release();
    }
  } catch (error) {
    return refuseState(error);
  }
}

/** SHA-256 of an empty file. */
const NOTHING = createHash('sha256').digest('hex');

interface Opened {
  readonly journal: ExportJournal;
  readonly peers: ReadonlyMap<string, ResolvedPeer>;
}

async function reclaimed(services: ExportServices, id: string, how: ExportHow): Promise<Outcome<Opened>> {
  if (!isExportId(id)) return refuse('EXPORT_NOT_FOUND');
  const journal = await ExportJournal.claim(services.store, services.clock, id);
  if (!journal.ok) return journal;
  const ids = journal.value.record.sections.flatMap(({ chat }) => chat?.id ?? []);
  const peers = await peersOf(services.telegram, ids, how.signal);
  if (!peers.ok) {
    await journal.value.release();
    return peers;
  }
  return done({ journal: journal.value, peers: peers.value });
}

async function claimed(
  services: ExportServices,
  folder: string,
  asked: ExportAsked,
  how: ExportHow,
): Promise<Outcome<Opened>> {
  const { store, clock, telegram, settings } = services;
  const peers = await peersOf(telegram, asked.chats, how.signal);
  if (!peers.ok) return peers;
  const phones = settings.TG_SHOW_PHONE_NUMBERS;
  const { chats: _, ...rest } = asked;
  const question = createHash('sha256')
    .update(JSON.stringify([rest, [...peers.value.keys()], phones]))
    .digest('base64url');
  await tidied(store, clock, folder);
  const left = await unfinished(store, clock, folder, question);
  if (left !== undefined) {
    const journal = await ExportJournal.claim(store, clock, left);
    return journal.ok ? done({ journal: journal.value, peers: peers.value }) : journal;
  }
  const sections = await planned(telegram, asked, peers.value, how.signal);
  if (!sections.ok) return sections;
  const begun = clock.now();
  const id = newExportId(asked.what, begun);
  const journal = await ExportJournal.begin(store, clock, id, {
    what: asked.what,
    format: asked.format,
    phones,
    question,
    begun,
    sections: sections.value,
    checkpoint: { bytes: 0, sha256: NOTHING, rows: 0, section: 0, position: null, sectionRows: 0 },
    complete: false,
  });
  return done({ journal, peers: peers.value });
}

async function carriedOn(
  services: ExportServices,
  folder: string,
  journal: ExportJournal,
  peers: ReadonlyMap<string, ResolvedPeer>,
  how: ExportHow,
): Promise<Outcome<Exported>> {
  const { record } = journal;
  const { file, part: path } = exportFiles(folder, journal.id, record.format);
  let stopped: Stopped;
  if (!record.complete) {
    const part = await PartFile.goOn(path, record.checkpoint);
    if (part === undefined) return refuse('EXPORT_DAMAGED', { data: { file: path } });
    try {
      const phones = record.phones && services.settings.TG_SHOW_PHONE_NUMBERS;
      const source = sourceOf({ ...record, phones }, services.telegram, peers);
      const ended = await new ExportRun(journal, part, source, services.clock, how).go();
      if (!ended.ok) return ended;
      stopped = ended.value;
    } finally {
      await part.close();
    }
  }
  if (journal.record.complete) {
    await publish(path, file);
    await rm(`${path}.new`, { force: true });
    if (!existsSync(file)) return refuse('EXPORT_NOT_FOUND');
  }
  return done(resultOf(journal, folder, stopped));
}

function resultOf(journal: ExportJournal, folder: string, stopped: Stopped): Exported {
  const { what, format, begun, complete, checkpoint, sections } = journal.record;
  const held = new Set(sections.map(({ chat }) => chat?.id));
  return {
    id: journal.id,
    what,
    format,
    file: exportFiles(folder, journal.id, format).file,
    done: complete,
    rows: checkpoint.rows,
    bytes: checkpoint.bytes,
    ...(complete ? { sha256: checkpoint.sha256 } : {}),
    older: sections.flatMap(({ older }) => (older === undefined || held.has(older) ? [] : [older])),
    begun,
    ...(stopped === undefined ? {} : { stopped }),
  };
}
