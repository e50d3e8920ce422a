import { lookAtAccounts } from './checks/accounts.js';
import { lookAtCoreDumps } from './checks/core-dumps.js';
import { lookAtCredentials } from './checks/credentials.js';
import { lookAtDataFolder } from './checks/data-folder.js';
import { lookAtGit } from './checks/git.js';
import { lookAtNode } from './checks/node.js';
import { lookAtPacing } from './checks/pacing.js';
import { lookAtSecrets } from './checks/secrets.js';
import { lookAtSessions } from './checks/sessions.js';
import { lookAtSettings } from './checks/settings.js';
import { lookAtState } from './checks/state.js';
import { lookAtTelegram } from './checks/telegram.js';
import { lookAtUse } from './checks/use-of-sessions.js';
import { lookAtWritePolicy } from './checks/write-policy.js';
import type { Finding } from './finding.js';
import type { Patient, Surroundings } from './patient.js';

/** One thing the doctor looks at. A check changes nothing and sends nothing; `telegram` alone does, when it may. */
export interface Check<T> {
  readonly name: string;
  look(subject: T): readonly Finding[] | Promise<readonly Finding[]>;
}

/** What is looked at whatever the settings are. */
export const SURROUNDINGS: readonly Check<Surroundings>[] = [
  { name: 'node', look: () => lookAtNode() },
  { name: 'settings', look: lookAtSettings },
  { name: 'core dumps', look: () => lookAtCoreDumps() },
];

/** What needs settings that can be used. */
export const INSTALLATION: readonly Check<Patient>[] = [
  { name: 'credentials', look: lookAtCredentials },
  { name: 'git', look: lookAtGit },
  { name: 'data folder', look: lookAtDataFolder },
  { name: 'state', look: lookAtState },
  { name: 'sessions', look: lookAtSessions },
  { name: 'accounts', look: lookAtAccounts },
  { name: 'use of sessions', look: lookAtUse },
  { name: 'secrets', look: lookAtSecrets },
  { name: 'write policy', look: lookAtWritePolicy },
  { name: 'pacing', look: lookAtPacing },
  { name: 'telegram', look: lookAtTelegram },
];
