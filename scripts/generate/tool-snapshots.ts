import { describeTool, type Tool } from '@tgmcp/core';
import { catalogue as actionsCatalogue } from 'tgmcp-actions/catalogue';
import { catalogue as readCatalogue } from 'tgmcp-read/catalogue';

/** Where the snapshots lie: a folder for each server, a file for each tool. */
export const SNAPSHOTS = 'test/catalogue';

/** What a model is shown of each tool, one file a tool, so that a change of it shows as such. */
export function toolSnapshots(): Record<string, string> {
  return Object.fromEntries([
    ...readCatalogue.map((tool) => snapshot('tgmcp-read', tool)),
    ...actionsCatalogue.map((tool) => snapshot('tgmcp-actions', tool)),
  ]);
}

function snapshot(server: string, tool: Tool<never>): [path: string, text: string] {
  const { name, description, inputSchema } = describeTool(tool);
  const text = JSON.stringify({ name, description, inputSchema }, undefined, 2);
  return [`${SNAPSHOTS}/${server}/${name}.snap`, `${text}\n`];
}
