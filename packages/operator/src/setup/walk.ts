import type { Settings } from '@tgmcp/core';
import { CLIENT_IDS } from '../clients/clients.js';
import { loginCommand } from '../doctor/sessions.js';
import type { Setup } from './setup.js';

/** The parts of the set-up, in their order. */
export type Part =
  | 'credentials'
  | 'read session'
  | 'actions session'
  | 'account'
  | 'allowlist'
  | 'phrase'
  | 'writing'
  | 'client';

interface Stage {
  readonly part: Part;
  /** What writing alone needs is passed over where the person only reads. */
  readonly forWriting?: true;
  isDone(setup: Setup): boolean;
  /** The command that does it, and what it does where that is no matter of course. */
  command(setup: Setup): string;
}

/** What leads from nothing to a client that can read and, where it is wanted, write; each by a command of its own. */
export const STAGES: readonly Stage[] = [
  {
    part: 'credentials',
    isDone: ({ credentials }) => credentials,
    command: () => 'tgmcp credentials',
  },
  {
    part: 'read session',
    isDone: ({ hasSession }) => hasSession('read'),
    command: () => loginCommand('read'),
  },
  {
    part: 'actions session',
    forWriting: true,
    isDone: ({ hasSession }) => hasSession('actions'),
    command: () => loginCommand('actions'),
  },
  {
    part: 'account',
    isDone: ({ isSet, severalAccounts }) =>
      severalAccounts || isSet('TG_EXPECTED_USER_ID') || isSet('TG_EXPECTED_USERNAME'),
    command: () => 'tgmcp session expect   so that no other account is used by mistake',
  },
  {
    part: 'allowlist',
    forWriting: true,
    isDone: ({ isSet }) => isSet('TG_ACTIONS_ALLOWED_GROUPS'),
    command: () => 'tgmcp allow   to choose the chats that may be written to',
  },
  {
    part: 'phrase',
    forWriting: true,
    isDone: ({ writeIssues }) =>
      !writeIssues.some((issue) => issue.startsWith('TG_ACTIONS_CONFIRMATION_PHRASE')),
    command: ({ settings }) =>
      // A phrase that is there, if a bad one, is kept unless told otherwise.
      `tgmcp phrase --write${settings.TG_ACTIONS_CONFIRMATION_PHRASE === '' ? '' : ' --overwrite'}   for the phrase that you approve with`,
  },
  {
    part: 'writing',
    forWriting: true,
    isDone: ({ settings }) => settings.TG_ACTIONS_ENABLED,
    command: () => 'tgmcp writing on',
  },
  {
    part: 'client',
    isDone: ({ clients, writing }) => clients(writing ? 'actions' : 'read').length > 0,
    command: ({ writing, settings }) =>
      `tgmcp config CLIENT${writing ? fullProfile(settings.TG_ACTIONS_APPROVAL_CHANNEL) : ''} --write   with CLIENT one of ${CLIENT_IDS.join(', ')}`,
  },
];

/** The options of `tgmcp config` for both servers; who approves is said where it is not the person outside the agent. */
export function fullProfile(channel: Settings['TG_ACTIONS_APPROVAL_CHANNEL']): string {
  return ` --profile full${channel === 'preview' ? ' --approval preview' : ''}`;
}

/** The first part that is left; `done` has just been done, whether or not it shows. */
export function leftOver(setup: Setup, done?: Part): Stage | undefined {
  const parts = STAGES.filter(({ forWriting }) => forWriting !== true || setup.writing);
  return parts.find((stage) => stage.part !== done && !stage.isDone(setup));
}
