import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock, type ManualClock } from '../../clock/manual-clock.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { createMemoryStore } from '../../state/memory-store.js';
import type { StateStore } from '../../state/store.js';
import { parseScopeEntry } from './entries.js';
import { createScopeLists } from './lists.js';

const DAY_MS = 24 * 3600 * 1000;

let clock: ManualClock;
let store: StateStore;
let names: Record<string, string>;
let folders: Record<string, string[]>;
let trouble: Outcome<never> | undefined;
let asked: string[];
let warned: string[];
beforeEach(() => {
  clock = manualClock();
  store = createMemoryStore({ clock });
  names = { shop: '-1001' };
  folders = { work: ['-1', '-2'] };
  trouble = undefined;
  asked = [];
  warned = [];
});

function open(allowed: readonly string[], blocked: readonly string[] = []) {
  const look = <T>(what: string, found: T | undefined): Promise<Outcome<T>> => {
    asked.push(what);
    return Promise.resolve(trouble ?? (found === undefined ? refuse('PEER_NOT_FOUND') : done(found)));
  };
  return createScopeLists({
    settings: { TG_READ_ALLOWED_CHATS: allowed, TG_READ_BLOCKED_CHATS: blocked },
    store,
    clock,
    self: '7',
    warn: (text) => warned.push(text),
    lookup: {
      username: (name) => look(`@${name}`, names[name]),
      folder: (title) => look(title, folders[title.toLowerCase()]),
    },
  });
}

describe('an entry', () => {
  it.each([
    ['-1001234567890', { by: 'id', id: '-1001234567890' }],
    ['channel:5', { by: 'id', id: '-1000000000005' }],
    ['me', { by: 'self' }],
    ['@TheShop', { by: 'name', username: 'theshop' }],
    ['https://t.me/TheShop/5', { by: 'name', username: 'theshop' }],
    ['folder: My Work', { by: 'folder', title: 'My Work' }],
    ['Some Title', undefined],
    ['+4915112345678', undefined],
    ['https://t.me/+AbCdEf', undefined],
    ['folder:', undefined],
  ])('%s', (text, entry) => {
    expect(parseScopeEntry(text)).toEqual(entry);
  });
});

describe('the lists', () => {
  it('know ids and the account itself without asking', async () => {
    const lists = open(['5', 'me'], ['-9']);
    expect(await lists.ready()).toEqual(done(undefined));
    expect([lists.allowed, lists.blocked]).toEqual([new Set(['5', '7']), new Set(['-9'])]);
    expect(open([]).allowed).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('pin a name on disk, so that a restart asks nothing', async () => {
    await open(['@shop']).ready();
    const again = open(['@shop']);
    await again.ready();
    expect(again.allowed).toEqual(new Set(['-1001']));
    expect(asked).toEqual(['@shop']);
  });

  it('keep an allowed name where it was, and block a moved one in both places', async () => {
    const lists = open(['@shop'], ['@shop']);
    await lists.ready();
    names['shop'] = '-1002';
    await clock.advance(DAY_MS);
    await lists.ready();
    expect(lists.allowed).toEqual(new Set(['-1001']));
    expect(lists.blocked).toEqual(new Set(['-1001', '-1002']));
    expect(warned[0]).toContain('@shop leads to -1002 now');
    delete names['shop'];
    await clock.advance(DAY_MS);
    expect((await lists.ready()).ok).toBe(true);
    expect(lists.blocked).toEqual(new Set(['-1001', '-1002']));
  });

  it('read folders again after ten minutes, and go on with what they knew when Telegram does not answer', async () => {
    const lists = open(['folder:Work']);
    await lists.ready();
    folders['work'] = ['-1', '-3'];
    await clock.advance(599_000);
    await lists.ready();
    expect(lists.allowed).toEqual(new Set(['-1', '-2']));
    await clock.advance(1000);
    await lists.ready();
    expect(lists.allowed).toEqual(new Set(['-1', '-3']));
    trouble = refuse('DISCONNECTED');
    await clock.advance(600_000);
    expect((await lists.ready()).ok).toBe(true);
    expect(lists.allowed).toEqual(new Set(['-1', '-3']));
  });

  it('stop everything while an entry was never known', async () => {
    const lists = open([], ['@shop', 'folder:Gone']);
    trouble = refuse('DISCONNECTED');
    expect(await lists.ready()).toMatchObject({ refusal: { code: 'DISCONNECTED' } });
    trouble = undefined;
    const refused = await lists.ready();
    const data = { setting: 'TG_READ_BLOCKED_CHATS', entry: 'folder:Gone' };
    expect(refused).toMatchObject({ refusal: { code: 'SCOPE_UNRESOLVED', data } });
    folders['gone'] = [];
    expect((await lists.ready()).ok).toBe(true);
  });
});
