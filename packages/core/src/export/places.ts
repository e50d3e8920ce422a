/** Where exports stand: names of our own in a private folder of the data folder. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { preparePrivateFolder } from '../config/data-folder.js';
import type { Settings } from '../config/settings.js';
import type { Outcome } from '../errors/outcome.js';
import { EXPORTED, type ExportKind, type ExportFormat } from './asked.js';

const ID = new RegExp(`^(?:${EXPORTED.join('|')})-\\d{8}-\\d{6}-[0-9a-f]{6}$`, 'u');

/** Whether this can be the id of an export; an id becomes a file name, so nothing else may. */
export function isExportId(id: string): boolean {
  return ID.test(id);
}

/** A new id: what it is, when it began, and something that no other has. */
export function newExportId(what: ExportKind, now: number): string {
  const [day = '', time = ''] = new Date(now)
    .toISOString()
    .replaceAll(/[-:]|\..*/gu, '')
    .split('T');
  return `${what}-${day}-${time}-${randomBytes(3).toString('hex')}`;
}

/** The folder of exports, made or found private. */
export function exportFolder(settings: Pick<Settings, 'TG_DATA_DIR'>): Promise<Outcome<string>> {
  return preparePrivateFolder(join(settings.TG_DATA_DIR, 'exports'));
}

/** The finished file of an export, and its part until then. */
export function exportFiles(
  folder: string,
  id: string,
  format: ExportFormat,
): { readonly file: string; readonly part: string } {
  const file = join(folder, `${id}.${format}`);
  return { file, part: `${file}.part` };
}
