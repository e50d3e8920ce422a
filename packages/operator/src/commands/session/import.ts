import { sessionPath, systemClock } from '@tgmcp/core';
import { importSession, recogniseSession } from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { EXIT, Stop } from '../../console/exit.js';
import { must } from '../../console/refusal.js';
import type { Context } from '../../context.js';
import { prepareDataFolder } from '../../data-folder.js';
import { credentialled, usableSettings } from '../../usable-settings.js';
import type { Profile } from './places.js';

/** What `tgmcp session import` was asked to do. */
export interface ImportOptions {
  readonly profile: Profile;
  readonly overwrite?: true;
}

/** No session is longer; what is longer is not read to its end. */
const MOST_BYTES = 64 * 1024;

/** `tgmcp session import [FILE]`: takes a session of GramJS or Telethon over, after Telegram has taken it. */
export async function sessionImport(
  file: string | undefined,
  options: ImportOptions,
  context: Context,
): Promise<void> {
  const { console } = context;
  const usable = usableSettings(context);
  if (file !== undefined && looksLikeSession(file)) throw new Stop(EXIT.usage, ON_COMMAND_LINE);
  const target = sessionPath(usable.settings, options.profile);
  if (existsSync(target) && options.overwrite !== true)
    throw new Stop(EXIT.refused, `There is a session already: ${target}. To replace it: --overwrite`);
  const offered = recogniseSession(file === undefined ? await fromStdin(context) : await fromFile(file));
  if (offered.kind === 'telethon-file') throw new Stop(EXIT.refused, TELETHON_FILE);
  if (offered.kind === 'unknown')
    throw new Stop(
      EXIT.usage,
      'This is no session that can be imported: a string session of GramJS or Telethon begins with "1" and has some 350 letters.',
    );
  const settings = await credentialled(usable.settings);
  must(await prepareDataFolder({ ...usable, settings }, systemClock(), context));
  const { account } = must(
    await importSession({ settings, clock: systemClock(), profile: options.profile }, offered.session),
    options.profile,
  );
  console.print(
    `Imported the session of ${account.first_name}, id ${account.id}, for tgmcp-${options.profile}.`,
  );
  console.print('Stop the program that used it: two programs on one session can cost you the session.');
}

const TELETHON_FILE = `This is Telethon's session file, a database. Convert it where Telethon is installed, without showing it:
  python3 -c "from telethon.sessions import SQLiteSession as F, StringSession as S; print(S.save(F('NAME')))" | tgmcp session import
with NAME for the path of the file without ".session".`;

const ON_COMMAND_LINE = `This is a session, not a file. On a command line others can see it, and the shell keeps it: end it in Telegram, Settings, Devices.
A session is handed over on standard input: tgmcp session import`;

/** Also of one that was cut: no name of a file looks like it. */
function looksLikeSession(text: string): boolean {
  return /^1[A-Za-z0-9+/=_-]{200,}$/u.test(text.trim());
}

async function fromFile(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Stop(EXIT.usage, `${file} cannot be read (${code}).`);
  }
}

async function fromStdin({ console }: Context): Promise<Buffer> {
  if (console.interactive)
    console.note('Paste the session string and press Enter; it is not kept anywhere else.');
  return Buffer.from(await console.readLine('the session string'));
}
