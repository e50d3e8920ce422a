import type { ToolCall } from '@tgmcp/core';
import { visibleText } from '../actions/visible.js';
import type { ProposalOrigin } from './proposal.js';

const LONGEST = 60;

/** Where a call comes from, as it is stored and shown: what a client calls itself is anybody's text. */
export function originOf({ client }: Pick<ToolCall, 'client'>): ProposalOrigin {
  const { pid } = process;
  if (client === undefined) return { pid };
  return { client: short(client.name), version: short(client.version), pid };
}

function short(text: string): string {
  return Array.from(visibleText(text).text.replaceAll(/\s+/g, ' ')).slice(0, LONGEST).join('');
}
