import type { Profile } from '../commands/session/places.js';
import { readClientConfig } from '../preflight/client-config.js';
import { CLIENT_IDS, CLIENTS, whereabouts, type ClientId } from './clients.js';
import { isRecord } from './entries.js';

/** A client, and the file in which it looks. */
export interface KnownBy {
  readonly id: ClientId;
  readonly file: string;
}

/** The clients in whose usual file an entry starts our server, whatever it is called there. */
export function clientsThatKnow(profile: Profile, env: NodeJS.ProcessEnv): KnownBy[] {
  const where = whereabouts(env);
  return CLIENT_IDS.map((id) => ({ id, file: CLIENTS[id].place(where) })).filter(({ file }) => {
    const read = readClientConfig(file);
    return 'servers' in read && Object.values(read.servers).some((entry) => startsOurs(entry, profile));
  });
}

/** Whether an entry starts our server; another program under its name is not ours. */
export function startsOurs(entry: unknown, profile: Profile): boolean {
  const args = isRecord(entry) ? entry['args'] : undefined;
  return Array.isArray(args) && args.some((word) => String(word).endsWith(`tgmcp-${profile}.js`));
}
