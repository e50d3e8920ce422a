/** Everything about files that go out, for one account: what may be sent, the copies of it, and when those are over. */
import { done, type Clock, type Outcome, type Settings, type StateStore } from '@tgmcp/core';
import { fileRefused } from './file-refused.js';
import { filePlaces, prepareOutbox } from './file-places.js';
import { gather } from './gather.js';
import { openKept, type KeptFile } from './kept-file.js';
import type { OutgoingFile } from './outgoing-file.js';
import { pruneSpool, spoolFolder } from './prune-spool.js';
import { readThrough } from './read-through.js';
import type { Source } from './source.js';
import { keepCopy } from './spool.js';
import { fetchTime, roomWait } from './time-limits.js';
import { systemNetwork, type Network } from './web/network.js';

const MEGABYTE = 1024 * 1024;

// The call that previews has to be answered within a minute, and a form may have to be waited for in it. Where both of these
// are used up and the form as well, a client may have given up: the proposal waits for the person all the same.
const FETCH_MS = 15_000;
const WAIT_FOR_ROOM_MS = 10_000;

/** How sources are looked at. */
export interface GatherHow {
  /** Whether copies are made for what is shown now; else the sources are only read. */
  readonly keep: boolean;
  readonly asDocument: boolean;
}

/** Files that go out of one account. */
export interface OutgoingFiles {
  /** Reads the sources. Refused with FILE_REFUSED, URL_REFUSED, FILE_TOO_LARGE or SPOOL_UNWRITABLE. */
  gather(sources: readonly Source[], how: GatherHow): Promise<Outcome<readonly OutgoingFile[]>>;
  /** Opens the copy of an approved file; FILE_COPY_LOST. */
  open(file: OutgoingFile): Outcome<KeptFile>;
  /** Takes away the copies that nothing waits for any more. Never fails: what cannot be removed is told to the operator. */
  prune(): Promise<void>;
}

/** The files of an account. */
export function outgoingFiles(options: {
  readonly settings: Settings;
  readonly accountId: string;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly warn: (line: string) => void;
  readonly network?: Network;
}): OutgoingFiles {
  const { settings, accountId, store, clock, warn, network = systemNetwork } = options;
  const places = filePlaces(settings);
  const folder = spoolFolder(settings, accountId);
  const maxFileBytes = settings.TG_ACTIONS_MAX_FILE_MB * MEGABYTE;
  const maxBytes = settings.TG_ACTIONS_SPOOL_MB * MEGABYTE;

  return {
    async gather(sources, { keep, asDocument }) {
      if (sources.some(({ kind }) => kind === 'path')) {
        const outbox = await prepareOutbox(places);
        if (!outbox.ok) return outbox;
      }
      const fetching = fetchTime(clock, FETCH_MS);
      const limits = { maxFileBytes, maxBytes, wait: roomWait(clock, WAIT_FOR_ROOM_MS, fetching) };
      const gathering = {
        places,
        network,
        allowHttp: settings.TG_ACTIONS_ALLOW_HTTP_URLS,
        maxBytes: maxFileBytes,
        signal: fetching.signal,
        read: (pieces: AsyncIterable<Buffer>) =>
          keep ? keepCopy(folder, pieces, limits) : readThrough(pieces, maxFileBytes),
      };
      const files: OutgoingFile[] = [];
      try {
        for (const source of sources) {
          const file = await gather(source, asDocument, gathering);
          if (!file.ok) return file;
          files.push(file.value);
        }
      } finally {
        fetching.stop();
      }
      const names = new Set(files.map(({ sha256 }) => sha256));
      if (names.size < files.length) return fileRefused(files[0]?.name ?? '', 'the same file is there twice');
      // An album holds photos or documents, and never both: core.telegram.org/api/files#albums-grouped-media.
      const together = files.every(({ kind }) => kind === 'photo') ? 'photo' : 'document';
      return done(files.map((file) => ({ ...file, kind: together })));
    },
    open: (file) => openKept(folder, file),
    async prune() {
      try {
        await pruneSpool({ store, clock, settings, accountId });
      } catch (error) {
        warn(`copies of files that are not needed any more could not be removed: ${String(error)}`);
      }
    },
  };
}
