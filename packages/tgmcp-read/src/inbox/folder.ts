/** The inbox of an account: a private folder, from which what was begun and never finished is swept. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { done, makePrivateFolder, type Outcome, type Settings } from '@tgmcp/core';
import { inboxRefusal } from './inbox-trouble.js';

/** The ending of a file that is not whole yet. */
export const PART = '.part';
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Makes the inbox of an account or checks it, and sweeps it; INBOX_UNWRITABLE when it is open to others, a link, or no folder. */
export async function openInbox(
  settings: Pick<Settings, 'TG_READ_INBOX_DIR'>,
  accountId: string,
  now: number,
): Promise<Outcome<string>> {
  const folder = join(settings.TG_READ_INBOX_DIR, accountId);
  try {
    await makePrivateFolder(settings.TG_READ_INBOX_DIR);
    await makePrivateFolder(folder);
    sweep(folder, now);
  } catch (error) {
    return inboxRefusal(folder, error);
  }
  return done(folder);
}

/** Takes away parts that nobody went on with for a week. */
function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(PART)) continue;
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (found !== undefined && now - found.mtimeMs > KEPT_MS) rmSync(join(folder, name), { force: true });
  }
}
