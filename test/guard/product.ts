/**
 * The account as a shipped program opens it, in this process, with the client that it keeps to itself in reach: what
 * somebody could do who has already come that far.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TelegramClient } from 'telegram';
import { createLog, createRuntime, loadSettings, type Telegram } from '@tgmcp/core';
import type { Emulator } from '@tgmcp/emulator';
import { PERSON } from '../support/small-world.js';
import { library } from './library.js';

/** An opened account. */
export interface Product {
  readonly telegram: Telegram;
  /** The client of the present connection, made anew when the guard has ended it. */
  client(): Promise<TelegramClient>;
  close(): Promise<void>;
}

/** Opens the account of {@link PERSON} as one of the servers does. The process must have joined the emulator. */
export async function openProduct(
  emulator: Emulator,
  program: 'read' | 'actions',
  changes: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'tgmcp-guard-'));
  await chmod(folder, 0o700);
  await mkdir(join(folder, 'sessions'), { mode: 0o700 });
  const account = { id: String(PERSON.id), first_name: PERSON.firstName };
  const session = { format: 1, account, dc: 2, session: emulator.mintSession(PERSON.id) };
  await writeFile(join(folder, `sessions/${program}.session`), JSON.stringify(session), { mode: 0o600 });
  await writeFile(join(folder, 'env'), '', { mode: 0o600 });
  const loaded = loadSettings(program, {
    TG_ENV_FILE: join(folder, 'env'),
    TG_DATA_DIR: folder,
    TG_API_ID: '12345',
    TG_API_HASH: '0123456789abcdef0123456789abcdef',
    TG_GLOBAL_RPS_MODE: 'off',
    ...changes,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('; '));
  const log = createLog({ level: 'error', redact: (text) => text, write: () => undefined });
  const runtime = createRuntime({ settings: loaded.settings, project: loaded.project, log }, program);
  const opened = await runtime.account();
  if (!opened.ok) throw new Error(opened.refusal.message);
  const { telegram } = opened.value;
  let current: TelegramClient | undefined;
  const forget = watchConnect((client) => {
    current = client;
  });
  return {
    telegram,
    async client() {
      const account = await telegram.account();
      if (!account.ok) throw new Error(account.refusal.message);
      if (current === undefined) throw new Error('nothing has connected');
      return current;
    },
    async close() {
      forget();
      await runtime.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Notes every client that connects; the product itself shows none to anybody. */
function watchConnect(note: (client: TelegramClient) => void): () => void {
  const prototype = library().TelegramClient.prototype;
  const connect = prototype.connect;
  prototype.connect = function noted() {
    note(this);
    return connect.call(this);
  };
  return () => {
    prototype.connect = connect;
  };
}
