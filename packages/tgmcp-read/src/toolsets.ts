import type { CoreServices, Settings, Tool } from '@tgmcp/core';
import { catalogue } from './catalogue.js';
import { shownNames, TOOLSETS } from './shown-names.js';

/** The tools that the settings leave, in their order; a tool that is in no set is always there. */
export function shownTools(settings: Pick<Settings, 'TG_READ_TOOLSETS'>): readonly Tool<CoreServices>[] {
  const shown = new Set(shownNames(settings).map(({ name }) => name));
  const inSets = new Set(Object.values(TOOLSETS).flat());
  return catalogue.filter(({ name }) => shown.has(name) || !inSets.has(name));
}
