import type { Settings } from '@tgmcp/core';
import { credentialsProvider, withCredentials } from '@tgmcp/core/login';
import { bad, ok, quoted, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** Whether the api id and hash can be had where the settings say; neither is ever shown. */
export async function lookAtCredentials({ settings, file }: Patient): Promise<Finding[]> {
  const complete = await withCredentials(settings);
  const provider = credentialsProvider(settings);
  if (complete.ok) return [ok(`the api id and hash are at hand (provider ${provider})`)];
  return [bad(complete.refusal.message.replace(/\.$/u, ''), remedy(settings, provider, file))];
}

function remedy(settings: Settings, provider: ReturnType<typeof credentialsProvider>, file: string): string {
  if (provider === 'env')
    return `get both at https://my.telegram.org, "API development tools", and put TG_API_ID and TG_API_HASH into ${quoted(file)}`;
  if (provider === 'command')
    return 'run the commands of TG_SECRET_CMD_API_ID and TG_SECRET_CMD_API_HASH by hand until each prints one line';
  const service = quoted(settings.TG_KEYCHAIN_SERVICE);
  const accounts = [settings.TG_KEYCHAIN_ACCOUNT_API_ID, settings.TG_KEYCHAIN_ACCOUNT_API_HASH].map(quoted);
  const command = (account: string): string =>
    process.platform === 'darwin'
      ? `security add-generic-password -U -s ${service} -a ${account} -w`
      : `secret-tool store --label=tgmcp service ${service} account ${account}`;
  return accounts.map(command).join(' && ');
}
