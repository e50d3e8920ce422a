import { done, refuse, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Target } from '../gates/parts.js';
import { gateBench, KITES, noForms, STRANGER, type BenchOptions } from '../gates/test-bench.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { makeBatch, type WantedItem } from './create.js';

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
