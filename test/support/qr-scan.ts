/** A Telegram app in a person's hand, which scans the QR code of a login and accepts it. */
import { createRequire } from 'node:module';
import { emulatorSocket, trustEmulator, type Emulator } from '@tgmcp/emulator';
import jsqr from 'jsqr';
import type * as Telegram from 'telegram';
import type * as Rsa from 'telegram/crypto/RSA.js';
import type * as Extensions from 'telegram/extensions/index.js';
import type { StringSession } from 'telegram/sessions/index.js';
import type { Terminal } from './terminal.js';

const load = createRequire(import.meta.url);

/** Scans what is on the screen and accepts it, as the app of an account would. */
export async function scanQr(emulator: Emulator, terminal: Terminal, account: bigint): Promise<void> {
  await acceptLogin(emulator, linkOf(terminal.screen()), account);
}

/** Accepts a login link, as the app of an account would that scanned it. */
export async function acceptLogin(emulator: Emulator, link: string, account: bigint): Promise<void> {
  const telegram = load('telegram') as typeof Telegram;
  trustEmulator((load('telegram/crypto/RSA.js') as typeof Rsa)['_serverKeys']);
  const { StringSession: Session } = load('telegram/sessions/index.js') as {
    StringSession: new (text: string) => StringSession;
  };
  const { Logger, LogLevel } = load('telegram/extensions/Logger.js') as {
    Logger: typeof Telegram.Logger;
    LogLevel: { NONE: ConstructorParameters<typeof Telegram.Logger>[0] };
  };
  const { PromisedNetSockets } = load('telegram/extensions/index.js') as typeof Extensions;
  const client = new telegram.TelegramClient(new Session(emulator.mintSession(account)), 1, 'hash', {
    baseLogger: new Logger(LogLevel.NONE),
    networkSocket: emulatorSocket(emulator, PromisedNetSockets),
  });
  await client.connect();
  const token = Buffer.from(link.slice(link.indexOf('token=') + 6), 'base64url');
  await client.invoke(new telegram.Api.auth.AcceptLoginToken({ token }));
  await client.destroy();
}

/** The text of the newest QR code on a screen of half blocks. */
export function linkOf(screen: string): string {
  const codes: string[][] = [[]];
  for (const line of screen.split('\n')) {
    const isRow = /^[█▀▄ ]{20,}$/u.test(line.trimEnd().padEnd(20)) && /[█▀▄]/u.test(line);
    if (isRow) codes.at(-1)?.push(line);
    else codes.push([]);
  }
  const rows = codes.findLast((code) => code.length > 0) ?? [];
  const width = Math.max(...rows.map((row) => row.length));
  const scale = 4;
  const size = { width: width * scale, height: rows.length * 2 * scale };
  const pixels = new Uint8ClampedArray(size.width * size.height * 4).fill(255);
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const module = Math.floor(y / scale);
      const shown = rows[module >> 1]?.[Math.floor(x / scale)] ?? ' ';
      const light = shown === '█' || shown === (module % 2 === 0 ? '▀' : '▄');
      pixels.fill(light ? 255 : 0, (y * size.width + x) * 4, (y * size.width + x) * 4 + 3);
    }
  }
  const found = jsqr.default(pixels, size.width, size.height);
  if (found === null) throw new Error(`no QR code on the screen:\n${screen}`);
  return found.data;
}
