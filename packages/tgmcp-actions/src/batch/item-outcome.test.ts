import { done, refuse, type Outcome, type RefusalCode } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Executed } from '../gates/spends.js';
import { isPolicy, itemResult, stopOf } from './item-outcome.js';

const sent = (alreadySent: boolean): Outcome<Executed> => done({ result: {}, alreadySent });
const refused = (code: RefusalCode, data: object = {}, retryAfter?: number) =>
  refuse(code, retryAfter === undefined ? { data: { ...data } } : { data: { ...data }, retryAfter });

describe('an item that was done', () => {
  it.each([
    ['add_member', false, false, 'success'],
    ['add_member', true, false, 'already_member'],
    // By an attempt of this batch of which nobody knew.
    ['add_member', true, true, 'success'],
    ['leave_dialog', true, false, 'success'],
    ['delete_messages', true, false, 'success'],
  ] as const)('%s, already so %s, by this batch %s: %s', (type, already, before, end) => {
    expect(itemResult(type, sent(already), before)).toEqual({ end });
    if (!before) expect(itemResult(type, sent(already))).toEqual({ end });
  });
});

describe('an item that was refused', () => {
  it.each([
    'RPC_ERROR',
    'PEER_NOT_FOUND',
    'PEER_AMBIGUOUS',
    'PEER_INVALID',
    'INVITE_LINK',
    'WRONG_PEER_KIND',
    'MESSAGE_NOT_FOUND',
    'INPUT_INVALID',
    'CODE_CONSUMED',
    'DUPLICATE',
  ] as const)('with %s failed, and the run goes on', (code) => {
    const answer = refused(code);
    const { message } = answer.refusal;
    expect(itemResult('leave_dialog', answer)).toEqual({ end: 'failed', code, message });
    expect(isPolicy(code)).toBe(false);
  });

  it.each(['TARGET_NOT_ALLOWED', 'ALLOWLIST_MOVED', 'CHAT_OUT_OF_SCOPE'] as const)(
    'with %s is blocked by the operator’s lists',
    (code) => {
      const answer = refused(code);
      const { message } = answer.refusal;
      expect(itemResult('leave_dialog', answer)).toEqual({ end: 'blocked_policy', code, message });
      expect(isPolicy(code)).toBe(true);
    },
  );

  it.each([
    [{}, 'blocked_rights'],
    [{ rpc: 'CHAT_ADMIN_REQUIRED' }, 'blocked_rights'],
    [{ missing_invitee: false }, 'blocked_rights'],
    [{ missing_invitee: true }, 'failed'],
    [{ rpc: 'USER_PRIVACY_RESTRICTED' }, 'failed'],
    [{ rpc: 'PRIVACY_PREMIUM_REQUIRED' }, 'failed'],
    [{ rpc: 'USER_NOT_MUTUAL_CONTACT' }, 'failed'],
    [{ rpc: 'NOT_USER_PRIVACY_RESTRICTED' }, 'blocked_rights'],
    [{ rpc: 'USER_PRIVACY_RESTRICTED_2' }, 'blocked_rights'],
    [{ rpc: ['USER_PRIVACY_RESTRICTED'] }, 'blocked_rights'],
  ])('for want of rights, %j, is %s', (data, end) => {
    expect(itemResult('add_member', refused('NO_RIGHTS', data))).toMatchObject({ end, code: 'NO_RIGHTS' });
  });
});

describe('what ends the run', () => {
  it.each([
    ['FLOOD_WAIT', {}, 'flood'],
    ['SLOW_MODE', {}, 'flood'],
    ['BREAKER_OPEN', {}, 'flood'],
    ['BUDGET_BUSY', {}, 'flood'],
    ['QUOTA_EXHAUSTED', { quota: 'join' }, 'join_quota_exceeded'],
    ['QUOTA_EXHAUSTED', { quota: 'dm' }, 'quota_exceeded'],
    ['QUOTA_EXHAUSTED', {}, 'quota_exceeded'],
    ['OUTCOME_UNKNOWN', {}, 'outcome_unknown'],
    ['WRITES_STOPPED', {}, 'writes_stopped'],
    ['TELEGRAM_TROUBLE', {}, 'telegram_trouble'],
  ] as const)('%s %j, with the wait that was asked for', (code, data, reason) => {
    const answer = refused(code, data, 7);
    expect(itemResult('add_member', answer)).toEqual({ stop: { reason, code, retryAfter: 7 } });
    expect(stopOf(answer.refusal)).toEqual({ reason, code, retryAfter: 7 });
  });

  it.each([
    ['WRITES_STOPPED', 'writes_stopped'],
    ['QUOTA_EXHAUSTED', 'quota_exceeded'],
    ['BUDGET_BUSY', 'flood'],
  ] as const)('%s, without a wait where none was asked for', (code, reason) => {
    const { retry_after: _wait, ...refusal } = refused(code, {}, 1).refusal;
    expect(stopOf(refusal)).toStrictEqual({ reason, code });
  });

  it('a quota that is not named is any but that of joins', () => {
    const { data: _data, ...refusal } = refused('QUOTA_EXHAUSTED', {}, 1).refusal;
    expect(stopOf(refusal)).toMatchObject({ reason: 'quota_exceeded' });
  });
});
