import { telegramLibrary } from '@tgmcp/core';
import { Stop } from '../console/exit.js';
import type { Context } from '../context.js';
import { withReading } from '../export/with-reading.js';

/**
 * The phone number of the account that reads, as Telegram tells it to that account itself (users.getUsers), so that its
 * owner need not type it again for another login. It is kept nowhere and shown nowhere; undefined where it cannot be had.
 */
export async function ownNumber(context: Context): Promise<string | undefined> {
  try {
    return await withReading(context, async ({ account }) => {
      const { Api } = telegramLibrary();
      const request = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] });
      const answer = await account.telegram.call(request);
      const [self] = answer.ok ? answer.value : [];
      return self?.className === 'User' && self.phone ? `+${self.phone}` : undefined;
    });
  } catch (error) {
    // Then it is asked for.
    if (error instanceof Stop) return undefined;
    throw error;
  }
}
