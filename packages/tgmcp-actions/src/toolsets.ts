import type { Settings, Tool } from '@tgmcp/core';
import { BATCH_TOOLS } from './batch/tools/index.js';
import { catalogue } from './catalogue.js';
import type { ActionServices } from './services.js';
import { LANE_TOOLS } from './tools/lane-tools.js';
import { WRITE_TOOLS } from './tools/write-tools.js';

/** The tools that the settings leave, in their order. */
export function shownTools({
  TG_ACTIONS_TOOLSETS: sets,
  TG_ACTIONS_CLIENT_ASKS: asks = true,
}: Pick<Settings, 'TG_ACTIONS_TOOLSETS'> &
  Partial<Pick<Settings, 'TG_ACTIONS_CLIENT_ASKS'>>): readonly Tool<ActionServices>[] {
  const tools = inSets(sets);
  return asks ? tools : tools.map((tool) => ({ ...tool, asksUser: false }));
}

function inSets(sets: Settings['TG_ACTIONS_TOOLSETS']): readonly Tool<ActionServices>[] {
  if (sets.length === 0) return catalogue;
  const hidden = new Set(
    [
      ...WRITE_TOOLS,
      ...BATCH_TOOLS.map((tool) => ({ tool, toolset: 'batches' as const })),
      ...LANE_TOOLS.map((tool) => ({ tool, toolset: 'lanes' as const })),
    ]
      .filter(({ toolset }) => !sets.some((one) => one === toolset))
      .map(({ tool }) => tool),
  );
  return catalogue.filter((tool) => !hidden.has(tool));
}
