/** Reads a secret from the operating system's own store for passwords. */
import { secretFromProgram, type CommandOutcome } from './command.js';

/** Asks the system's keychain: `security` on macOS, `secret-tool` (libsecret) on Linux and the BSDs. */
export async function secretFromKeychain(
  service: string,
  account: string,
  platform: NodeJS.Platform = process.platform,
): Promise<CommandOutcome> {
  switch (platform) {
    case 'darwin':
      return secretFromProgram('security', ['find-generic-password', '-s', service, '-a', account, '-w']);
    case 'win32':
      return { problem: 'Windows has no keychain command; use a command provider instead' };
    default:
      return secretFromProgram('secret-tool', ['lookup', 'service', service, 'account', account]);
  }
}
