/** What a call is resolved to: who is looked up for it, who must be admitted, and what its approval covers. */
import { done, refuse, type Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Target } from './parts.js';
import type { ActionSpec, Other, Surroundings } from './spec.js';
import {
  args,
  gateBench,
  KITES,
  noForms,
  STRANGER,
  type GateBench,
  type SendArguments,
} from './test-bench.js';
import { admitAll, viewCall } from './view.js';

type Spec = ActionSpec<SendArguments>;

const preview = (bench: GateBench, change: Partial<Spec>, given: Partial<SendArguments> = {}) =>
  bench.pipeline.preview({ ...bench.spec, ...change }, args({ ...given, dry_run: true }), noForms);
const execute = (bench: GateBench, change: Partial<Spec>, given: Partial<SendArguments>) =>
  bench.pipeline.execute({ ...bench.spec, ...change }, args(given));
const refused = (code: string) => ({ ok: false, refusal: { code } });

/** Everybody who was looked up, by the name that was asked. */
function watched(bench: GateBench): string[] {
  const looked: string[] = [];
  const { resolve } = bench.parts;
  Object.assign(bench.parts, { resolve: (name: string) => (looked.push(name), resolve(name)) });
  return looked;
}

describe('a call', () => {
  it('whose arguments are refused has nobody looked up', async () => {
    const bench = gateBench();
    const looked = watched(bench);
    expect(await bench.preview({ message_text: ' ' })).toMatchObject(refused('TEXT_INVALID'));
    const view = viewCall(bench.parts, bench.spec, args({ message_text: ' ' }));
    expect(await view.resolved()).toMatchObject(refused('TEXT_INVALID'));
    expect(looked).toEqual([]);
  });

  it('is refused as its account is, or as what is looked up for it last', async () => {
    const bench = gateBench();
    const complete = async () => refuse('MESSAGE_NOT_FOUND');
    expect(await preview(bench, { complete })).toMatchObject(refused('MESSAGE_NOT_FOUND'));
    Object.assign(bench.parts, { account: async () => refuse('SESSION_BUSY') });
    expect(await bench.preview()).toMatchObject(refused('SESSION_BUSY'));
    expect(await bench.approvals.open()).toEqual([]);
  });
});

describe('an approval', () => {
  const seen = (what: string): Partial<Spec> => ({
    complete: async (prepared) => done({ ...prepared, shown: { last_message: what } }),
  });

  it('covers what was looked up and shown, so that a change of it is refused', async () => {
    const bench = gateBench();
    const previewed = await preview(bench, seen('Hi'));
    if (!previewed.ok) throw new Error(previewed.refusal.code);
    const { proposal, code } = previewed.value;
    expect(proposal.action.shown).toEqual({ last_message: 'Hi' });
    await bench.approvals.approve(proposal, 'terminal');
    await bench.clock.advance(30_000);
    expect(await execute(bench, seen('Bye'), { approval_code: code })).toMatchObject({
      ok: false,
      refusal: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'] } },
    });
    expect(bench.telegram.requests).toHaveLength(0);
    expect(await execute(bench, seen('Hi'), { approval_code: code })).toMatchObject({ ok: true });
  });

  it('keeps what the arguments alone said where more was looked up, and nothing else', async () => {
    const bench = gateBench();
    const plain = await bench.preview();
    if (!plain.ok) throw new Error(plain.refusal.code);
    expect('request' in plain.value.proposal).toBe(false);
    expect('shown' in plain.value.proposal.action).toBe(false);
    expect(await preview(bench, seen('Hi'), { message_text: 'More' })).toMatchObject({
      ok: true,
      value: {
        proposal: { request: { content: { text: 'More', entities: [] }, options: {}, others: {} } },
      },
    });
  });

  it.each([
    ['send', true],
    ['edit', false],
  ] as const)('of verb %s is shown to what completes a send: %s', async (verb, isShown) => {
    const bench = gateBench({ allowed: KITES.id });
    const earlier = await preview(bench, { verb });
    if (!earlier.ok) throw new Error(earlier.refusal.code);
    let around: Surroundings | undefined;
    const complete: Spec['complete'] = async (prepared, surroundings) => {
      around = surroundings;
      return done(prepared);
    };
    await preview(bench, { complete }, { approval_code: earlier.value.code });
    expect(around?.proposed).toEqual(isShown ? { text: 'Hello', entities: [] } : undefined);
    expect(around).toMatchObject({ target: KITES, others: {}, account: { id: '1001' } });
  });
});

describe('everybody whom a call names', () => {
  /** Who was admitted by the list, and under which name each was asked for. */
  async function admitted(
    bench: GateBench,
    change: Partial<Pick<Spec, 'others' | 'leadsTo'>>,
    group = '@kites',
  ): Promise<{ answer: unknown; asked: string[] }> {
    const asked: string[] = [];
    const allowlist: GateBench['parts']['allowlist'] = {
      admit: async (peer, verb, name) => {
        asked.push(name);
        return bench.parts.allowlist.admit(peer, verb, name);
      },
    };
    const spec = { ...bench.spec, ...change };
    return { answer: await admitAll({ ...bench.parts, allowlist }, spec, args({ group })), asked };
  }

  const others = (other: Other): Partial<Spec> => ({ others: () => ({ person: other }) });

  it('is admitted by the list where it says so, and found else', async () => {
    const bench = gateBench();
    const free = await admitted(bench, others({ name: STRANGER.id, listed: false }));
    expect(free).toEqual({
      answer: done({ target: KITES, others: { person: STRANGER } }),
      asked: ['@kites'],
    });
    const strict = await admitted(bench, others({ name: STRANGER.id, listed: true }));
    expect(strict.answer).toMatchObject(refused('TARGET_NOT_ALLOWED'));
    expect(strict.asked).toEqual([STRANGER.id]);
  });

  it('has to be there, whether or not it has to be admitted', async () => {
    for (const listed of [true, false]) {
      const { answer, asked } = await admitted(gateBench(), others({ name: '@nobody', listed }));
      expect(answer).toMatchObject(refused('PEER_NOT_FOUND'));
      expect(asked).toEqual([]);
    }
  });

  it('is admitted as the one to whom the name leads, who is named by id to the person to ask', async () => {
    const to = (target: Outcome<Target>): Partial<Spec> => ({ leadsTo: async () => target });
    const bench = gateBench();
    expect(await admitted(bench, to(done(KITES)))).toMatchObject({ answer: { ok: true }, asked: ['@kites'] });
    expect(await admitted(bench, to(done(KITES)), STRANGER.id)).toMatchObject({
      answer: { ok: true, value: { target: KITES } },
      asked: [KITES.id],
    });
    const elsewhere = await admitted(bench, to(done(STRANGER)));
    expect(elsewhere.answer).toMatchObject(refused('TARGET_NOT_ALLOWED'));
    expect(elsewhere.asked).toEqual([STRANGER.id]);
    const nowhere = await admitted(bench, to(refuse('PEER_INVALID')));
    expect(nowhere).toMatchObject({ answer: refused('PEER_INVALID'), asked: [] });
  });
});
