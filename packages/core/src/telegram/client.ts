/** Makes a client of the library that does nothing on its own: no sleeping, no retrying, no logging, no pinging. */
import type * as LoggerModule from 'telegram/extensions/Logger.js';
import type { StringSession } from 'telegram/sessions/index.js';
import type { Settings } from '../config/settings.js';
import { parseProxy } from '../config/proxy.js';
import { VERSION } from '../version.js';
import './fixes.js';
import { keepQuiet } from './fixes.js';
import { WRITING_MEMBERS, withoutWriting } from './guard/client-proxy.js';
import './guard/install.js';
import { watchClient, type Watch } from './guard/watch.js';
import type { Client } from './internals.js';
import { telegram, telegramModule } from './library.js';

/** The settings that a client is made from. */
export type ClientSettings = Pick<Settings, 'TG_API_ID' | 'TG_API_HASH' | 'TG_DEVICE_MODEL' | 'TG_PROXY_URL'>;

/** A client under guard. `program` is the device name that Telegram lists when the settings name none. */
export function createClient(
  settings: ClientSettings,
  program: string,
  sessionString: string,
  watch: Watch,
): Client {
  const library = telegram();
  const { StringSession: Session } = telegramModule('sessions/index.js') as {
    StringSession: new (text: string) => StringSession;
  };
  const { LogLevel } = telegramModule('extensions/Logger.js') as typeof LoggerModule;
  const proxy = parseProxy(settings.TG_PROXY_URL);
  const client = new library.TelegramClient(
    new Session(sessionString),
    settings.TG_API_ID,
    settings.TG_API_HASH,
    {
      baseLogger: new library.Logger(LogLevel.NONE),
      // Deadlines are ours; a client that is given up is ended by `endClient`, never by its own counting.
      connectionRetries: Number.POSITIVE_INFINITY,
      reconnectRetries: Number.POSITIVE_INFINITY,
      retryDelay: 1000,
      requestRetries: 1,
      floodSleepThreshold: 0,
      autoReconnect: true,
      ...(proxy === undefined ? {} : { proxy: { ...proxy } }),
      deviceModel: settings.TG_DEVICE_MODEL === '' ? program : settings.TG_DEVICE_MODEL,
      systemVersion: 'node',
      appVersion: VERSION,
      langCode: 'en',
      systemLangCode: 'en',
    },
  );
  client.onError = async () => undefined;
  const guarded = client as unknown as Client;
  watchClient(client, watch);
  keepQuiet(guarded);
  return withoutWriting(guarded, WRITING_MEMBERS);
}
