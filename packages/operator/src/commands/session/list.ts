import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '../../context.js';
import { usableSettings } from '../../usable-settings.js';
import { allCopies, places, vaultOf, type Place } from './places.js';

/** `tgmcp session list`: every session file with its account and what is wrong with it. Asks Telegram nothing. */
export async function sessionList(context: Context): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  const sealed = settings.TG_SESSION_KEY_PROVIDER === '' ? 'not encrypted' : 'encrypted';
  for (const place of await places(settings)) {
    const copies = await allCopies(settings, place.file);
    const more =
      copies.length === 0 ? '' : `, ${copies.length} runtime ${copies.length === 1 ? 'copy' : 'copies'}`;
    console.print(console.bold(titleOf(place)));
    console.print(`  ${await stateOf(place, sealed)}${more}`);
    console.print(`  ${console.dim(place.file)}`);
  }

  async function stateOf({ file, profile }: Place, how: string): Promise<string> {
    if (!existsSync(file))
      return `no session; to log in: tgmcp login${profile === 'actions' ? ' --profile actions' : ''}`;
    const read = await vaultOf(settings).read(file, profile ?? 'read');
    const again = read.ok || profile !== undefined ? read : await vaultOf(settings).read(file, 'actions');
    if (!again.ok) {
      const fix = again.refusal.data?.['fix'];
      return `${again.refusal.code}: ${again.refusal.message}${typeof fix === 'string' ? ` To mend it: ${fix}` : ''}`;
    }
    const account = again.value?.account;
    if (account === undefined) return 'no session';
    const username = account.username === undefined ? '' : ` (@${account.username})`;
    return `${account.first_name}${username}, id ${account.id}, ${how}`;
  }
}

function titleOf({ file, profile }: Place): string {
  return profile === undefined ? `${basename(file, '.session')} (spare)` : `tgmcp-${profile}`;
}
