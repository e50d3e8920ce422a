import { manualClock, refuse, StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { unsettledAttempts } from '../approvals/unsettled.js';
import { KITES, noForms, STRANGER } from '../gates/test-bench.js';
import { INTENTS } from '../journal/records.js';
import { laneBench, WANTED } from './test-bench.js';

const refused = (code: string, data: object = {}) => ({ ok: false, refusal: { code, data } });

describe('a message in a lane', () => {
  it('is shown by a dry run as it would be sent, and takes nothing', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const shown = await bench.send(lane, ' Hello\r\n ', { group: '@kites', dry_run: true });
    expect(shown).toMatchObject({
      ok: true,
      value: {
        text: 'Hello',
        target: KITES,
        account: { id: '1001' },
        grant: { id: lane },
        action: { verb: 'send', accountId: '1001', content: { text: 'Hello' }, forceResend: false },
      },
    });
    expect(shown.ok && shown.value).not.toHaveProperty('executed');
    const short = await bench.send(lane, '', { dry_run: true });
    expect(short).toMatchObject({ refusal: { code: 'TEXT_INVALID' } });
    expect(JSON.stringify(short)).not.toContain('"sent"');
    expect([await bench.used(lane), bench.telegram.requests.length]).toEqual([0, 0]);
    expect(await bench.store.keys(INTENTS)).toEqual([]);
  });

  it('has no links and no hidden characters, unless the lane lets links through', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const long = `https://example.com/${'a'.repeat(60)}`;
    expect(await bench.send(lane, long)).toMatchObject(
      refused('OUTSIDE_LANE', {
        bound: 'allow_links',
        reason: `The text has a link: ${long.slice(0, 60)}`,
        sent: 'no',
      }),
    );
    const hidden = refused('OUTSIDE_LANE', {
      bound: 'hidden_characters',
      reason: 'The text has invisible characters.',
    });
    expect(await bench.send(lane, 'a\u200Bb')).toMatchObject(hidden);
    const open = await bench.lane({ name: 'With links', allow_links: true });
    expect(await bench.send(open, 'a\u200Bb')).toMatchObject(hidden);
    expect(bench.telegram.requests).toEqual([]);
    expect(await bench.send(open, 'example.com')).toMatchObject({ ok: true });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('is as long as lane and policy allow, whichever is less', async () => {
    const bench = laneBench();
    const lane = await bench.lane({ max_message_len: 10 });
    expect(await bench.send(lane, 'a'.repeat(11))).toMatchObject(refused('TEXT_INVALID', { sent: 'no' }));
    const limits = { ...bench.parts.policy.limits, maxMessageLength: 5 };
    const strict = laneBench({ ...bench, policy: { limits } });
    expect(await strict.send(lane, 'a'.repeat(6))).toMatchObject(refused('TEXT_INVALID'));
    expect(bench.telegram.requests).toEqual([]);
    expect(await strict.send(lane, 'a'.repeat(5))).toMatchObject({ ok: true });
    expect(await bench.send(lane, 'a'.repeat(10))).toMatchObject({ ok: true });
  });

  it('goes to each chat of the lane, is counted there, and goes to no other', async () => {
    const bench = laneBench({ allowed: `${KITES.id},${STRANGER.id}` });
    const both = await bench.lane({ targets: [KITES.id, STRANGER.id] });
    for (const group of [KITES.id, STRANGER.id]) {
      expect(await bench.send(both, 'Hello', { group })).toMatchObject({ ok: true });
    }
    const found = await bench.lanes.get(both);
    expect(found.ok && found.value.use.byPeer).toEqual(
      new Map([
        [KITES.id, 1],
        [STRANGER.id, 1],
      ]),
    );
    const one = await bench.lane({ name: 'One' });
    expect(await bench.send(one, 'Hello', { group: STRANGER.id })).toMatchObject({
      refusal: { code: 'OUTSIDE_LANE', message: 'This chat is not of the lane.' },
    });
    expect(bench.telegram.requests).toHaveLength(2);
    const listed = (await bench.lanes.list()).map(({ standing }) => standing.grant.id);
    expect(new Set(listed)).toEqual(new Set([both, one]));
  });

  it('takes the last place alone, however many go for it at once', async () => {
    const bench = laneBench();
    const lane = await bench.lane({ max_messages: 1, max_messages_per_target: 1 });
    const answers = await Promise.all(['One', 'Two', 'Three'].map((text) => bench.send(lane, text)));
    const codes = answers.map((answer) => (answer.ok ? 'sent' : answer.refusal.code)).toSorted();
    expect(codes).toEqual(['LANE_EXHAUSTED', 'LANE_EXHAUSTED', 'sent']);
    expect([await bench.used(lane), bench.telegram.requests.length]).toEqual([1, 1]);
    expect(await bench.send(lane, 'Four', { dry_run: true })).toMatchObject(
      refused('LANE_EXHAUSTED', { bound: 'max_messages', used: 1, limit: 1 }),
    );
  });

  it('that was sent is refused though a forced one after it was not', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'Hello');
    const code = await bench.ready({ force_resend: true });
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    expect(await bench.execute(code, { force_resend: true })).toMatchObject(refused('NO_RIGHTS'));
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('DUPLICATE', { message_id: 1 }));
    // Nor does one of the very same content, options and all, let it go out again.
    const shown = await bench.send(lane, 'Other', { dry_run: true });
    if (!shown.ok) throw new Error(shown.refusal.code);
    expect(await bench.send(lane, 'Other')).toMatchObject({ ok: true });
    const forced = { ...shown.value.action, forceResend: true };
    const { intent } = await bench.journal.claim({ action: forced, proposalId: 'bbbbbbbbbbbb', items: 1 });
    const attempt = await bench.journal.begin(intent, 'bbbbbbbbbbbb', 1);
    await bench.journal.end(intent, attempt ?? 0, { kind: 'not_sent', code: 'NO_RIGHTS' });
    expect(await bench.send(lane, 'Other')).toMatchObject(refused('DUPLICATE', { message_id: 2 }));
    expect(bench.telegram.messages.size).toBe(2);
  });

  it('waits for the hours of the lane, and says how long', async () => {
    const bench = laneBench({ clock: manualClock(Date.UTC(2026, 10, 1, 12)) });
    const hours = { active_hours_start: '13:30', active_hours_end: '14:00', active_timezone: 'UTC' };
    const lane = await bench.lane(hours);
    const wait = { code: 'LANE_WAIT', retry_after: 5400, data: { bound: 'active_hours' } };
    for (const dry_run of [true, false]) {
      expect(await bench.send(lane, 'Hello', { dry_run })).toMatchObject({ ok: false, refusal: wait });
    }
    expect(bench.telegram.requests).toEqual([]);
    await bench.clock.advance(5_400_000);
    expect(await bench.send(lane, 'Hello')).toMatchObject({ ok: true });
  });

  it('that was sent is refused with the message, its time, and the way on', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const sentAt = new Date(bench.clock.now()).toISOString();
    await bench.send(lane, 'Hello');
    await bench.clock.advance(5_000);
    for (const dry_run of [true, false]) {
      expect(await bench.send(lane, 'Hello', { dry_run })).toMatchObject({
        refusal: {
          code: 'DUPLICATE',
          data: { message_id: 1, sent_at: sentAt },
          next_step: expect.stringContaining('tg_send_message with force_resend'),
        },
      });
    }
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('leaves records that name the lane and the message', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'Hello');
    const writes = (await bench.auditLines())
      .map((line) => JSON.parse(line) as { event: string; proposal_id: string })
      .filter(({ event }) => event === 'write');
    expect(writes).toHaveLength(2);
    for (const { proposal_id } of writes) expect(proposal_id).toMatch(new RegExp(`^${lane}-[\\da-f]{12}$`));
  });

  it.each([
    ['writing is off', { enabled: false }, 'ACTIONS_DISABLED'],
    ['the kill switch is on', { stopped: async () => true }, 'WRITES_STOPPED'],
    ['the policy is weak', { issues: ['weak'] }, 'POLICY_UNSAFE'],
  ])('is refused while %s', async (_name, policy, code) => {
    const bench = laneBench();
    const lane = await bench.lane();
    const shut = laneBench({ ...bench, policy });
    for (const dry_run of [true, false]) {
      expect(await shut.send(lane, 'Hello', { dry_run })).toMatchObject({ refusal: { code } });
    }
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is refused where the account is not known', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    Object.assign(bench.parts, { account: async () => refuse('NOT_AUTHORIZED') });
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('NOT_AUTHORIZED', { sent: 'no' }));
    expect(bench.telegram.requests).toEqual([]);
  });

  it('goes under no other grant, and no lane that is not in use', async () => {
    const bench = laneBench();
    const asked = await bench.lanes.create(WANTED, noForms);
    if (!asked.ok) throw new Error(asked.refusal.code);
    for (const [id, code] of [
      [asked.value.grant.id, 'GRANT_NOT_ACTIVE'],
      ['aaaaaaaaaaaa', 'GRANT_NOT_FOUND'],
    ] as const) {
      expect(await bench.send(id, 'Hello')).toMatchObject(refused(code, { sent: 'no' }));
    }
    expect(bench.telegram.requests).toEqual([]);
  });
});

