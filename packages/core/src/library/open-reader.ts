import { systemClock } from '../clock/system-clock.js';
import { loadSettings, type Environment } from '../config/load.js';
import { redact } from '../config/redact.js';
import { exportData } from '../export/export-data.js';
import { createLog } from '../mcp/log.js';
import { createRuntime } from '../runtime/runtime.js';
import { listDialogs, type DialogPosition } from '../telegram/reader/list-dialogs.js';
import { listMembers } from '../telegram/reader/members.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import type { Telegram } from '../telegram/telegram.js';
import { peerOf } from '../tools/records.js';
import { downloadTo } from './download.js';
import { iterate } from './iterate.js';
import { historyOf } from './history.js';
import { must, SettingsError } from './reader-error.js';
import type { Reader, ReadingOptions } from './reader.js';
import { searchOf } from './search.js';

const MEGABYTE = 1024 * 1024;

/** What a reader is opened with. */
export interface ReaderOptions {
  /** Where the settings are read, as the servers do: `process.env`, and the settings file that it names. */
  readonly env: Environment;
  /** Takes warnings, a line each, with every secret taken out; they are dropped without it. */
  readonly onWarning?: (line: string) => void;
}

/**
 * Opens the account of the reading session, made by `tgmcp login`. Nothing is connected before the first reading. Throws a
 * SettingsError for settings that cannot be used, and a ReaderError where there is no session, or the state cannot be kept.
 */
export async function openReader({ env, onWarning = () => undefined }: ReaderOptions): Promise<Reader> {
  const loaded = loadSettings('read', env);
  if (!loaded.ok) throw new SettingsError(loaded.problems);
  const { settings, project, warnings } = loaded;
  const log = createLog({
    level: 'warn',
    format: 'pretty',
    redact: (text) => redact(text, settings),
    write: (line) => onWarning(line.trimEnd()),
  });
  for (const warning of warnings) log.warn(warning);
  const clock = systemClock();
  const runtime = createRuntime({ settings, project, log }, 'read', clock);
  const telegram = async (): Promise<Telegram> => must(await runtime.account()).telegram;
  const find = async (
    name: string,
    options: Pick<ReadingOptions, 'signal'>,
  ): Promise<{ readonly telegram: Telegram; readonly peer: ResolvedPeer }> => {
    const account = await telegram();
    return { telegram: account, peer: must(await account.peers.resolve(name, callOf(options))) };
  };
  try {
    await telegram();
  } catch (error) {
    await runtime.close();
    throw error;
  }
  return {
    account: async () => must(await (await telegram()).account()),
    chat: async (name, options = {}) => peerOf((await find(name, options)).peer),
    async *dialogs(options = {}) {
      const account = await telegram();
      const page = (from: DialogPosition | undefined) => listDialogs(account, from, 100, callOf(options));
      yield* iterate(page, options.limit);
    },
    async *history(chat, options = {}) {
      const found = await find(chat, options);
      yield* historyOf(found, options, callOf(options));
    },
    async *search(text, options = {}) {
      const { chat } = options;
      const found = chat === undefined ? { telegram: await telegram() } : await find(chat, options);
      yield* searchOf(found, text, options, callOf(options));
    },
    async *members(chat, options = {}) {
      const { telegram: account, peer } = await find(chat, options);
      const { list = 'recent', query = '' } = options;
      const page = (from = 0) =>
        listMembers(account, peer, { list, query, from, limit: 200 }, callOf(options));
      yield* iterate(page, options.limit);
    },
    async download(chat, message, to, options = {}) {
      const found = await find(chat, options);
      const maxBytes = settings.TG_READ_DOWNLOAD_FILE_MB * MEGABYTE;
      return must(await downloadTo({ ...found, message, to, maxBytes }, callOf(options)));
    },
    async export(asked, { signal = new AbortController().signal, onProgress } = {}) {
      const account = must(await runtime.account());
      const progress = (rows: number, expected: number | undefined): void => onProgress?.(rows, expected);
      const exported = must(await exportData({ ...account, clock }, asked, { signal, maxMs: 0, progress }));
      if (exported.done) onProgress?.(exported.rows, exported.rows);
      return exported;
    },
    close: () => runtime.close(),
  };
}

function callOf({ signal }: Pick<ReadingOptions, 'signal'>): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
