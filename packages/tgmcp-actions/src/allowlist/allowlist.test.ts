import { createMemoryStore, done, manualClock, refuse, type Outcome, type RefusalCode } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createAllowlist, type Allowlist, type ListedPeer } from './allowlist.js';
import { allowlistIssues, parseAllowlist } from './entries.js';

const KITES: ListedPeer = { id: '-1000000000042', kind: 'supergroup', title: 'Kites', username: 'kites' };
const ANN: ListedPeer = { id: '777', kind: 'user', title: 'Ann', username: 'ann' };
const THIEF: ListedPeer = { id: '666', kind: 'user', title: 'Ann', username: 'ann_' };

interface Made {
  readonly list: Allowlist;
  readonly names: Map<string, ListedPeer | RefusalCode>;
  readonly asked: string[];
  readonly again: (list: string) => Allowlist;
}

function allowlist(list: string, required = true): Made {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const names = new Map<string, ListedPeer | RefusalCode>([
    ['@kites', KITES],
    ['@ann', ANN],
    ['Kites', KITES],
  ]);
  const asked: string[] = [];
  const resolve = async (name: string): Promise<Outcome<ListedPeer>> => {
    asked.push(name);
    const found = names.get(name) ?? 'PEER_NOT_FOUND';
    return typeof found === 'string' ? refuse(found) : done(found);
  };
  const again = (entries: string): Allowlist =>
    createAllowlist({ entries: parseAllowlist(entries), required, store, clock, resolve });
  return { list: again(list), names, asked, again };
}

const refused = (code: string, data?: object): object => ({
  ok: false,
  refusal: { code, ...(data === undefined ? {} : { data }) },
});

describe.each(['send_to_phone', 'delete_contacts_by_phones'] as const)(
  '%s, which reaches whom the list does not name,',
  (verb) => {
    it.each([
      ['777', true],
      ['777:send', true],
      ['', false],
    ])('is not brought along by "%s"', async (entries, required) => {
      const { list } = allowlist(entries, required);
      expect(await list.admit(ANN, 'send', 'me')).toMatchObject({ ok: true });
      expect(await list.admit(ANN, verb, 'me')).toMatchObject({
        refusal: {
          code: 'TARGET_NOT_ALLOWED',
          message: expect.stringContaining(`777:${verb}`),
          data: { target: 'me', verb },
        },
      });
    });

    it('is allowed by an entry that names it, by id or by name', async () => {
      for (const entries of [`777:${verb}`, `@ann:send,${verb}`]) {
        expect(await allowlist(entries).list.admit(ANN, verb, 'me')).toMatchObject({ ok: true });
      }
    });
  },
);

describe('entries of the allowlist', () => {
  it('are ids, typed ids, usernames and titles, each narrowed to verbs or not', () => {
    expect(
      parseAllowlist(
        ' -1000000000042:send,edit, user:777 ,chat:4123:pin, channel:42,@kites:send,Team: Berlin,',
      ),
    ).toStrictEqual([
      { entry: '-1000000000042', id: '-1000000000042', verbs: ['send', 'edit'] },
      { entry: 'user:777', id: '777' },
      { entry: 'chat:4123', id: '-4123', verbs: ['pin'] },
      { entry: 'channel:42', id: '-1000000000042' },
      { entry: '@kites', verbs: ['send'] },
      { entry: 'Team: Berlin' },
    ]);
  });

  it('do not swallow a chat called like a verb after an entry that is not narrowed', () => {
    expect(parseAllowlist('777,send')).toStrictEqual([{ entry: '777', id: '777' }, { entry: 'send' }]);
  });
});

describe('a verb that does not exist', () => {
  it.each([
    '-1000000000042:sned',
    'user:777:send,@kites:write',
    '@kites:',
    '-42:send,-43:Send',
    '-42:send,edti',
  ])('makes %s an unsafe list, because nobody knows what was meant', (list) => {
    expect(allowlistIssues(list)).toEqual([expect.stringContaining('is no action: send, ')]);
  });

  it('is not looked for in titles, which may have a colon, nor in typed ids', () => {
    expect(allowlistIssues('-42:send,edit,Team: Berlin,user:777,channel:42:pin,@kites')).toEqual([]);
    expect(allowlistIssues('-42:send,kitesandcode')).toEqual([]);
  });
});

