import { isWithin } from '@tgmcp/core';
import { ok, quoted, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** Ways by which a secret could get out that the settings leave open. */
export function lookAtSecrets({ settings, env, file }: Patient): Finding[] {
  const findings: Finding[] = [];
  if (settings.TG_ALLOW_INSPECTOR)
    findings.push(
      warn(
        'TG_ALLOW_INSPECTOR is 1: a debugger can read the session out of a server',
        `take TG_ALLOW_INSPECTOR out of ${quoted(file)}`,
      ),
    );
  if (/(?:^|\s)--inspect/u.test(env['NODE_OPTIONS'] ?? ''))
    findings.push(warn('NODE_OPTIONS starts every Node.js program under a debugger', 'unset NODE_OPTIONS'));
  if (settings.TG_SESSION_KEY_OLD !== '')
    findings.push(
      warn(
        'TG_SESSION_KEY_OLD is still set: the key before the present one still opens sessions',
        `tgmcp session encrypt, then take TG_SESSION_KEY_OLD out of ${quoted(file)}`,
      ),
    );
  const key = settings.TG_SESSION_KEY_PROVIDER === 'file' ? settings.TG_SESSION_KEY_FILE : '';
  if (key !== '' && isWithin(key, settings.TG_DATA_DIR))
    findings.push(
      warn(
        'the key of the sessions lies in the data folder: whoever copies that has both',
        `move ${quoted(key)} out of the data folder, and name its new place in TG_SESSION_KEY_FILE`,
      ),
    );
  return findings.length === 0 ? [ok('no setting lets a secret out')] : findings;
}
