/** The three kinds of peer; `chat` is a basic group, `channel` is a supergroup or a broadcast channel. */
export type PeerKind = 'user' | 'chat' | 'channel';

/** A peer by kind and bare id (no -100 prefix). */
export interface PeerRef {
  readonly kind: PeerKind;
  readonly id: bigint;
}

/** A map key for a peer: `user:5`, `chat:5`, `channel:5`. */
export function peerKey(peer: PeerRef): string {
  return `${peer.kind}:${peer.id}`;
}
