/* What Telegram itself writes to an account, in the chat with its own account 777000. */
import type { CallContext } from '../../rpc/handler.js';
import type { WorldAccount } from '../../world/model.js';
import { SERVICE_ID } from '../../world/service-user.js';
import { viewAs } from '../common/viewer.js';
import { messageUpdate, tell } from '../updates/deliver.js';

function write(call: CallContext, account: WorldAccount, text: string): void {
  const message = call.world.writeMessage({
    peer: { kind: 'user', id: account.userId },
    from: SERVICE_ID,
    date: Math.floor(call.now()),
    text,
  });
  tell(call, account, messageUpdate(viewAs(call, account), message, 'New'));
}

/** Writes a login code into the account's chat list, unread. */
export function writeCode(call: CallContext, account: WorldAccount, code: string): void {
  write(
    call,
    account,
    `Login code: ${code}. Keep it to yourself, whoever asks for it: it opens your account.\n\n` +
      'If you did not ask for a code, somebody has typed your number by mistake and nothing needs to be done.',
  );
}

/** Tells the account's other devices that it has a new one. */
export function writeNewLogin(call: CallContext, account: WorldAccount): void {
  const user = call.world.users.get(account.userId);
  const { deviceModel, systemVersion, appVersion } = call.client;
  const device = [appVersion, deviceModel, systemVersion].filter((part) => part !== '').join(', ');
  const when = new Date(call.now() * 1000).toISOString().slice(0, 19).replace('T', ' at ');
  write(
    call,
    account,
    `New login. ${user?.firstName ?? 'Hello'}, your account was opened on a new device on ${when} UTC.\n\n` +
      `Device: ${device === '' ? 'unknown' : device}\n\n` +
      'If this was not you, end that session under Settings > Devices.',
  );
}
