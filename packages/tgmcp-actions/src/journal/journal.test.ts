import { createMemoryStore, manualClock, type StateStore } from '@tgmcp/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../actions/action.js';
import { contentDigest } from '../actions/digest.js';
import { createJournal, type Journal } from './journal.js';
import { CONTENTS, INTENTS } from './records.js';
import { randomIds, type RandomIdName } from './random-id.js';

const WINDOW_MS = 86_400_000;
const action: Action = {
  accountId: '1001',
  verb: 'send',
  target: { type: 'user', id: '777' },
  content: { text: 'Hello', entities: [] },
  options: {},
  forceResend: false,
};
const claim = { action, proposalId: 'p1', items: 1 };
const forced = { ...claim, action: { ...action, forceResend: true } };
const sent = { kind: 'sent', result: { message_id: 9 }, repeated: false } as const;

interface Made {
  readonly journal: Journal;
  readonly clock: ReturnType<typeof manualClock>;
  readonly store: StateStore;
  again(): Journal;
}

function made(wrap = (store: StateStore): StateStore => store): Made {
  const clock = manualClock();
  const store = wrap(createMemoryStore({ clock }));
  const again = (): Journal => createJournal(store, clock, WINDOW_MS, randomIds('hash', '1001'));
  return { journal: again(), clock, store, again };
}

describe('an intent', () => {
  it('is one for a content and a window, however often it is claimed', async () => {
    const { journal, store } = made();
    const claims = await Promise.all(Array.from({ length: 5 }, () => journal.claim(claim)));
    expect(new Set(claims.map(({ intent }) => intent.id)).size).toBe(1);
    expect(await journal.ofContent(contentDigest(action))).toHaveLength(1);
    expect((await store.get(CONTENTS, contentDigest(action)))?.value).toEqual({
      intents: [claims[0]?.intent.id],
    });
  });

  it('that is there for who creates it and not for who reads it is a fault, not a claim', async () => {
    const { journal } = made((store) => ({
      ...store,
      create: async () => false,
      get: async (kind, key) => (kind.folder === INTENTS.folder ? undefined : store.get(kind, key)),
    }));
    await expect(journal.claim(claim)).rejects.toThrow(/The intent .+ was created and is not there/);
  });

  it('remembers which of its requests were about to be sent, and what came of them, over a restart, and no other does', async () => {
    const { journal, clock, again } = made();
    const { intent } = await journal.claim(claim);
    await clock.advance(WINDOW_MS);
    const { intent: later } = await journal.claim(claim);
    const steps = journal.stepsOf(intent);
    expect(await steps.begun('step-1')).toBeUndefined();
    expect(await steps.begin('step-1')).toBe(true);
    const afterwards = again().stepsOf(intent);
    expect(await afterwards.begun('step-1')).toMatchObject({ wall: clock.now() });
    expect(await afterwards.begin('step-1')).toBe(false);
    expect(await afterwards.begun('step-1-1')).toBeUndefined();
    expect(await afterwards.ended('step-1')).toBeUndefined();
    await afterwards.end('step-1', { message_id: 7 });
    await afterwards.end('step-1', { message_id: 8 });
    expect(await steps.ended('step-1')).toEqual({ message_id: 7 });
    expect(await journal.stepsOf(later).begun('step-1')).toBeUndefined();
    expect(await journal.stepsOf(later).ended('step-1')).toBeUndefined();
  });

  it('is another one in the next window, and for each forced proposal', async () => {
    const { journal, clock } = made();
    const { intent: first } = await journal.claim(claim);
    const { intent: pushed } = await journal.claim(forced);
    const { intent: pushedAgain } = await journal.claim({ ...forced, proposalId: 'p2' });
    await clock.advance(WINDOW_MS);
    const { intent: later } = await journal.claim(claim);
    const all = [first, pushed, pushedAgain, later];
    expect(new Set(all.map((intent) => intent.id)).size).toBe(4);
    expect(new Set(all.map((intent) => intent.randomIds[0])).size).toBe(4);
    expect(later.windowIndex).toBe(first.windowIndex + 1);
  });

  it('goes through its states and keeps them over a restart', async () => {
    const { journal, again } = made();
    const { intent, status } = await journal.claim(claim);
    expect(status).toStrictEqual({ state: 'not_begun' });
    const state = async (): Promise<unknown> => (await again().find(intent.id))?.status.state;
    expect(await journal.begin(intent, 'p1', 1)).toBe(1);
    expect(await state()).toBe('sending');
    await journal.end(intent, 1, { kind: 'not_sent', code: 'FLOOD_WAIT' });
    expect(await state()).toBe('not_sent');
    expect(await journal.begin(intent, 'p1', 2)).toBe(2);
    await journal.end(intent, 2, { kind: 'unknown', code: 'DEADLINE' });
    expect(await state()).toBe('unknown');
    expect(await journal.begin(intent, 'p1', 3)).toBe(3);
    await journal.end(intent, 3, { kind: 'not_sent', code: 'FLOOD_WAIT' });
    expect(await state()).toBe('unknown');
    expect(await journal.begin(intent, 'p1', 4)).toBe(4);
    await journal.end(intent, 4, sent);
    expect(await state()).toBe('sent');
    expect(await journal.begin(intent, 'p1', 5)).toBeUndefined();
  });

  it('of unknown outcome is sent once reading has shown it', async () => {
    const { journal } = made();
    const { intent } = await journal.claim(claim);
    await journal.begin(intent, 'p1', 1);
    await journal.settleByReading(intent, { ...sent, repeated: true });
    expect(await journal.find(intent.id)).toMatchObject({
      status: { state: 'sent', ending: { result: { message_id: 9 } } },
    });
  });

  it('is found by its content and by its peer, and is nothing once it is gone', async () => {
    const { journal, store } = made();
    const { intent } = await journal.claim(claim);
    const target = { type: 'user', id: '778' } as const;
    const { intent: other } = await journal.claim({ ...claim, action: { ...action, target } });
    const idsOf = async (peer: string) => (await journal.ofPeer(peer)).map((one) => one.intent.id);
    expect(await idsOf('777')).toEqual([intent.id]);
    expect(await idsOf('778')).toEqual([other.id]);
    expect(await idsOf('779')).toEqual([]);
    expect(await journal.ofPeer('777')).toMatchObject([{ status: { state: 'not_begun' } }]);
    const vanishing: StateStore = {
      ...store,
      keys: async (kind) => ['gone', ...(await store.keys(kind))],
    };
    const view = createJournal(vanishing, manualClock(), WINDOW_MS, randomIds('hash', '1001'));
    expect(await view.ofPeer('777')).toHaveLength(1);
    await store.remove(INTENTS, intent.id);
    expect(await journal.ofContent(contentDigest(action))).toEqual([]);
    expect(await journal.ofContent('none')).toEqual([]);
  });

  it('begins one attempt at a time, whoever asks', async () => {
    const { journal } = made();
    const { intent } = await journal.claim(claim);
    const begun = await Promise.all([journal.begin(intent, 'p1', 1), journal.begin(intent, 'p1', 2)]);
    expect(begun.filter((attempt) => attempt !== undefined)).toStrictEqual([1]);
  });

  it('counts as a duplicate from the moment it was found sent, not only from its claim', async () => {
    const { journal, clock } = made();
    const { intent } = await journal.claim(claim);
    const within = async (): Promise<boolean | undefined> => {
      const standing = await journal.find(intent.id);
      return standing && journal.withinWindow(standing);
    };
    expect(await within()).toBe(true);
    await clock.advance(WINDOW_MS);
    expect(await within()).toBe(false);
    const attempt = await journal.begin(intent, 'p1', 1);
    await journal.end(intent, attempt ?? 0, sent);
    expect(await within()).toBe(true);
    await clock.advance(WINDOW_MS);
    expect(await within()).toBe(false);
  });
});

