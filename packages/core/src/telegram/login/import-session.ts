/** Sessions that other programs have made: recognised by their form, tried at Telegram, kept as our own. */
import { done, type Outcome } from '../../errors/outcome.js';
import { selfOf } from '../account.js';
import { telegram } from '../library.js';
import { endBehind, loginFailed, loginRefusal } from './login-errors.js';
import { LoginLine, type LoginOptions } from './login-line.js';
import { SignIn, type LoggedIn } from './sign-in.js';

/** What somebody offers as a session. */
export type Offered =
  | { readonly kind: 'gramjs' | 'telethon'; readonly session: string }
  | { readonly kind: 'telethon-file' }
  | { readonly kind: 'unknown' };

const KEY_BYTES = 256;
const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');

/** Recognises a string session of GramJS or Telethon, or Telethon's session file (a SQLite database). */
export function recogniseSession(offered: Buffer): Offered {
  if (offered.subarray(0, SQLITE.length).equals(SQLITE)) return { kind: 'telethon-file' };
  const text = offered.toString('utf8').trim();
  if (!/^1[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return { kind: 'unknown' };
  const bytes = Buffer.from(text.slice(1), 'base64');
  // Both forms can have 275 bytes: the library's with an address of 14 letters, Telethon's with one of 16 bytes.
  const addressLength = bytes.length > 3 ? bytes.readInt16BE(1) : 0;
  if (addressLength > 0 && bytes.length === 1 + 2 + addressLength + 2 + KEY_BYTES)
    return { kind: 'gramjs', session: `1${bytes.toString('base64')}` };
  const old = oldForm(bytes);
  return old === undefined ? { kind: 'unknown' } : { kind: 'telethon', session: libraryString(old) };
}

interface Parts {
  readonly dc: number;
  readonly address: string;
  readonly port: number;
  readonly key: Buffer;
}

/** Data centre, address of 4 or 16 bytes, port, key: as Telethon writes it, and GramJS for Telethon. */
function oldForm(bytes: Buffer): Parts | undefined {
  const length = bytes.length - 1 - 2 - KEY_BYTES;
  if (length !== 4 && length !== 16) return undefined;
  const raw = bytes.subarray(1, 1 + length);
  const groups = Array.from({ length: 8 }, (_, index) =>
    raw.subarray(index * 2, index * 2 + 2).toString('hex'),
  );
  return {
    dc: bytes[0] ?? 0,
    address: length === 4 ? raw.join('.') : groups.join(':'),
    port: bytes.readUInt16BE(1 + length),
    key: bytes.subarray(-KEY_BYTES),
  };
}

/** The form in which the client library writes sessions: the address is text after its length. */
function libraryString({ dc, address, port, key }: Parts): string {
  const text = Buffer.from(address);
  const head = Buffer.alloc(3);
  head.writeUInt8(dc, 0);
  head.writeInt16BE(text.length, 1);
  const tail = Buffer.alloc(2);
  tail.writeUInt16BE(port > 32_767 ? 443 : port, 0);
  return `1${Buffer.concat([head, text, tail, key]).toString('base64')}`;
}

/** Tries a session at Telegram and keeps it. LOGIN_FAILED with reason `session` when Telegram does not take it. */
export async function importSession(options: LoginOptions, session: string): Promise<Outcome<LoggedIn>> {
  const { Api } = telegram();
  const line = new LoginLine(options, session, session);
  try {
    const users = await line.ask(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }));
    return await new SignIn(line, options).keep(selfOf(users));
  } catch (error) {
    const ended = endBehind(error);
    return ended === undefined
      ? loginRefusal(error)
      : loginFailed('session', `Telegram does not take this session: ${ended}.`);
  } finally {
    line.close();
  }
}

/** Ends a session at Telegram. `false`: it was over before. Refused when Telegram cannot be asked. */
export async function logOut(options: LoginOptions, session: string): Promise<Outcome<boolean>> {
  const { Api } = telegram();
  const line = new LoginLine(options, session, session);
  try {
    await line.ask(new Api.auth.LogOut());
    return done(true);
  } catch (error) {
    return endBehind(error) === undefined ? loginRefusal(error) : done(false);
  } finally {
    line.close();
  }
}
