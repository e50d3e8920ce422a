import { prepareState, type Clock, type Outcome } from '@tgmcp/core';
import type { Context } from './context.js';
import type { Usable } from './usable-settings.js';

/** The state folder in its data folder, made or found fit, and taken for this host. */
export function prepareDataFolder(
  { settings, project }: Usable,
  clock: Clock,
  { console }: Context,
): Promise<Outcome<string>> {
  return prepareState({ settings, project, clock, warn: (text) => console.note(text) });
}
