import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { createFileStore } from '../state/file-store.js';
import type { StateStore } from '../state/store.js';
import { createAuditLog, type AuditLog } from './audit-log.js';
import { verifyAudit } from './verify.js';

const clock = manualClock();
let root: string;
let file: string;
let store: StateStore;
let audit: AuditLog;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tgmcp-audit-'));
  file = join(root, 'logs', 'audit.jsonl');
  store = createFileStore({ root, clock });
  audit = createAuditLog({ store, clock });
  for (let send = 1; send <= 5; send += 1) {
    await audit.append({
      event: 'write',
      action: 'send',
      peer: '-100123',
      outcome: 'sent',
      message_id: send,
    });
  }
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function rewrite(change: (lines: string[]) => string[]): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${change(lines).join('\n')}\n`);
}

describe('the audit log', () => {
  it('chains its records, and is sound when nobody touched it', async () => {
    expect(await verifyAudit(store)).toEqual({ ok: true, records: 5 });
    const appended = await audit.append({ event: 'refusal', outcome: 'refused', code: 'TOO_FRESH' });
    expect(appended).toMatchObject({ ok: true, value: { seq: 6, at: '2026-11-01T12:00:00.000Z' } });
    expect(await verifyAudit(store)).toEqual({ ok: true, records: 6 });
  });

  it('is sound when it was never written', async () => {
    expect(await verifyAudit(createFileStore({ root: join(root, 'other'), clock }))).toEqual({
      ok: true,
      records: 0,
    });
  });

  it('names the first record that was edited', async () => {
    rewrite((lines) => lines.map((line) => line.replace('"message_id":3', '"message_id":4')));
    expect(await verifyAudit(store)).toEqual({ ok: false, line: 3, seq: 3, reason: 'edited' });
  });

  it('notices any flipped character', async () => {
    const whole = readFileSync(file, 'utf8');
    for (let at = 0; at < whole.length - 1; at += 7) {
      const flipped = whole[at] === '0' ? '1' : '0';
      writeFileSync(file, whole.slice(0, at) + flipped + whole.slice(at + 1));
      expect(await verifyAudit(store)).toMatchObject({ ok: false });
    }
  });

  it('notices a record that was dropped, and two that changed places', async () => {
    const whole = readFileSync(file, 'utf8');
    rewrite((lines) => lines.toSpliced(1, 1));
    expect(await verifyAudit(store)).toEqual({ ok: false, line: 2, seq: 2, reason: 'dropped' });
    writeFileSync(file, whole);
    rewrite(([first = '', second = '', ...rest]) => [second, first, ...rest]);
    expect(await verifyAudit(store)).toEqual({ ok: false, line: 1, seq: 1, reason: 'reordered' });
  });

  it('notices that its end was cut off, and does not go on writing', async () => {
    rewrite((lines) => lines.slice(0, 2));
    expect(await verifyAudit(store)).toEqual({ ok: false, line: 3, seq: 3, reason: 'truncated' });
    expect(await audit.append({ event: 'write', outcome: 'sent' })).toMatchObject({
      ok: false,
      refusal: { code: 'AUDIT_UNWRITABLE', data: { file } },
    });
  });

  it('notices a record that somebody else put at the end, and does not go on writing', async () => {
    const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    appendFileSync(file, `${last}\n`);
    expect(await verifyAudit(store)).toMatchObject({ ok: false, line: 6 });
    expect(await audit.append({ event: 'write', outcome: 'sent' })).toMatchObject({ ok: false });
  });

  it('mends a newest record that a killed writer did not finish', async () => {
    truncateSync(file, readFileSync(file).length - 20);
    expect(await verifyAudit(store)).toEqual({ ok: true, records: 5 });
    await audit.append({ event: 'write', outcome: 'sent' });
    expect(await verifyAudit(store)).toEqual({ ok: true, records: 6 });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(7);
  });

  it('refuses an entry with an unknown field, as that is a bug', async () => {
    const wrong = { event: 'write', outcome: 'sent', text: 'secret' };
    await expect(audit.append(wrong)).rejects.toThrow('text');
  });
});
