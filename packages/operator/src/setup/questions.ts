import { CLIENT_IDS, CLIENTS, type ClientId } from '../clients/clients.js';
import { ask } from '../console/ask.js';
import type { Settings } from '@tgmcp/core';

/** What agents get. */
export async function askProfile(): Promise<'read' | 'full'> {
  const word = await ask.choice('What may agents do with this account?', [
    { value: 'read', label: 'Read alone', hint: 'writing can be added later' },
    { value: 'full', label: 'Read, and write what you approve' },
  ]);
  return word === 'full' ? 'full' : 'read';
}

/** Who approves what is written. */
export async function askChannel(): Promise<Settings['TG_ACTIONS_APPROVAL_CHANNEL']> {
  const word = await ask.choice('Who approves each write?', [
    {
      value: 'operator',
      label: 'You, outside the agent: tgmcp approve',
      hint: 'the agent cannot approve itself',
    },
    {
      value: 'preview',
      label: 'Whoever was told your phrase',
      hint: 'an agent that knows it writes without you',
    },
  ]);
  return word === 'preview' ? 'preview' : 'operator';
}

/** Whose account writes. */
export async function askAccount(by: 'code' | 'qr'): Promise<'same' | 'other'> {
  const then = by === 'code' ? 'Telegram sends another code' : 'another code to scan';
  const word = await ask.choice('Log in for writing. Whose account?', [
    { value: 'same', label: `The account that reads; ${then}` },
    { value: 'other', label: 'Another account' },
  ]);
  return word === 'other' ? 'other' : 'same';
}

/** Which client starts the servers. */
export async function askClient(): Promise<ClientId | 'none'> {
  const word = await ask.choice('Which client should start the servers?', [
    ...CLIENT_IDS.map((id) => ({ value: id, label: CLIENTS[id].title })),
    { value: 'none', label: 'None of them; I do that later' },
  ]);
  return CLIENT_IDS.find((id) => id === word) ?? 'none';
}
