import type { Outcome } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { readCandidates } from './candidates.js';
import { readManifest } from './manifest.js';
import { readReport } from './report.js';

const json = (value: unknown): string => JSON.stringify(value);

function problemOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return '';
  expect(outcome.refusal.code).toBe('INPUT_INVALID');
  return String(outcome.refusal.data?.['problems']);
}

describe('a manifest', () => {
  it('is cut into portions, each chat and each message once', () => {
    const list = [
      { group: '@kites', message_ids: [1, 2, 3, 2] },
      { chat_id: -100_123, message_ids: [9] },
      { group: '@kites', message_ids: [3, 4] },
    ];
    const items = [
      { group: '@kites', message_ids: [1, 2] },
      { group: '@kites', message_ids: [3, 4] },
      { group: '-100123', message_ids: [9] },
    ];
    expect(readManifest(json(list), 2)).toEqual({ ok: true, value: items });
    expect(readManifest(`\uFEFF${json({ targets: list })}`, 2)).toEqual({ ok: true, value: items });
  });

  it('may begin with the mark of its encoding, and what looks like one elsewhere stays', () => {
    const text = `\uFEFF${json([{ group: 'a\uFEFFb', message_ids: [1] }])}`;
    const items = { ok: true, value: [{ group: 'a\uFEFFb', message_ids: [1] }] };
    expect(readManifest(text, 9)).toEqual(items);
    expect(readManifest(text.slice(1), 9)).toEqual(items);
  });

  it.each([
    ['no JSON at all', '{"group": ', 'no JSON'],
    ['a message that is no number', json([{ group: '@kites', message_ids: ['1'] }]), 'message_ids'],
    ['a message of number zero', json([{ group: '@kites', message_ids: [0] }]), 'message_ids'],
    ['no messages', json([{ group: '@kites', message_ids: [] }]), 'message_ids'],
    ['no chat', json([{ message_ids: [1] }]), 'wanted'],
    ['another form', json({ chats: [] }), 'wanted'],
    ['nothing', 'null', 'wanted'],
  ])('with %s is refused, and says what it must be', (_what, text, problem) => {
    const said = problemOf(readManifest(text, 100));
    expect(said).toContain('manifest_path: ');
    expect(said).toContain(problem);
  });

  it('of too many messages is refused', () => {
    const ids = Array.from({ length: 10_001 }, (_, index) => index + 1);
    expect(problemOf(readManifest(json([{ group: 'a', message_ids: ids }]), 100))).toBe(
      'manifest_path: it names 10001 messages; at most 10000 go in one batch',
    );
    expect(readManifest(json([{ group: 'a', message_ids: ids.slice(1) }]), 100).ok).toBe(true);
  });
});

describe('a list of candidates', () => {
  const list = [
    '@old',
    { target: '@kites', leave_candidate: true },
    { group: '@kept', leave_candidate: false },
    { chat_id: -100_7, review: { leave_candidate: true } },
    { target: '@unsure', review: { leave_candidate: 'true' } },
    { target: '@unmarked' },
    '@old',
  ];
  it('keeps what somebody marked, each once', () => {
    const value = ['@old', '@kites', '-1007'];
    for (const text of [json(list), json({ candidates: list }), json({ targets: list })]) {
      expect(readCandidates(text)).toEqual({ ok: true, value });
    }
  });

  it.each([json([{ leave_candidate: true }]), json({}), json('@old'), json([['@old']]), 'old'])(
    'that is none is refused: %s',
    (text) => {
      expect(problemOf(readCandidates(text))).toContain('candidates_path: ');
    },
  );
});

describe('a report', () => {
  const failed = { success: false, error: 'Join quota exceeded for today' };
  const report = {
    items: [
      { chat_id: -100_1, result: failed },
      { chat_id: '@two', result: { success: false, error: 'no rights' } },
      { chat_id: -100_3, result: { success: true, error: 'join quota exceeded' } },
      { chat_id: -100_4, ...failed },
      { chat_id: -100_1, result: failed },
      { chat_id: null, result: failed },
      { chat_id: -100_5, result: null },
      { chat_id: -100_6 },
      { result: failed },
    ],
  };
  it('gives the chats whose invitation failed by this error, each once', () => {
    expect(readReport(json(report), 'join QUOTA exceeded')).toEqual({
      ok: true,
      value: ['-1001', '-1004'],
    });
    expect(readReport(json(report), 'no rights')).toEqual({ ok: true, value: ['@two'] });
  });

  it('says where it is not as it must be, and nothing of what stands there', () => {
    const wanted = 'is not as it must be; wanted: {"items": [';
    expect(problemOf(readReport(json([]), ''))).toContain(`report_path: the file ${wanted}`);
    const deep = problemOf(readReport(json({ items: [{}, { chat_id: true, error: 'secret' }] }), ''));
    expect(deep).toContain(`report_path: items.1.chat_id ${wanted}`);
    expect(deep).not.toContain('secret');
  });

  it.each([json([]), json({ items: {} }), json({ items: ['@two'] }), '[1'])(
    'that is none is refused: %s',
    (text) => {
      expect(problemOf(readReport(text, ''))).toContain('report_path: ');
    },
  );
});
