import { done, refuse, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Target } from '../gates/parts.js';
import { gateBench, KITES, noForms, STRANGER, type BenchOptions } from '../gates/test-bench.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { makeBatch, shortly, type WantedItem } from './create.js';

const items = (texts: readonly string[], change: object = {}): WantedItem[] =>
  texts.map((text) => ({ group: KITES.id, message_text: text, ...change }));

function open(options: BenchOptions = {}) {
  const bench = gateBench(options);
  const asked: string[] = [];
  const make = (
    wanted: readonly WantedItem[],
    {
      spec = bench.spec,
      resolve = bench.parts.resolve,
    }: {
      readonly spec?: ActionSpec<WriteArguments>;
      readonly resolve?: (name: string) => Promise<Outcome<Target>>;
    } = {},
  ) => {
    const parts = {
      ...bench.parts,
      resolve: (name: string) => {
        asked.push(name);
        return resolve(name);
      },
    };
    return makeBatch(parts, spec, { type: 'add_member', note: '', ttlMs: 1_000, items: wanted }, noForms);
  };
  return { bench, make, asked };
}

describe('a batch', () => {
  it('leaves a chat out that may not be looked at, and holds the others', async () => {
    const { bench, make } = open();
    const resolve = async (name: string): Promise<Outcome<Target>> =>
      name === '-1000000000099' ? refuse('CHAT_OUT_OF_SCOPE') : bench.parts.resolve(name);
    const wanted = [{ group: '-1000000000099', message_text: 'one' }, ...items(['two'])];
    expect(await make(wanted, { resolve })).toMatchObject({
      ok: true,
      value: { items: { length: 1 }, blocked: [{ asked: '-1000000000099', code: 'CHAT_OUT_OF_SCOPE' }] },
    });
  });

  it.each(['absolute', 'probe'] as const)(
    'holds what was done within the window, where its %s repeat changes nothing',
    async (retry) => {
      const { bench, make } = open({ retry });
      const first = await bench.execute(await bench.ready({ message_text: 'one' }), { message_text: 'one' });
      expect(first).toMatchObject({ ok: true });
      expect(await make(items(['one']))).toMatchObject({
        ok: true,
        value: { items: [{ action: { forceResend: true } }], blocked: [] },
      });
    },
  );

  it('leaves out what was done within the window, where a repeat would do it again', async () => {
    const { bench, make } = open();
    await bench.execute(await bench.ready({ message_text: 'one' }), { message_text: 'one' });
    expect(await make(items(['one', 'two']))).toMatchObject({
      ok: true,
      value: { items: [{ action: { forceResend: false } }], blocked: [{ code: 'DUPLICATE' }] },
    });
  });
});

