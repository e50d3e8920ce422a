import { describe, expect, it } from 'vitest';
import { makeDocument } from '../../world/files.js';
import { TestSession } from './test-call.js';
import { threePeople, write } from '../people/test-people.js';

describe('writing in private', () => {
  it('goes to so many strangers a day; contacts and those who answered do not count', async () => {
    const { annSession, world, ann, bob, eve } = threePeople();
    world.strangersPerDay = 1;
    const zoe = world.addUser().id;
    expect(await write(annSession, eve)).toBe('no error');
    expect(await write(annSession, eve)).toBe('no error');
    expect(await write(annSession, zoe)).toBe('400 PEER_FLOOD');
    expect(world.history(ann, { kind: 'user', id: zoe })).toBeUndefined();
    expect(await write(annSession, bob)).toBe('no error');
    annSession.time += 86_400;
    expect(await write(annSession, zoe)).toBe('no error');
  });

  it('is for a limited account possible only with those who know it', async () => {
    const { annSession, world, ann, bob, eve } = threePeople();
    const account = world.accounts.get(ann);
    if (account !== undefined) account.relations.limited = true;
    expect(await write(annSession, eve)).toBe('400 PEER_FLOOD');
    expect(await write(annSession, bob)).toBe('no error');
    world.addMessage({ peer: { kind: 'user', id: ann }, from: eve, date: 5, text: 'hi' });
    expect(await write(annSession, eve)).toBe('no error');
  });

  it('ends in limits when three people report it', async () => {
    const { annSession, bobSession, eveSession, world, ann } = threePeople();
    const dan = world.addAccount({ phone: '15550004' }).userId;
    for (const session of [bobSession, eveSession, eveSession]) {
      await session.value('messages.reportSpam', { peer: session.input({ kind: 'user', id: ann }) });
    }
    expect(world.accounts.get(ann)?.relations.limited).toBe(false);
    const third = new TestSession(world, dan);
    await third.value('messages.reportSpam', { peer: third.input({ kind: 'user', id: ann }) });
    expect(await write(annSession, dan)).toBe('400 PEER_FLOOD');
  });

  it('needs Premium, or being a contact, where the other one asks for it', async () => {
    const { annSession, world, ann, eve } = threePeople({ eve: { premiumOnly: true } });
    expect(await write(annSession, eve)).toBe('403 PRIVACY_PREMIUM_REQUIRED');
    expect(world.history(eve, { kind: 'user', id: ann })).toBeUndefined();
    world.addContact(eve, ann);
    expect(await write(annSession, eve)).toBe('no error');
  });

  it('refuses voice notes to who takes none, and anything to a deleted account', async () => {
    const { annSession, world, eve } = threePeople({
      eve: { privacy: { voice_messages: { base: 'nobody' } } },
    });
    const voice = makeDocument({
      id: 77n,
      date: 1,
      content: { seed: 1, size: 10 },
      mimeType: 'audio/ogg',
      attributes: [{ _: 'documentAttributeAudio', voice: true, duration: 1 }],
    });
    world.files.set(voice.id, voice);
    const media = {
      _: 'inputMediaDocument',
      id: { _: 'inputDocument', id: 77n, access_hash: voice.accessHash, file_reference: voice.fileReference },
    };
    const peer = annSession.input({ kind: 'user', id: eve });
    const sent = await annSession.failure('messages.sendMedia', { peer, media, message: '', random_id: 1n });
    expect(sent).toBe('400 VOICE_MESSAGES_FORBIDDEN');
    expect(await write(annSession, world.addUser({ deleted: true }).id)).toBe('400 INPUT_USER_DEACTIVATED');
  });

  it('is nothing that bots do among themselves, nor with who blocked them', async () => {
    const { annSession, world, bob } = threePeople();
    const bot = world.addAccount({ phone: '15550009', bot: true }).userId;
    const other = world.addUser({ bot: true }).id;
    const hostile = world.addUser({ blocks: [bot] }).id;
    annSession.userId = bot;
    expect(await write(annSession, other)).toBe('400 USER_IS_BOT');
    expect(await write(annSession, hostile)).toBe('403 USER_IS_BLOCKED');
    expect(await write(annSession, bob)).toBe('no error');
  });
});
