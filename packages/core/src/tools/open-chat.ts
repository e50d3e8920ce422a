import { done, type Outcome } from '../errors/outcome.js';
import type { ToolCall } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import type { CallOptions } from '../telegram/caller.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import type { Telegram } from '../telegram/telegram.js';

/** The account, the chat or person that a call names, and how calls are made for it. */
export interface OpenChat {
  readonly telegram: Telegram;
  readonly peer: ResolvedPeer;
  readonly options: CallOptions & { readonly signal: AbortSignal };
}

/** Opens the account and finds whom `name` names; refused as either is. */
export async function openChat(
  services: Pick<CoreServices, 'account'>,
  name: string,
  call: Pick<ToolCall, 'signal'>,
): Promise<Outcome<OpenChat>> {
  const opened = await services.account();
  if (!opened.ok) return opened;
  const { telegram } = opened.value;
  const options = { signal: call.signal };
  const peer = await telegram.peers.resolve(name, options);
  return peer.ok ? done({ telegram, peer: peer.value, options }) : peer;
}
