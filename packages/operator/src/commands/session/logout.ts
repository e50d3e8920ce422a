import { randomBytes } from 'node:crypto';
import { noFollow, systemClock, sessionPath } from '@tgmcp/core';
import { logOut } from '@tgmcp/core/login';
import { constants, existsSync, lstatSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { EXIT, Stop } from '../../console/exit.js';
import { must } from '../../console/refusal.js';
import type { Context } from '../../context.js';
import { loginCommand } from '../../doctor/sessions.js';
import { credentialled, usableSettings } from '../../usable-settings.js';
import { allCopies, vaultOf, type Profile } from './places.js';

/** What `tgmcp session logout` was asked to do. */
export interface LogoutOptions {
  readonly profile: Profile;
  /** Wipe the files without asking Telegram. */
  readonly forget?: true;
}

/** `tgmcp session logout`: ends the session at Telegram, then wipes its file and every copy of it. */
export async function sessionLogout(options: LogoutOptions, context: Context): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  const { profile } = options;
  const file = sessionPath(settings, profile);
  if (!existsSync(file)) throw new Stop(EXIT.refused, `There is no session of tgmcp-${profile}: ${file}`);
  if (options.forget === true) {
    console.note('Telegram was not asked: end the session there too, Settings, Devices.');
  } else {
    const session = must(await vaultOf(settings).read(file, profile), profile);
    const known = await credentialled(settings);
    const ended = must(
      await logOut({ settings: known, clock: systemClock(), profile }, session?.session ?? ''),
      profile,
    );
    console.print(ended ? 'Telegram has ended the session.' : 'The session had ended at Telegram before.');
  }
  const copies = await allCopies(settings, file);
  for (const one of [file, ...copies]) await wipe(one);
  console.print(`Wiped ${file}${copies.length === 0 ? '' : ` and ${copies.length} of its copies`}.`);
  console.note(`To have a session again: ${loginCommand(profile)}`);
}

/**
 * Writes over a file before it goes. On some disks the old bytes stay all the same; ending the session is what counts.
 * Of a symbolic link only the link goes, and a copy whose server ended meanwhile is gone already.
 */
async function wipe(file: string): Promise<void> {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) await writeOver(file);
  await rm(file, { force: true });
}

async function writeOver(file: string): Promise<void> {
  const handle = await open(file, noFollow(file, constants.O_RDWR));
  try {
    const { size } = await handle.stat();
    await handle.write(randomBytes(size), 0, size, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