describe('the allowlist', () => {
  it('admits by id and looks nothing up for it', async () => {
    const { list, asked } = allowlist('-1000000000042');
    expect(await list.admit(KITES, 'send', '@kites')).toMatchObject({ ok: true });
    expect(asked).toStrictEqual([]);
  });

  it('refuses whoever is not on it, and says what was asked', async () => {
    const { list } = allowlist('-1000000000042,@kites');
    expect(await list.admit(ANN, 'send', '@ann')).toMatchObject(
      refused('TARGET_NOT_ALLOWED', { target: '@ann', title: 'Ann', verb: 'send' }),
    );
  });

  it('refuses everybody when it is empty and required, nobody when it is empty and not required', async () => {
    expect(await allowlist('').list.admit(ANN, 'send', '@ann')).toMatchObject(refused('TARGET_NOT_ALLOWED'));
    expect(await allowlist('', false).list.admit(ANN, 'send', '@ann')).toMatchObject({ ok: true });
    expect(await allowlist('888', false).list.admit(ANN, 'send', '@ann')).toMatchObject(
      refused('TARGET_NOT_ALLOWED'),
    );
  });

  it('holds an entry to its verbs', async () => {
    const { list } = allowlist('777:edit,pin');
    expect(await list.admit(ANN, 'edit', '777')).toMatchObject({ ok: true });
    expect(await list.admit(ANN, 'send', '777')).toMatchObject(
      refused('TARGET_NOT_ALLOWED', { verb: 'send' }),
    );
  });

  it('pins a name to the id it led to first, over restarts', async () => {
    const { list, again, names } = allowlist('@ann');
    expect(await list.admit(ANN, 'send', '@ann')).toMatchObject({ ok: true });
    names.set('@ann', { ...THIEF, username: 'ann' });
    const answer = refused('ALLOWLIST_MOVED', { entry: '@ann', pinned: '777', now: '666' });
    expect(await again('@ann').admit({ ...THIEF, username: 'ann' }, 'send', '@ann')).toMatchObject(answer);
    expect(await again('@Ann').admit(ANN, 'send', '777')).toMatchObject(
      refused('ALLOWLIST_MOVED', { pinned: '777', now: '666' }),
    );
  });

  it('closes an entry whose title has become ambiguous or whose name is gone', async () => {
    const { list, names } = allowlist('Kites');
    expect(await list.admit(KITES, 'send', 'Kites')).toMatchObject({ ok: true });
    names.set('Kites', 'PEER_AMBIGUOUS');
    expect(await list.admit(KITES, 'send', KITES.id)).toMatchObject(
      refused('ALLOWLIST_MOVED', { now: 'several chats' }),
    );
    names.set('Kites', 'PEER_NOT_FOUND');
    expect(await list.admit(KITES, 'send', KITES.id)).toMatchObject(
      refused('ALLOWLIST_MOVED', { now: 'nobody' }),
    );
  });

  it('reports a look-alike that carries the title of an entry', async () => {
    const { list } = allowlist('Kites');
    await list.admit(KITES, 'send', 'Kites');
    const lookAlike = { id: '-1000000000099', kind: 'supergroup', title: 'kites' };
    expect(await list.admit(lookAlike, 'send', lookAlike.id)).toMatchObject(refused('ALLOWLIST_MOVED'));
  });

  it('admits nobody through a name that leads nowhere', async () => {
    const { list } = allowlist('@nobody');
    expect(await list.admit(ANN, 'send', '777')).toMatchObject(refused('TARGET_NOT_ALLOWED'));
  });

  it('says to wait, instead of "not allowed", when a name could not be looked up now', async () => {
    const { list, names } = allowlist('@later');
    names.set('@later', 'FLOOD_WAIT');
    expect(await list.admit(ANN, 'send', '777')).toMatchObject(refused('FLOOD_WAIT'));
  });

  it('reports its entries with their pins and looks nothing up for it', async () => {
    const { list, asked } = allowlist('-1000000000042:send,@ann');
    expect(await list.report()).toStrictEqual([
      { entry: '-1000000000042', id: '-1000000000042', verbs: ['send'] },
      { entry: '@ann' },
    ]);
    expect(asked).toStrictEqual([]);
    await list.admit(ANN, 'send', '@ann');
    expect((await list.report())[1]).toStrictEqual({ entry: '@ann', id: '777', title: 'Ann' });
  });
});
