import { credentialsProvider, withCredentials } from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { bad, ok, quoted, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** Whether the api id and hash can be had where the settings say; neither is ever shown. */
export async function lookAtCredentials({ settings, env }: Patient): Promise<Finding[]> {
  const complete = await withCredentials(settings);
  const provider = credentialsProvider(settings);
  if (complete.ok) return [ok(`the api id and hash are at hand (provider ${provider})`)];
  return [bad(complete.refusal.message.replace(/\.$/u, ''), remedy({ settings, env }, provider))];
}

/** Whether the shell would find a program. */
function isThere(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function remedy(
  { settings, env }: Pick<Patient, 'settings' | 'env'>,
  provider: ReturnType<typeof credentialsProvider>,
): string {
  if (provider === 'env')
    return 'get both at https://my.telegram.org, "API development tools", then: tgmcp credentials';
  if (provider === 'command')
    return 'run the commands of TG_SECRET_CMD_API_ID and TG_SECRET_CMD_API_HASH by hand until each prints one line';
  const service = quoted(settings.TG_KEYCHAIN_SERVICE);
  const accounts = [settings.TG_KEYCHAIN_ACCOUNT_API_ID, settings.TG_KEYCHAIN_ACCOUNT_API_HASH].map(quoted);
  const command = (account: string): string =>
    process.platform === 'darwin'
      ? `security add-generic-password -U -s ${service} -a ${account} -w`
      : `secret-tool store --label=tgmcp service ${service} account ${account}`;
  const commands = accounts.map(command).join(' && ');
  return process.platform === 'linux' && !isThere('secret-tool', env)
    ? `install secret-tool (libsecret; apt-get install libsecret-tools), then: ${commands}`
    : commands;
}
