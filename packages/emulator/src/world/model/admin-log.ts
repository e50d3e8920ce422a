import type { TlObject } from '../../tl/value.js';

/** Names of the flags of TL's channelAdminLogEventsFilter that the emulator writes events for. */
export type AdminEventKind =
  | 'join'
  | 'leave'
  | 'invite'
  | 'ban'
  | 'unban'
  | 'kick'
  | 'unkick'
  | 'promote'
  | 'demote'
  | 'info'
  | 'settings'
  | 'pinned'
  | 'edit'
  | 'delete'
  | 'invites'
  | 'send'
  | 'forums';

/** One row of a channel's recent actions. `action` is a TL ChannelAdminLogEventAction. */
export interface AdminEvent {
  readonly id: bigint;
  /** Seconds since the epoch. */
  readonly date: number;
  /** Who did it. */
  readonly userId: bigint;
  readonly kind: AdminEventKind;
  readonly action: TlObject;
}
