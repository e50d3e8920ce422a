/* What a Desktop export says is what a client of the imported account reads. One library for a process: a preload. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NOT_CARRIED, importTelegramExport, startEmulator, type Emulator } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadThisProcessTo } from '../clients/lab.js';
import { loadLibrary, type LibraryName } from '../clients/library.js';
import { sampleAccount } from './sample/account.js';
import { FILES } from './sample/media.js';
import type { Entry } from './sample/lines.js';
import { AccountView } from './view/account.js';

const OWNER = 101n;

/** Runs the comparison with one library; `layer` is what it speaks. */
export function roundTrip(name: LibraryName, layer: number): void {
  describe(`a whole-account export, read by ${name}`, () => {
    const file = sampleAccount();
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-desktop-'));
    let emulator: Emulator;
    let view: AccountView;
    let close: () => Promise<void>;

    beforeAll(async () => {
      for (const [path, content] of Object.entries(FILES)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      writeFileSync(join(folder, 'result.json'), JSON.stringify(file));
      emulator = await startEmulator({ world: importTelegramExport(join(folder, 'result.json')) });
      leadThisProcessTo(emulator);
      const library = loadLibrary(name);
      const client = library.client(emulator.mintSession(OWNER));
      await client.connect();
      view = new AccountView(client, library, `user${OWNER}`);
      close = async () => {
        await client.destroy();
        await emulator.stop();
      };
    });

    afterAll(async () => {
      expect(emulator.protocolErrors).toEqual([]);
      expect(emulator.unimplemented).toEqual([]);
      await close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('gives the chats with every message', async () => {
      const chats = await view.chats();
      const expected = (file['chats'] as { list: Entry[] }).list;
      for (const chat of expected) {
        const key = [...chats.keys()].find((id) => id.replace(/\D+/u, '') === String(chat['id']));
        const read = chats.get(key ?? '');
        const { messages, ...about } = carried('chat', chat, layer);
        const { messages: readMessages, ...readAbout } = read ?? {};
        expect(readAbout).toEqual({ ...about, type: String(about['type']).replace('public', 'private') });
        const wanted = (messages as Entry[]).map((message) => carried('message', message, layer));
        expect(readMessages).toEqual(wanted);
        chats.delete(key ?? '');
      }
      expect([...chats.keys()]).toEqual([]);
    });

    it('gives the account, its pictures and its phone book', async () => {
      const read = await view.account();
      const list = (file['contacts'] as { list: Entry[] }).list;
      expect(read).toEqual({
        personal_information: carried('account', file['personal_information'] as Entry, layer),
        profile_pictures: (file['profile_pictures'] as Entry[]).map((one) => carried('picture', one, layer)),
        contacts: list.map((contact) => ({
          ...contact,
          phone_number: String(contact['phone_number']).replaceAll(/\D/gu, ''),
        })),
      });
      const lists = Object.keys(file).filter((key) => !(key in read) && key !== 'chats');
      expect(lists.every((key) => isListed('account', key, layer))).toBe(true);
    });
  });
}

/** What is left of a service message whose action a client is too old for. */
const HEAD = new Set(['id', 'type', 'date', 'date_unixtime', 'actor', 'actor_id', 'text', 'text_entities']);

function isListed(of: string, field: string, layer: number): boolean {
  return NOT_CARRIED.some(
    (row) => row.of === of && row.field === field && (row.below === undefined || layer < row.below),
  );
}

/** An entry of the file without what is listed as not carried. */
function carried(of: string, entry: Entry, layer: number): Entry {
  const { action } = entry;
  const text = typeof action === 'string' ? action : Object.keys(entry).join(' ');
  const isLate = NOT_CARRIED.some(
    (row) => row.below !== undefined && layer < row.below && text.includes(row.field),
  );
  if (isLate && entry['type'] === 'message') return { id: entry['id'], type: 'unsupported' };
  if (isLate) return Object.fromEntries(Object.entries(entry).filter(([field]) => HEAD.has(field)));
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !isListed(of, field, layer)));
}
