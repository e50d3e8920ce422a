import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What only the operator knows. The demo checks that no server ever says it. */
export const PHRASE = 'kites rise against the wind';

/** The settings of a product process in the demo. The empty settings file keeps a real `.env` out of it. */
export async function demoSettings(
  folder: string,
  emulatorEnv: Readonly<Record<string, string>>,
  allowed: string,
): Promise<Record<string, string>> {
  const envFile = join(folder, 'demo.env');
  await writeFile(envFile, '', { mode: 0o600 });
  return {
    ...emulatorEnv,
    TG_ENV_FILE: envFile,
    TG_DATA_DIR: join(folder, 'data'),
    TG_API_ID: '12345',
    TG_API_HASH: '0123456789abcdef0123456789abcdef',
    RATE_RPS: '50',
    TG_ACTIONS_ENABLED: '1',
    TG_ACTIONS_ALLOWED_GROUPS: allowed,
    TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
  };
}
