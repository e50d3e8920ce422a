import { done, refuse, REFUSALS, type RefusalCode } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { endingOf } from './ending.js';

const NOW = 1_800_000_000_000;
const sent = { result: { message_id: 1 }, dateMs: NOW };

describe('how an attempt ended', () => {
  it('is known to be a repeat by pts_count 0, else by a date before the claim', () => {
    const repeated = (performed: object, claimedMs: number): unknown =>
      (endingOf(done({ ...sent, ...performed }), claimedMs) as { repeated?: boolean }).repeated;
    expect(repeated({ ptsCount: 1 }, NOW + 60_000)).toBe(false);
    expect(repeated({ ptsCount: 0 }, NOW)).toBe(true);
    expect(repeated({}, NOW)).toBe(false);
    expect(repeated({}, NOW + 60_000)).toBe(true);
    // Dates have whole seconds, and two clocks differ.
    expect(repeated({}, NOW + 5_000)).toBe(false);
    expect(repeated({}, NOW + 5_001)).toBe(true);
    expect(repeated({ dateMs: undefined }, NOW)).toBe(false);
  });

  it('is a repeat or none as the answer itself says, whatever else it tells', () => {
    for (const repeated of [true, false]) {
      for (const ptsCount of [0, 1]) {
        const performed = { ...sent, repeated, ptsCount };
        expect(endingOf(done(performed), NOW + 60_000)).toMatchObject({ kind: 'sent', repeated });
      }
    }
  });

  it('is unknown for every refusal that does not say that nothing was done', () => {
    const open = (Object.keys(REFUSALS) as RefusalCode[]).filter(
      (code) => endingOf(refuse(code), NOW).kind === 'unknown',
    );
    for (const code of ['DEADLINE', 'DISCONNECTED', 'TELEGRAM_TROUBLE', 'INTERNAL', 'RPC_ERROR'] as const) {
      expect(open).toContain(code);
    }
    for (const code of ['FLOOD_WAIT', 'SLOW_MODE', 'BUDGET_BUSY', 'NO_RIGHTS', 'BREAKER_OPEN'] as const) {
      expect(open).not.toContain(code);
    }
  });

  it('is known for exactly these refusals: with one more of them, something could be sent twice', () => {
    const known = (Object.keys(REFUSALS) as RefusalCode[]).filter(
      (code) => endingOf(refuse(code), NOW).kind === 'not_sent',
    );
    const expected = `
      NOT_AUTHORIZED SESSION_UNSAFE SESSION_BUSY ACCOUNT_MISMATCH PEER_NOT_FOUND PEER_AMBIGUOUS
      PEER_INVALID INVITE_LINK WRONG_PEER_KIND NO_RIGHTS MESSAGE_NOT_FOUND FLOOD_WAIT SLOW_MODE
      BREAKER_OPEN WRITES_LATCHED WRITES_STOPPED REFUSED_BY_OPERATOR GRANT_NOT_FOUND GRANT_NOT_ACTIVE
      LANE_WAIT APPROVAL_PENDING INTENT_BUSY BATCH_BUSY BATCH_OVER BATCH_PAUSED BUDGET_BUSY WRITE_BLOCKED
      CANCELLED STATE_CORRUPT STATE_UNWRITABLE STATE_UNSAFE_MODE STATE_BUSY STATE_SHARED
      INPUT_INVALID TEXT_INVALID FILE_COPY_LOST UPLOAD_FAILED
    `;
    expect(known.toSorted()).toEqual(expected.trim().split(/\s+/).toSorted());
  });

  it('is known when Telegram refused the request itself, but not when it only knows the random_id', () => {
    const rpc = (name: string, code: number): string =>
      endingOf(refuse('RPC_ERROR', { data: { rpc: name, rpc_code: code } }), NOW).kind;
    expect(rpc('MESSAGE_TOO_LONG', 400)).toBe('not_sent');
    expect(rpc('SOMETHING_INTERNAL', 500)).toBe('unknown');
    for (const code of [400, 500]) expect(rpc('RANDOM_ID_DUPLICATE', code)).toBe('unknown');
    for (const code of [400, 420, 499]) expect(rpc('ANY', code)).toBe('not_sent');
    for (const code of [0, 303, 399, 500]) expect(rpc('ANY', code)).toBe('unknown');
  });

  it('is unknown where no number says that Telegram refused, and where something else carries one', () => {
    expect(endingOf(refuse('RPC_ERROR', { data: { rpc_code: '400' } }), NOW).kind).toBe('unknown');
    expect(endingOf(refuse('RPC_ERROR', { data: {} }), NOW).kind).toBe('unknown');
    for (const code of ['DEADLINE', 'TELEGRAM_TROUBLE', 'INTERNAL'] as const) {
      expect(endingOf(refuse(code, { data: { rpc_code: 400 } }), NOW).kind).toBe('unknown');
    }
  });

  it('is known when no byte has left', () => {
    const unsent = refuse('DISCONNECTED', { data: { reached_wire: false } });
    expect(endingOf(unsent, NOW).kind).toBe('not_sent');
  });
});
