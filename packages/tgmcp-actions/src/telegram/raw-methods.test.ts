import { neverRaw } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { rawBar, rawWriteMethods } from './raw-methods.js';
import { WRITE_METHODS } from './write-methods.js';

/** Methods of a tool that can be listed all the same, each with the reason. */
const SHARED: Readonly<Record<string, string>> = {
  'messages.sendMedia':
    'tg_send_file sends files, which a raw call cannot; that sends polls, dice and places.',
};

describe('a method that has a tool of its own', () => {
  it('cannot be listed for raw calls, where its quota and what its tool asks would not count', () => {
    const listable = Object.keys(WRITE_METHODS).filter((method) => neverRaw(method) === undefined);
    expect(listable.toSorted()).toEqual(Object.keys(SHARED).toSorted());
  });

  it('is refused with the name of that tool, and opens nothing', () => {
    expect(rawBar('channels.joinChannel')).toContain('tg_join_chat');
    expect(rawBar('messages.exportChatInvite')).toContain('tg_edit_invite_link');
    expect(rawWriteMethods(['channels.joinChannel', 'messages.startBot', 'messages.sendVote'])).toEqual({
      'messages.sendVote': expect.stringContaining('listed by the operator'),
    });
  });
});
