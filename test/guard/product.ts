/**
 * The account as a shipped program opens it, with the client that it keeps to itself in reach: what somebody could do
 * who has already come that far.
 */
import type { TelegramClient } from 'telegram';
import type { Telegram } from '@tgmcp/core';
import type { Bench } from '../telegram/bench.js';
import { library } from './library.js';

/** An opened account. */
export interface Product {
  readonly telegram: Telegram;
  /** The client of the present connection; a new one when the guard has ended the one before. */
  client(): Promise<TelegramClient>;
}

/** Opens the account as one of the servers does, without waiting for its turn. */
export async function openProduct(bench: Bench, program: 'read' | 'actions'): Promise<Product> {
  const { telegram } = await bench.open(program, { TG_GLOBAL_RPS_MODE: 'off' });
  const latest = watchConnect();
  return {
    telegram,
    async client() {
      const account = await telegram.account();
      if (!account.ok) throw new Error(account.refusal.message);
      const client = latest();
      if (client === undefined) throw new Error('nothing has connected');
      return client;
    },
  };
}

/** Notes the client that connected last; the product itself shows none to anybody. */
export function watchConnect(): () => TelegramClient | undefined {
  const { prototype } = library().TelegramClient;
  const connect: (this: TelegramClient) => Promise<boolean> = Reflect.get(prototype, 'connect');
  const connected: TelegramClient[] = [];
  prototype.connect = function noted(this: TelegramClient) {
    connected.push(this);
    return connect.call(this);
  };
  return () => connected.at(-1);
}
