import { EXIT, Stop } from '../../console/exit.js';
import type { Context } from '../../context.js';
import { loginCommand } from '../../doctor/sessions.js';
import { writeSettings } from '../../setup/settings-file.js';
import { accountsOfSessions } from '../../setup/setup.js';
import { usableSettings } from '../../usable-settings.js';

/** `tgmcp session expect`: has every server refuse sessions of another account than that of the sessions that are there. */
export async function sessionExpect(context: Context): Promise<void> {
  const { settings } = usableSettings(context);
  const ids = await accountsOfSessions(settings);
  const [id] = ids;
  if (id === undefined)
    throw new Stop(
      EXIT.refused,
      `There is no session that can be read, so no account to expect. Next: ${loginCommand('read')}`,
    );
  if (ids.length > 1)
    throw new Stop(
      EXIT.refused,
      `The servers work for different accounts, ${ids.join(' and ')}, so none can be expected of both.`,
    );
  const file = await writeSettings({ TG_EXPECTED_USER_ID: id }, context);
  context.console.print(
    `Sessions of any account but ${id} are refused from now on (TG_EXPECTED_USER_ID in ${file}).`,
  );
}
