import type { Profile } from '../commands/session/places.js';
import { readClientConfig } from '../preflight/client-config.js';
import { CLIENT_IDS, CLIENTS, whereabouts, type ClientFile } from './clients.js';
import { isRecord } from './entries.js';
import { rememberedFiles } from './remembered-files.js';
import { startsThisInstallation, type ThisInstallation } from './this-installation.js';

/** The clients in whose usual file, or in one that was written for them, an entry starts our server, whatever it is called there. */
export function clientsThatKnow(
  profile: Profile,
  installation: ThisInstallation,
  env: NodeJS.ProcessEnv,
): ClientFile[] {
  const where = whereabouts(env);
  const usual = CLIENT_IDS.map((id): ClientFile => ({ id, file: CLIENTS[id].place(where) }));
  const others = rememberedFiles(installation.settings.TG_DATA_DIR).filter(
    ({ id, file }) => !usual.some((one) => one.id === id && one.file === file),
  );
  return [...usual, ...others].filter(({ file }) => {
    const read = readClientConfig(file);
    return (
      'servers' in read &&
      Object.values(read.servers).some((entry) => startsThisInstallation(entry, profile, installation))
    );
  });
}

/** Whether an entry starts a server of ours, of whatever installation; another program under its name is not ours. */
export function startsOurs(entry: unknown, profile: Profile): boolean {
  const args = isRecord(entry) ? entry['args'] : undefined;
  return Array.isArray(args) && args.some((word) => String(word).endsWith(`tgmcp-${profile}.js`));
}
