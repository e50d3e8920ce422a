/** Exports by the agent's tool: what stands in the files, and what a call says of them. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, HALL, IN_HALL, PAPER, readingWorld } from '../support/reading-world.js';
import { FRIEND, PERSON } from '../support/small-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(readingWorld);
  agent = await house.start('read');
});
afterAll(async () => {
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

async function exported(
  args: Record<string, unknown>,
): Promise<{ text: string; body: Record<string, unknown> }> {
  const { refused, body } = await agent.call('tg_export', args);
  expect(refused, JSON.stringify(body)).toBe(false);
  expect(body).toMatchObject({ done: true });
  const file = String(body['file']);
  const bytes = await readFile(file);
  expect(dirname(file)).toBe(join(house.dir, 'exports'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  expect(body['bytes']).toBe(bytes.length);
  expect(body['sha256']).toBe(createHash('sha256').update(bytes).digest('hex'));
  return { text: bytes.toString('utf8'), body };
}

function records(text: string): Record<string, unknown>[] {
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('tg_export of messages', () => {
  it('writes every message of several chats, oldest first, as JSON lines', async () => {
    const { text, body } = await exported({ chats: [HALL.id, '@thepaper'] });
    const rows = records(text);
    expect(body['rows']).toBe(rows.length);
    const hall = rows.filter(({ chat }) => chat === HALL.id).map(({ id }) => id);
    expect(hall).toEqual(
      Object.values(IN_HALL)
        .filter((id) => id !== IN_HALL.gone)
        .toSorted((one, other) => one - other),
    );
    expect(rows.at(0)).toMatchObject({ chat: HALL.id, id: 1, text: 'plain words', from: 'Bob' });
    expect(rows.at(-1)).toMatchObject({ chat: PAPER.id });
    expect(rows.find(({ id }) => id === IN_HALL.report)).toMatchObject({
      media: { kind: 'document', name: 'report.pdf' },
    });
  });

  it('keeps to days', async () => {
    const { text } = await exported({
      chats: [HALL.id],
      since: '2026-09-20T02:00',
      until: '2026-09-20T04:00',
    });
    expect(records(text).map(({ id }) => id)).toEqual([3, 4, 5]);
  });

  it('writes a table', async () => {
    const { text } = await exported({ chats: [HALL.id], format: 'csv' });
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(rows[0]).toMatchObject({ chat: HALL.id, id: '1', text: 'plain words', pinned: 'False' });
    expect(rows.find(({ id }) => id === String(IN_HALL.poll))?.['media_details']).toContain('Tea or coffee?');
  });

  it('writes Markdown for people', async () => {
    const { text } = await exported({ chats: [HALL.id], format: 'md' });
    expect(text).toMatch(/^# The Hall\n/u);
    expect(text).toContain('**Bob** · 2026-09-20 00:00:00 UTC · #1\n\n> plain words\n');
    expect(text).toContain('\\[document, report.pdf, 1234 bytes\\]');
  });
});

describe('tg_export of lists', () => {
  it('writes the members of a group in the columns that are known from tg-mcp, without phone numbers', async () => {
    const { text } = await exported({ what: 'participants', chats: [HALL.id], format: 'csv' });
    expect(text.split('\r\n')[0]).toMatch(
      /^id,username,first_name,last_name,phone,is_verified,is_premium,status,/u,
    );
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([PERSON.id, FRIEND.id, CARL.id].map(String)));
    expect(rows.find(({ id }) => id === String(CARL.id))).toMatchObject({
      username: 'carlos',
      first_name: 'Carl',
      is_verified: 'False',
    });
    expect(rows.map(({ phone }) => phone)).toEqual(['', '', '']);
  });

  it('writes phone numbers where the operator shows them', async () => {
    const shown = await house.start('read', { TG_SHOW_PHONE_NUMBERS: '1' });
    const { body } = await shown.call('tg_export', { what: 'participants', chats: [HALL.id], format: 'csv' });
    const rows = parse(await readFile(String(body['file'])), { columns: true }) as Record<string, string>[];
    expect(rows.find(({ id }) => id === String(PERSON.id))?.['phone']).toBe(PERSON.phone.slice(1));
    await shown.close();
  });

  it('writes dialogs, and groups alone', async () => {
    const dialogs = records((await exported({ what: 'dialogs' })).text);
    expect(dialogs.map(({ id }) => id)).toContain(PAPER.id);
    const groups = records((await exported({ what: 'groups' })).text);
    expect(groups.map(({ type }) => type)).toEqual(groups.map(() => 'supergroup'));
    expect(groups.length).toBeLessThan(dialogs.length);
  });
});

describe('tg_export within a scope', () => {
  it('reads no chat out of it, not even to go on, and lists none', async () => {
    const before = await readdir(join(house.dir, 'exports'));
    const { body } = await exported({ chats: [PAPER.id, HALL.id], format: 'csv' });
    const id = basename(String(body['file']), '.csv');
    const narrow = await house.start('read', { TG_READ_BLOCKED_CHATS: HALL.id });
    const wire = house.wire().length;
    for (const args of [
      { chats: [HALL.id] },
      { chats: [PAPER.id, '@thehall'] },
      { what: 'participants', chats: [HALL.id] },
      { resume: id },
    ]) {
      const refused = await narrow.call('tg_export', args);
      expect(refused, JSON.stringify(args)).toMatchObject({
        refused: true,
        body: { code: 'CHAT_OUT_OF_SCOPE' },
      });
    }
    const asked = house.wire().slice(wire);
    expect(asked.filter((method) => method !== 'contacts.resolveUsername')).toEqual([]);
    const listed = await narrow.call('tg_export', { what: 'dialogs' });
    const text = await readFile(String(listed.body['file']), 'utf8');
    expect(text).toContain(PAPER.id);
    expect(text).not.toMatch(/hall/iu);
    expect((await readdir(join(house.dir, 'exports'))).length).toBe(before.length + 2);
    await narrow.close();
  });
});

describe('tg_export of what cannot be', () => {
  it.each([
    [{ what: 'messages' }, 'INPUT_INVALID'],
    [{ what: 'dialogs', chats: ['me'] }, 'INPUT_INVALID'],
    [{ what: 'dialogs', format: 'md' }, 'INPUT_INVALID'],
    [{ what: 'participants', chats: ['me'] }, 'WRONG_PEER_KIND'],
    [{ chats: ['@nobodyatall'] }, 'PEER_NOT_FOUND'],
    [{ resume: 'messages-20260101-000000-abcdef' }, 'EXPORT_NOT_FOUND'],
    [{ resume: '../../read' }, 'EXPORT_NOT_FOUND'],
  ])('refuses %j with %s, and leaves no file', async (args, code) => {
    const before = await readdir(join(house.dir, 'exports'));
    const { refused, body } = await agent.call('tg_export', args);
    expect([refused, body['code']]).toEqual([true, code]);
    expect(await readdir(join(house.dir, 'exports'))).toEqual(before);
  });
});
