import type { PendingProposal } from 'tgmcp-actions/approvals';
import { describe, expect, it } from 'vitest';
import { cardTitle, renderCard, spell } from './card.js';
import { waitingJson } from './json.js';
import { renderUnsettled } from './unsettled.js';

const pending: PendingProposal = {
  id: 'abc123def456',
  verb: 'send',
  account: { id: '777', name: 'Ada' },
  chat: { id: '-1001', kind: 'supergroup', title: 'Kites\u202E\nCode' },
  preview: { text: 'a\u200Bb', text_shown: 'a\\u{200b}b', hidden_characters: 1, entities: [], notes: [] },
  force_resend: false,
  channel: 'operator',
  said: 'nothing',
  created_at: '2026-11-01T10:00:00.000Z',
  age_sec: 12,
  expires_at: '2026-11-01T10:30:00.000Z',
  expires_in_sec: 1788,
  executable_in_sec: 18,
  lines: ['Chat: "Kites" -1001', '  | a\\u{200b}b'],
};
const plain = { bold: (text: string) => text, dim: (text: string) => text };

describe('the card of a proposal', () => {
  it('shows the proposal, its whole preview, its age and its end', () => {
    const card = renderCard(pending, plain);
    expect(card).toEqual([
      'Proposal abc123def456',
      ...pending.lines,
      'Made 12 s ago; can be sent in 18 s at the earliest; expires in 29 min 48 s.',
    ]);
  });

  it('says what the person said before', () => {
    expect(renderCard({ ...pending, said: 'refused' }, plain).at(-1)).toBe('You have refused it.');
  });

  it('keeps a title that hides characters on one visible line', () => {
    expect(cardTitle(pending)).toBe('Kites\\u{202E} Code: a\\u{200b}b');
  });

  it('spells times as people say them', () => {
    expect([0, 59, 60, 61, 3600, 5400].map(spell)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 min 1 s',
      '1 h 0 min',
      '1 h 30 min',
    ]);
  });
});

describe('an attempt of unknown outcome', () => {
  it('is shown with its chat and text, and with what settles it', () => {
    const lines = renderUnsettled({
      proposal_id: 'abc123def456',
      verb: 'send',
      account: '777',
      chat: { id: '-1001', title: 'Kites\nCode' },
      text: 'one\ntwo\u202E',
      claimed_at: '2026-11-01T10:00:00.000Z',
      attempts: 2,
    });
    expect(lines[0]).toContain('"Kites Code" id -1001');
    expect(lines).toContain('  | two\\u{202E}');
    expect(lines.at(-1)).toContain('never sends twice');
  });
});

describe('the list of proposals as JSON', () => {
  it('holds the very text and shows no invisible character to a terminal', () => {
    const json = waitingJson([pending], []);
    expect(JSON.parse(json)).toMatchObject({
      proposals: [{ id: pending.id, preview: { text: 'a\u200Bb' } }],
    });
    expect(json).toContain(String.raw`a\u200bb`);
    expect(json).toContain(String.raw`\u202e`);
    expect(json).not.toMatch(/[\u200B\u202E]/u);
  });

  it('writes an invisible character beyond the first plane as two escapes', () => {
    const json = waitingJson([{ ...pending, asked: '\u{E0041}' }], []);
    expect(json).toContain(String.raw`\udb40\udc41`);
  });
});
