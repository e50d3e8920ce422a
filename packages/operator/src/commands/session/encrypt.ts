import type { Outcome, Settings } from '@tgmcp/core';
import type { SessionFile } from '@tgmcp/core/login';
import { basename } from 'node:path';
import { EXIT, Stop } from '../../console/exit.js';
import { must } from '../../console/refusal.js';
import type { Context } from '../../context.js';
import { usableSettings } from '../../usable-settings.js';
import { PROFILES, places, vaultOf, type Place, type Profile } from './places.js';

interface Found {
  readonly purpose: Profile;
  readonly content: SessionFile;
}

/** `tgmcp session encrypt`: seals every session with the configured key, plain ones and those of the key before it. */
export async function sessionEncrypt(context: Context): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  if (settings.TG_SESSION_KEY_PROVIDER === '')
    throw new Stop(
      EXIT.usage,
      'TG_SESSION_KEY_PROVIDER is not set, so there is no key. docs/SECURITY.md says which to choose.',
    );
  let sealed = 0;
  for (const place of await places(settings)) {
    const found = must(await readAny(place, settings), place.profile);
    if (found === undefined) continue;
    must(await vaultOf(settings).write(place.file, found.purpose, found.content), found.purpose);
    sealed += 1;
    console.print(`Encrypted ${basename(place.file)}.`);
  }
  if (sealed === 0) console.print('There is no session yet; the next login writes an encrypted one.');
  else console.print('TG_SESSION_KEY_OLD is not needed any more.');
}

/** A session, plain or sealed. A spare one that is plain is taken for one of tgmcp-read, the weaker of the two. */
async function readAny({ file, profile }: Place, settings: Settings): Promise<Outcome<Found | undefined>> {
  const purposes = profile === undefined ? PROFILES : [profile];
  let last: Outcome<undefined> = { ok: true, value: undefined };
  for (const purpose of purposes) {
    for (const how of ['plain', 'configured'] as const) {
      const read = await vaultOf(settings, how).read(file, purpose);
      if (read.ok) return { ok: true, value: read.value && { purpose, content: read.value } };
      last = read;
    }
  }
  return last;
}
