import type { TlObject } from '../../tl/value.js';
import type { BotBrain } from '../bots/brain.js';

/** What makes a user a bot that does something. */
export interface BotProfile {
  description: string;
  /** Commands as its menu shows them, without the slash. */
  commands: readonly { readonly command: string; readonly description: string }[];
  /** Text in the empty input field of an inline query; absent for a bot that answers none. */
  inlinePlaceholder?: string;
  /** Hears only what is meant for it in groups; Telegram's "privacy mode", on for a new bot. */
  groupPrivacy: boolean;
  /** Refuses to be added to groups. */
  noGroups: boolean;
  /** May create and control other bots for their owners (core.telegram.org/api/bots/managed-bots). */
  managesBots: boolean;
  ownerId?: bigint;
  managerId?: bigint;
  /** How it answers; a bot without one keeps silent. */
  brain?: BotBrain;
  /** A TL BotMenuButton. */
  menuButton?: TlObject;
}
