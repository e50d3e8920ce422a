import { readArguments } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { approvalFields } from './approval-fields.js';
import { BATCH_TOOLS } from './index.js';

const ADD = 'tg_create_add_member_batch';
const FROM_REPORT = 'tg_create_add_member_batch_from_report';
const DELETE = 'tg_create_delete_messages_batch_from_manifest';
const LEAVE = 'tg_create_leave_dialog_batch_from_candidates';

function toolOf(name: string): (typeof BATCH_TOOLS)[number] {
  const tool = BATCH_TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`no ${name}`);
  return tool;
}

describe('the arguments of batch tools', () => {
  it.each<[string, object]>([
    [ADD, { user: '778', groups: [] }],
    [ADD, { user: '778', groups: Array.from({ length: 501 }, () => 'a') }],
    [ADD, { user: '778', groups: ['a'], note: 'a'.repeat(301) }],
    [ADD, { user: '778', groups: ['a'], ttl_hours: 0 }],
    [ADD, { user: '778', groups: ['a'], ttl_hours: 721 }],
    [FROM_REPORT, { report_path: '', user: '778' }],
    [FROM_REPORT, { report_path: 'a', user: '778', error_contains: 'a'.repeat(301) }],
    [DELETE, { manifest_path: 'a', max_ids_per_action: 0 }],
    [DELETE, { manifest_path: 'a', max_ids_per_action: 101 }],
    [LEAVE, { candidates_path: 'a'.repeat(4097) }],
    ['tg_run_leave_dialog_batch', { batch_id: 'a', max_actions: 0 }],
    ['tg_run_leave_dialog_batch', { batch_id: 'a', max_actions: 501 }],
    ['tg_run_leave_dialog_batch', { batch_id: '' }],
    ['tg_run_leave_dialog_batch', { batch_id: 'a'.repeat(65) }],
    ['tg_approve_batch', { batch_id: 'a', approval_code: 'a'.repeat(65) }],
    ['tg_approve_batch', { batch_id: 'a', confirmation_text: 'a'.repeat(513) }],
    ['tg_control_batch', { batch_id: 'a', action: 'stop' }],
  ])('have bounds: %s %#', (name, given) => {
    expect(readArguments(toolOf(name).input, { ...given })).toMatchObject({
      refusal: { code: 'INPUT_INVALID' },
    });
    expect(readArguments(toolOf(name).input, { ...given, further: 1 })).toMatchObject({ ok: false });
  });

  it.each<[string, object, object]>([
    [ADD, { user: '778', groups: ['a'] }, { note: '' }],
    [FROM_REPORT, { report_path: 'a', user: '778' }, { error_contains: 'join quota exceeded' }],
    [DELETE, { manifest_path: 'a' }, { max_ids_per_action: 100, revoke: true }],
    ['tg_run_add_member_batch', { batch_id: 'a' }, { max_actions: 100 }],
    ['tg_run_delete_messages_batch', { batch_id: 'a' }, { max_actions: 25 }],
    ['tg_run_leave_dialog_batch', { batch_id: 'a' }, { max_actions: 20 }],
    ['tg_approve_batch', { batch_id: 'a' }, { approval_code: '', confirmation_text: '' }],
  ])('have their usual values: %s', (name, given, usual) => {
    expect(readArguments(toolOf(name).input, { ...given })).toMatchObject({ ok: true, value: usual });
  });
});

describe('the fields of an approval', () => {
  it('gives no code for what a person refused', () => {
    const grant = { id: 'g', minAgeMs: 1, ttlMs: 1_999 } as never;
    expect(approvalFields({ grant, code: 'c', presented: 'refused' })).toEqual({
      proposal_id: 'g',
      approval: 'refused',
      approval_min_age_sec: 1,
      approval_expires_in_sec: 1,
      next_step: 'Nothing was done. The person refused; do not try again unless they ask for it.',
    });
    expect(approvalFields({ grant, code: 'c', presented: 'approved' })).toMatchObject({
      approval_code: 'c',
      next_step: expect.stringContaining('The person approved: call tg_approve_batch'),
    });
  });
});
