import { describe, expect, it } from 'vitest';
import { named, refuses, town } from './test-town.js';

describe('a link to a message', () => {
  it('names the chat as people can find it, and one message of an album', async () => {
    const { world, ann } = town();
    const open = world.addChannel({ title: 'Open', creator: ann.id, username: 'openchannel' });
    const secret = world.addSupergroup({ title: 'Secret', creator: ann.id });
    for (const { id } of [open, secret]) {
      const peer = { kind: 'channel', id } as const;
      world.addMessage({ peer, from: ann.id, date: 1, text: 'x' });
      world.addMessage({ peer, from: ann.id, date: 1, text: 'y', groupedId: 5n });
    }
    const link = async (chat: typeof open, fields: object) => {
      const request = { ...named(ann.session, chat), ...fields };
      return (await ann.session.call('channels.exportMessageLink', request))['link'];
    };
    expect(await link(open, { id: 1 })).toBe('https://t.me/openchannel/1');
    expect(await link(open, { id: 2 })).toBe('https://t.me/openchannel/2?single');
    expect(await link(open, { id: 2, grouped: true })).toBe('https://t.me/openchannel/2');
    expect(await link(secret, { id: 1 })).toBe(`https://t.me/c/${secret.id}/1`);
    const missing = { ...named(ann.session, open), id: 9 };
    await refuses(ann.session, 'channels.exportMessageLink', missing, '400 MESSAGE_ID_INVALID');
  });
});