describe('a message of unknown outcome', () => {
  async function leftOpen() {
    const bench = laneBench({ retry: 'never', allowed: `${KITES.id},${STRANGER.id}` });
    const lane = await bench.lane({ max_messages: 1, max_messages_per_target: 1 });
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('OUTCOME_UNKNOWN', { sent: 'unknown' }));
    return { bench, lane };
  }

  it('is told as such by each refusal, however its chat is named, and no other message is', async () => {
    const { bench, lane } = await leftOpen();
    await bench.lanes.revoke(lane, 'enough');
    const sent = async (text: string, group: string): Promise<unknown> => {
      const answer = await bench.send(lane, text, { group });
      return answer.ok ? answer.value : [answer.refusal.code, answer.refusal.data?.['sent']];
    };
    for (const name of [KITES.id, KITES.title, 'kites', '@kites']) {
      expect(await sent(' Hello ', name)).toEqual(['GRANT_NOT_ACTIVE', 'unknown']);
    }
    expect(await sent('Other', KITES.id)).toEqual(['GRANT_NOT_ACTIVE', 'no']);
    for (const name of [STRANGER.id, '@', '', 'undefined', '@undefined']) {
      expect(await sent('Hello', name)).toEqual(['GRANT_NOT_ACTIVE', 'no']);
    }
    expect(await sent('', KITES.id)).toEqual(['GRANT_NOT_ACTIVE', 'no']);
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('keeps its place, and is looked up though no other message fits', async () => {
    const { bench, lane } = await leftOpen();
    expect(await bench.send(lane, 'Other')).toMatchObject(
      refused('LANE_EXHAUSTED', { bound: 'max_messages', used: 1, limit: 1, sent: 'no' }),
    );
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('OUTCOME_UNKNOWN', { sent: 'unknown' }));
    expect(await bench.used(lane)).toBe(1);
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await unsettledAttempts(bench.store)).toMatchObject([
      { verb: 'send', text: 'Hello', chat: { id: KITES.id } },
    ]);
  });

  it('keeps its place when the day has no more for its repeat', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    bench.telegram.faults.push({ kind: 'lost' });
    await bench.send(lane, 'Hello');
    const poor = laneBench({ ...bench, groupLimit: 0 });
    await poor.send(lane, 'Hello');
    expect(await bench.used(lane)).toBe(1);
    expect(await poor.send(lane, 'Other')).toMatchObject(refused('QUOTA_EXHAUSTED', { sent: 'no' }));
    expect(await bench.used(lane)).toBe(1);
  });

  it('may be one whose state cannot be read or written; a fault of the program is none', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const { journal } = bench.parts;
    const { begin } = journal;
    const broken = (cause: Error) => {
      const fail = async () => {
        throw cause;
      };
      Object.assign(journal, { begin: fail });
    };
    broken(new StateError('STATE_UNWRITABLE', 'attempt-starts', 'The disk is full.'));
    expect(await bench.send(lane, 'Hello')).toMatchObject(refused('STATE_UNWRITABLE', { sent: 'unknown' }));
    broken(new Error('a fault'));
    await expect(bench.send(lane, 'Hello')).rejects.toThrow('a fault');
    expect(bench.telegram.requests).toEqual([]);
    Object.assign(journal, { begin });
    expect(await bench.send(lane, 'Hello')).toMatchObject({ ok: true });
    expect(await bench.used(lane)).toBe(1);
  });
});