describe('a random_id', () => {
  const name: RandomIdName = { idempotencyKey: 'key', windowIndex: 20_000, peerId: '777', item: 0 };

  it('is the same number each time, without any file', () => {
    expect(randomIds('hash', '1001')(name)).toBe(randomIds('hash', '1001')(name));
    expect(randomIds('hash', '1001')(name)).toMatchInlineSnapshot(`162860820354436721n`);
  });

  it('changes with the application, the account, and all that names it', () => {
    const derive = randomIds('hash', '1001');
    const others = [
      randomIds('other', '1001')(name),
      randomIds('hash', '1002')(name),
      derive({ ...name, idempotencyKey: 'other' }),
      derive({ ...name, windowIndex: 20_001 }),
      derive({ ...name, peerId: '778' }),
      derive({ ...name, item: 1 }),
      derive({ ...name, forcedBy: 'p1' }),
      derive({ ...name, forcedBy: 'p2' }),
    ];
    expect(new Set([derive(name), ...others]).size).toBe(others.length + 1);
  });

  it('is a signed 64-bit number and never 0', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.nat(),
        fc.string(),
        fc.nat(),
        (idempotencyKey, windowIndex, peerId, item) => {
          const id = randomIds('hash', '1001')({ idempotencyKey, windowIndex, peerId, item });
          expect(id).not.toBe(0n);
          expect(BigInt.asIntN(64, id)).toBe(id);
        },
      ),
    );
  });
});
