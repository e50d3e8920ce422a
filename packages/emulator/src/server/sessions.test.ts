import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AuthKeys } from '../mtproto/auth-keys.js';
import { Sessions } from './sessions.js';

describe('updates that no form of a layer can hold', () => {
  it('are written down and become updatesTooLong, and the call that caused them goes on', () => {
    const sessions = new Sessions();
    const keys = new AuthKeys((id) => sessions.dropKey(id));
    const problems: string[] = [];
    const session = sessions.of(keys.add(randomBytes(256), 2, { userId: 1n }), 1n, {
      pack: true,
      now: () => Date.now(),
      report: (problem) => void problems.push(problem),
      request: () => undefined,
      repeated: () => undefined,
      destroySession: () => false,
      destroyKey: () => undefined,
    });
    session.wantsUpdates = true;
    session.layer = 198;
    const update = { _: 'updateUserTyping', user_id: 1n, action: { _: 'sendMessageNothingAction' } };
    const sent: Buffer[] = [];
    session.outbox.push = ({ body }) => void sent.push(body);
    sessions.push(1n, { _: 'updates', updates: [update], users: [], chats: [], date: 1, seq: 0 });
    expect(problems).toEqual([expect.stringContaining('layer 198 has no sendMessageNothingAction')]);
    // The id of updatesTooLong, as it goes over the wire.
    expect(sent.map((body) => body.toString('hex'))).toEqual(['7eaf17e3']);
  });
});
