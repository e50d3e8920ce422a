import { describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createMemoryStore } from '../../state/memory-store.js';
import { StateError, type StateStore } from '../../state/store.js';
import type { PeerEntry } from './entry.js';
import { PeerStore } from './peer-store.js';

/** A store that counts commits. */
function counting(): { readonly store: StateStore; commits: () => number } {
  const store = createMemoryStore({ clock: manualClock() });
  let commits = 0;
  return {
    commits: () => commits,
    store: {
      ...store,
      update: (kind, key, change) => {
        commits += 1;
        return store.update(kind, key, change);
      },
    },
  };
}

const person = (n: number, title = `Person ${n}`): [string, PeerEntry] => [
  String(n),
  { kind: 'user', title, hash: String(n * 7) },
];
const people = (from: number, to: number): Map<string, PeerEntry> =>
  new Map(Array.from({ length: to - from }, (_, index) => person(from + index)));

/** A store in which one document of peers is damaged. */
function damaged(store: StateStore, key: string): StateStore {
  const refuse = (kind: { readonly folder: string }, asked: string): void => {
    if (kind.folder === 'peers' && asked === key)
      throw new StateError('STATE_CORRUPT', key, `${key} is damaged.`);
  };
  return {
    ...store,
    get: async (kind, asked) => {
      refuse(kind, asked);
      return store.get(kind, asked);
    },
    update: async (kind, asked, change) => {
      refuse(kind, asked);
      return store.update(kind, asked, change);
    },
  };
}

describe('kept peers', () => {
  it('in a damaged document are met anew and kept in another one, and the damage is told once', async () => {
    const memory = createMemoryStore({ clock: manualClock() });
    await new PeerStore(memory).put(people(1, 401));
    await new PeerStore(memory).put(people(401, 411));
    const told: string[] = [];
    const peers = new PeerStore(damaged(memory, 'p0000'), (text) => told.push(text));
    expect(await peers.get('5')).toBeUndefined();
    expect(await peers.get('405')).toEqual(person(405)[1]);
    await peers.put(new Map([person(5)]));
    expect(await peers.get('5')).toEqual(person(5)[1]);
    expect(await new PeerStore(damaged(memory, 'p0000')).get('5')).toEqual(person(5)[1]);
    expect(told).toEqual([expect.stringContaining('p0000 is damaged')]);
  });

  it('go to another document when theirs turns out to be damaged, the newest one too', async () => {
    const memory = createMemoryStore({ clock: manualClock() });
    await new PeerStore(memory).put(people(1, 11));
    let bad = false;
    const turning: StateStore = {
      ...memory,
      update: (...args) => (bad ? damaged(memory, 'p0000') : memory).update(...args),
    };
    const peers = new PeerStore(turning);
    expect(await peers.get('5')).toEqual(person(5)[1]);
    bad = true;
    await peers.put(new Map([person(5, 'Another name'), person(20)]));
    expect(await peers.get('5')).toEqual(person(5, 'Another name')[1]);
    expect(await new PeerStore(damaged(memory, 'p0000')).get('20')).toEqual(person(20)[1]);
  });

  it('cost one commit a page, and none when a page brings nothing new', async () => {
    const { store, commits } = counting();
    const peers = new PeerStore(store);
    await peers.put(people(1, 101));
    expect(commits()).toBe(1);
    await peers.put(people(1, 101));
    expect(commits()).toBe(1);
    await peers.put(new Map([person(5, 'Another name')]));
    expect(commits()).toBe(2);
    expect((await peers.get('5'))?.title).toBe('Another name');
  });

  it('are known after a restart, thousands of them', async () => {
    const { store } = counting();
    const peers = new PeerStore(store);
    for (let page = 0; page < 15; page += 1) await peers.put(people(page * 100 + 1, page * 100 + 101));
    const again = new PeerStore(store);
    for (const id of [1, 400, 401, 999, 1500])
      expect(await again.get(String(id)), String(id)).toEqual(person(id)[1]);
    expect(await again.get('1501')).toBeUndefined();
  });

  it('of another process are found when they are asked for', async () => {
    const { store } = counting();
    const [one, other] = [new PeerStore(store), new PeerStore(store)];
    await one.put(people(1, 3));
    await other.put(people(3, 5));
    expect(await one.get('4')).toEqual(person(4)[1]);
    expect(await other.get('1')).toEqual(person(1)[1]);
    expect(await new PeerStore(store).get('3')).toEqual(person(3)[1]);
  });

  it('are all there when several pages arrive at once', async () => {
    const { store } = counting();
    const peers = new PeerStore(store);
    await Promise.all([peers.put(people(1, 301)), peers.put(people(200, 501)), peers.put(people(450, 900))]);
    const again = new PeerStore(store);
    for (const id of [1, 250, 500, 899]) expect(await again.get(String(id))).toEqual(person(id)[1]);
  });

  it('that could not be written are not acknowledged, and can be tried again', async () => {
    const { store } = counting();
    let broken = true;
    const peers = new PeerStore({
      ...store,
      update: (kind, key, change) =>
        broken ? Promise.reject(new Error('disk full')) : store.update(kind, key, change),
    });
    await expect(peers.put(people(1, 3))).rejects.toThrow('disk full');
    broken = false;
    await peers.put(people(1, 3));
    expect(await new PeerStore(store).get('2')).toEqual(person(2)[1]);
  });
});
