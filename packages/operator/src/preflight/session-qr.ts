import { login, type LoginCommand } from '../commands/login.js';
import { Stop } from '../console/exit.js';
import type { Context } from '../context.js';

/** A login by QR code under the older exit codes: 0 there is a session, 2 nobody scanned in time, 3 it was not finished. */
export async function createSessionQr(
  command: Pick<LoginCommand, 'profile' | 'timeout' | 'terminalQr'>,
  context: Context,
): Promise<0 | 2 | 3> {
  try {
    await login({ ...command, qr: true }, context);
    return 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    context.console.note(error.message);
    if (error.reason === 'present') return 0;
    return error.reason === 'timeout' ? 2 : 3;
  }
}