describe('what a batch is made of', () => {
  it('is each target once, with what a person reads of it', async () => {
    const { bench, make } = open({ allowed: `${KITES.id},${STRANGER.id}` });
    const progress: string[] = [];
    const wanted = [...items(['one', 'one']), { group: STRANGER.id, message_text: 'two' }];
    const call = {
      ...noForms,
      progress: async (at: number, of?: number, said?: string) => void progress.push(`${at}/${of} ${said}`),
    };
    const spec: ActionSpec<WriteArguments> = {
      ...bench.spec,
      complete: async (prepared) =>
        done({ ...prepared, preview: { ...prepared.preview, details: [{ label: 'a', text: 'b' }] } }),
    };
    const order = { type: 'leave_dialog', note: 'tidy', ttlMs: 5_000, items: wanted } as const;
    const made = await makeBatch(bench.parts, spec, order, call);
    const details = [{ label: 'a', text: 'b' }];
    expect(made).toMatchObject({
      ok: true,
      value: {
        id: expect.stringMatching(/^batch_[\da-f]{16}$/),
        type: 'leave_dialog',
        accountId: '1001',
        note: 'tidy',
        blocked: [],
        created: { wall: bench.clock.now(), ms: 5_000 },
        items: [
          { target: KITES, args: { group: KITES.id, message_text: 'one' }, details },
          { target: STRANGER, args: { group: STRANGER.id, message_text: 'two' }, details },
        ],
      },
    });
    expect(made.ok && made.value).not.toHaveProperty('user');
    expect(made.ok && made.value.items[1]?.target).not.toHaveProperty('username');
    expect(made.ok && made.value.items[0]?.args).not.toHaveProperty('user');
    expect(progress).toEqual(['1/3 Looked up 1 of 3', '2/3 Looked up 2 of 3', '3/3 Looked up 3 of 3']);
    expect(await make(wanted)).toMatchObject({ ok: true, value: { items: [{ details: [] }, {}] } });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('leaves out messages that are gone, and a chat of which all are', async () => {
    const { bench, make } = open();
    const gone = new Set([2, 3, 9]);
    const spec: ActionSpec<WriteArguments> = {
      ...bench.spec,
      async complete(prepared, _surroundings) {
        return done(prepared);
      },
      prepare(args, limits) {
        const ids = Reflect.get(args, 'message_ids') as number[];
        const missing = ids.filter((id) => gone.has(id));
        if (missing.length > 0) return refuse('MESSAGE_NOT_FOUND', { data: { message_ids: missing } });
        const prepared = bench.spec.prepare({ ...args, group: KITES.id, message_text: 'x' }, limits);
        return prepared.ok ? done({ ...prepared.value, content: { ids } }) : prepared;
      },
    };
    const wanted = [[1, 2, 3], [9], [4]].map((message_ids) => ({ group: KITES.id, message_ids }));
    expect(await make(wanted, { spec })).toMatchObject({
      ok: true,
      value: {
        items: [
          { action: { content: { ids: [1] } }, args: { message_ids: [1] } },
          { action: { content: { ids: [4] } }, args: { message_ids: [4] } },
        ],
        blocked: [{ asked: KITES.id, code: 'MESSAGE_NOT_FOUND' }],
      },
    });
    const strange = { ...spec, prepare: () => refuse('MESSAGE_NOT_FOUND', { data: { message_ids: [7] } }) };
    expect(await make([{ group: KITES.id, message_ids: [1, 2] }], { spec: strange })).toMatchObject({
      refusal: { code: 'BATCH_EMPTY' },
    });
    const other = { ...spec, prepare: () => refuse('INPUT_INVALID', { data: { message_ids: [1] } }) };
    expect(await make([{ group: KITES.id, message_ids: [1, 2] }], { spec: other })).toMatchObject({
      refusal: { code: 'BATCH_EMPTY', data: { blocked_targets: [`${KITES.id}: INPUT_INVALID`] } },
    });
  });

  it('is none where nothing can be done, and five of the reasons are told', async () => {
    const { make } = open();
    const wanted = Array.from({ length: 6 }, (_, n) => ({ group: `Nobody ${n}`, message_text: 'a' }));
    expect(await make(wanted)).toMatchObject({
      ok: false,
      refusal: {
        code: 'BATCH_EMPTY',
        data: { blocked_targets: [0, 1, 2, 3, 4].map((n) => `Nobody ${n}: PEER_NOT_FOUND`) },
      },
    });
    expect(shortly({ asked: '😀'.repeat(41), code: 'X' })).toBe(`${'😀'.repeat(40)}: X`);
  });

  it('may be as many as a person reads', async () => {
    const { make } = open();
    const many = items(Array.from({ length: 500 }, (_, n) => `text ${n}`));
    expect(await make(many)).toMatchObject({ ok: true, value: { items: { length: 500 } } });
  });

  it('is not known without the account', async () => {
    const { bench, make } = open();
    Object.assign(bench.parts, { account: async () => refuse('NOT_AUTHORIZED') });
    expect(await make(items(['one']))).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
  });
});

describe('the person of a batch', () => {
  const ANN: Target = { id: '778', kind: 'user', title: 'Ann', username: 'ann' };

  function withPerson(spec: ActionSpec<WriteArguments>): ActionSpec<WriteArguments> {
    return {
      ...spec,
      others: (args) => ({ user: { name: String(Reflect.get(args, 'user')), listed: false } }),
      complete: async (prepared, { others }) =>
        done({ ...prepared, content: { ...prepared.content, user: others['user']?.id ?? '' } }),
    };
  }

  it('is looked up once: a username that goes to another one meanwhile adds nobody else', async () => {
    const { bench, make, asked } = open();
    let owner = ANN;
    const resolve = async (name: string): Promise<Outcome<Target>> => {
      if (name !== '@ann') return bench.parts.resolve(name);
      const found = owner;
      owner = STRANGER;
      return done(found);
    };
    const spec = withPerson(bench.spec);
    const made = await make(items(['one', 'two'], { user: '@ann' }), { spec, resolve });
    expect(made).toMatchObject({
      ok: true,
      value: {
        user: ANN.id,
        items: [{ action: { content: { user: ANN.id } } }, { action: { content: { user: ANN.id } } }],
      },
    });
    expect(asked.filter((name) => name === '@ann')).toHaveLength(1);
  });

  it('that nobody is, or that may not be named, makes no batch', async () => {
    const { bench, make, asked } = open();
    const spec = withPerson(bench.spec);
    expect(await make(items(['one', 'two'], { user: '@nobody' }), { spec })).toMatchObject({
      ok: false,
      refusal: { code: 'PEER_NOT_FOUND', data: { peer: '@nobody' } },
    });
    expect(asked.filter((name) => name === '@nobody')).toHaveLength(1);
  });

  it('stands by id in what is asked at the run, and chats are looked up anew', async () => {
    const { bench, make, asked } = open();
    const resolve = async (name: string): Promise<Outcome<Target>> =>
      name === '@ann' ? done(ANN) : bench.parts.resolve(name);
    const wanted = items(['one', 'two'], { user: '@ann' });
    expect(await make(wanted, { spec: withPerson(bench.spec), resolve })).toMatchObject({
      value: { items: [{ args: { user: ANN.id } }, { args: { user: ANN.id } }] },
    });
    expect(asked.filter((name) => name === KITES.id).length).toBeGreaterThan(1);
  });

  it('is the same in all items, or there is no batch', async () => {
    const { bench, make } = open();
    const resolve = async (name: string): Promise<Outcome<Target>> =>
      name === '@ann' ? done(ANN) : bench.parts.resolve(name);
    const spec = withPerson(bench.spec);
    const wanted = [...items(['one'], { user: '@ann' }), ...items(['two'], { user: STRANGER.id })];
    expect(await make(wanted, { spec, resolve })).toMatchObject({
      ok: false,
      refusal: { code: 'INPUT_INVALID', data: { problems: [expect.stringContaining('several people')] } },
    });
  });
});
