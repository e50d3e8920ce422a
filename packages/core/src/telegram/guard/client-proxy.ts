/**
 * A client whose writing members refuse at once and by name. This is courtesy: messages and dialogs keep the bare
 * client, so the gate on the bytes is what holds.
 */
import { GuardRefusal } from './refused.js';

/** What a client of the library can write, log in or send with; from its published types, checked by a test. */
export const WRITING_MEMBERS: ReadonlySet<string> = new Set([
  'invoke',
  'invokeWithSender',
  'start',
  'sendCode',
  'signInUser',
  'signInUserWithQrCode',
  'signInWithPassword',
  'signInBot',
  'updateTwoFaSettings',
  'sendMessage',
  'sendFile',
  'uploadFile',
  'forwardMessages',
  'editMessage',
  'deleteMessages',
  'pinMessage',
  'unpinMessage',
  'markAsRead',
  'kickParticipant',
  'inlineQuery',
]);

/** The client, with these members replaced by ones that reject with {@link GuardRefusal}. */
export function withoutWriting<T extends object>(client: T, members: ReadonlySet<string>): T {
  return new Proxy(client, {
    get(target, name) {
      const member = String(name);
      if (members.has(member)) {
        return () => Promise.reject(new GuardRefusal(`client.${member}`, 'not listed'));
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}
