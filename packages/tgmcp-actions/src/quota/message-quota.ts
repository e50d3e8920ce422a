import type { PeerKind } from '@tgmcp/core';

/** The daily quotas: messages to people, joins and invitations, messages to groups and channels, and to phone numbers. */
export type QuotaKind = 'dm' | 'join' | 'group_msg' | 'phone';

/** The quota of a message by the peer it goes to: people and bots count as direct messages. */
export function messageQuota(kind: PeerKind): QuotaKind {
  return kind === 'user' || kind === 'bot' ? 'dm' : 'group_msg';
}
