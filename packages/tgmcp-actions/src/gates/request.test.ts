/** Whether a call asks what its proposal says, as far as can be told without the network. */
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../approvals/proposal.js';
import { asksTheSame } from './request.js';
import type { ActionSpec } from './spec.js';
import { args, gateBench, KITES, STRANGER, type SendArguments } from './test-bench.js';

const bench = gateBench({ allowed: `${KITES.id},${STRANGER.id}` });

async function proposalFor(change: Partial<SendArguments>): Promise<Proposal> {
  const previewed = await bench.preview(change);
  if (!previewed.ok) throw new Error(previewed.refusal.code);
  return previewed.value.proposal;
}

const same = (
  proposal: Proposal,
  change: Partial<SendArguments> = {},
  spec: Partial<ActionSpec<SendArguments>> = {},
): boolean => asksTheSame(proposal, { ...bench.spec, ...spec }, args(change), bench.parts.policy.limits);

describe('a call asks the same', () => {
  it('under any name by which the proposal knows its chat', async () => {
    const byTitle = await proposalFor({ group: 'kites' });
    for (const group of ['kites', KITES.id, '@kites']) expect(same(byTitle, { group })).toBe(true);
    for (const group of ['@other', '', STRANGER.id, 'Stryker was here', 'undefined', '@undefined']) {
      expect(same(byTitle, { group })).toBe(false);
    }
    const nameless = await proposalFor({ group: STRANGER.id });
    expect(same(nameless, { group: STRANGER.id })).toBe(true);
    for (const group of ['@undefined', 'Stryker was here']) expect(same(nameless, { group })).toBe(false);
  });

  it('with the same verb, text and force, and not without', async () => {
    const proposal = await proposalFor({ message_text: 'Hi' });
    expect(same(proposal, { message_text: 'Hi' })).toBe(true);
    expect(same(proposal, { message_text: 'Hi', force_resend: true })).toBe(false);
    expect(same(proposal, { message_text: 'Hi!' })).toBe(false);
    expect(same(proposal, { message_text: ' ' })).toBe(false);
    expect(same(proposal, { message_text: 'Hi' }, { verb: 'edit' })).toBe(false);
    const others = () => ({ person: { name: '@ann', listed: false } });
    expect(same(proposal, { message_text: 'Hi' }, { others })).toBe(false);
  });
});
