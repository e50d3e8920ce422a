import { Option, type Command } from 'commander';
import type { Context } from '../../context.js';
import { sayNext } from '../../setup/next.js';
import { sessionEncrypt } from './encrypt.js';
import { sessionExpect } from './expect.js';
import { sessionImport, type ImportOptions } from './import.js';
import { sessionList } from './list.js';
import { sessionLogout, type LogoutOptions } from './logout.js';
import { sessionNewKey } from './new-key.js';

/** Adds `tgmcp session …`. */
export function addSessionCommands(program: Command, context: Context): void {
  const session = program.command('session').summary('see, import, encrypt and end sessions');

  session
    .command('list')
    .description(
      'Shows every session file with its account, and what is wrong with it. Asks Telegram nothing.',
    )
    .action(async () => sessionList(context));

  session
    .command('expect')
    .description(
      'Has the servers refuse sessions of any account but that of the sessions that are there: writes its id into the settings file.',
    )
    .action(async () => {
      await sessionExpect(context);
      await sayNext(context, 'account');
    });

  session
    .command('import')
    .description(
      'Takes over a string session of GramJS or Telethon, from FILE or a line of stdin, once Telegram has taken it. Says how to convert a Telethon .session file.',
    )
    .argument('[file]', 'a file with the string session')
    .addOption(profile('the server the session is for'))
    .option('--overwrite', 'replace a session that is there')
    .action(async (file: string | undefined, options: ImportOptions) => {
      await sessionImport(file, options, context);
      await sayNext(context, `${options.profile} session`);
    });

  session
    .command('logout')
    .description('Ends the session at Telegram and wipes its file and every copy.')
    .addOption(profile('the server whose session ends'))
    .option('--forget', 'wipe the files without asking Telegram')
    .action(async (options: LogoutOptions) => sessionLogout(options, context));

  session
    .command('encrypt')
    .description(
      'Encrypts every session with the key of TG_SESSION_KEY_PROVIDER. To change the key: set the new one, name the old one in TG_SESSION_KEY_OLD, and run this.',
    )
    .action(async () => sessionEncrypt(context));

  session
    .command('new-key')
    .description('Writes a new random key to FILE, which must not exist yet.')
    .argument('<file>', 'where the key goes')
    .action(async (file: string) => sessionNewKey(file, context));
}

function profile(about: string): Option {
  return new Option('-p, --profile <profile>', about).choices(['read', 'actions']).default('read');
}
