/**
 * The settings table: one row for each environment variable. The typed settings, the loader, `.env.sample`,
 * `docs/SETTINGS.md`, the fail-closed check and the redaction of logs all come from these rows.
 */
import type { SettingRow } from './kinds.js';
import { batches } from './settings/batches.js';
import { credentials } from './settings/credentials.js';
import { guard } from './settings/guard.js';
import { legacy } from './settings/legacy.js';
import { pacing } from './settings/pacing.js';
import { places } from './settings/places.js';
import { policy } from './settings/policy.js';
import { scope } from './settings/scope.js';
import { sealing } from './settings/sealing.js';
import { server } from './settings/server.js';
import { toolsets } from './settings/toolsets.js';
import { sessions } from './settings/sessions.js';

/** The rows in groups, in the order in which the sample file and the documentation show them. */
export const SETTING_GROUPS: Readonly<Record<string, Readonly<Record<string, SettingRow<unknown>>>>> = {
  'Telegram application': credentials,
  Sessions: sessions,
  'Session encryption': sealing,
  Places: places,
  Server: { ...server, ...toolsets },
  'Chat scope': scope,
  Pacing: pacing,
  'Write policy': policy,
  'Write guard': guard,
  'Batches and lanes': batches,
  'Older names': legacy,
};

/** All rows by variable name. */
export const SETTINGS = {
  ...credentials,
  ...sessions,
  ...sealing,
  ...places,
  ...server,
  ...toolsets,
  ...scope,
  ...pacing,
  ...policy,
  ...guard,
  ...batches,
  ...legacy,
};

/** The name of a setting, which is the name of its environment variable. */
export type SettingName = keyof typeof SETTINGS;

type ValueOf<R> = R extends SettingRow<infer T> ? T : never;

/** The parsed settings, by the names of their environment variables. Paths are absolute, or empty when unset. */
export type Settings = { readonly [K in SettingName]: ValueOf<(typeof SETTINGS)[K]> };

/** The table as a list, for code that treats all rows alike. */
export const SETTING_ROWS: readonly (readonly [SettingName, SettingRow<unknown>])[] = Object.entries(
  SETTINGS,
) as [SettingName, SettingRow<unknown>][];
