/** Actions of the retry classes other than `dedup`, each killed at the same points as a send. */
import type { RetryClass } from '@tgmcp/core';
import type { World } from '@tgmcp/emulator';
import { BAR, MENU, NEWCOMERS, numberOf, pressesOf, WORKSHOP } from '../../scenarios/write-tools/world.js';

/** One action, and how often it was done as the world has it. */
export interface Kind {
  readonly retry: Exclude<RetryClass, 'dedup'>;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The request that does it. */
  readonly method: string;
  effects(world: World): number;
}

const EDITED = 'Edited, once';

export const KINDS: readonly Kind[] = [
  {
    retry: 'absolute',
    tool: 'tg_edit_message',
    args: { group: WORKSHOP.id, message_id: numberOf('To be edited'), new_text: EDITED },
    method: 'messages.editMessage',
    effects: (world) => messagesOf(world).filter(({ text }) => text === EDITED).length,
  },
  {
    retry: 'probe',
    tool: 'tg_add_member_to_group',
    args: { group: WORKSHOP.id, user: `@${NEWCOMERS[0].username}` },
    method: 'channels.inviteToChannel',
    // Whoever is added is announced, each time.
    effects: (world) =>
      messagesOf(world).filter(({ action }) => action?._ === 'messageActionChatAddUser').length,
  },
  {
    retry: 'never',
    tool: 'tg_click_inline_button',
    args: { group: BAR.id, message_id: MENU, button_text: 'Tea' },
    method: 'messages.getBotCallbackAnswer',
    effects: (world) => pressesOf(world).length,
  },
];

function messagesOf(world: World) {
  return world.channels.get(WORKSHOP.bare)?.history.messages ?? [];
}
