import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBytes, isFile } from '../world/files.js';
import { importTelegramExport, ImportError } from './index.js';
import { accountExport, personalChat } from './sample-export.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const whole = JSON.stringify(accountExport);

describe('a file that is no export', () => {
  const cut = whole.slice(0, 700);
  it.each([
    ['an empty file', 'empty.json', '', /is empty\. .*Machine-readable JSON/u],
    ['a cut file', 'cut.json', cut, new RegExp(`looks cut: it ends at byte ${Buffer.byteLength(cut)} `, 'u')],
    ['a file cut inside a word', 'word.json', '{"chats": tru', /looks cut: it ends at byte 13/u],
    ['a damaged file', 'damaged.json', '{"ü": 1,, "b": 2}', /not valid JSON: it is damaged at byte 9\./u],
    [
      'an HTML export',
      'messages.html',
      '<!DOCTYPE html><html></html>',
      /HTML page.*choose "Machine-readable JSON"/u,
    ],
    ['an archive', 'export.zip', 'PK\u0003\u0004....', /ZIP archive/u],
    ['some text', 'notes.txt', 'Dear diary', /is not JSON/u],
    ['JSON of another kind', 'package.json', '{"name": "x"}', /JSON of another kind/u],
    ['a JSON list', 'list.json', '[1, 2]', /JSON of another kind/u],
    [
      'a chat of an unknown type',
      'odd.json',
      '{"messages": [], "type": "séance", "id": 1}',
      /is not a Telegram Desktop export.*type/u,
    ],
    [
      'a message without id',
      'noid.json',
      JSON.stringify({ ...personalChat, messages: [...personalChat.messages, { text: 'x' }] }),
      /message 9 of the chat "Ünal Ay" has no id/u,
    ],
  ])('%s is refused with its name and the way out', (_, name, content, reason) => {
    const path = fileWith(name, content);
    const importing = () => importTelegramExport(path);
    expect(importing).toThrow(ImportError);
    expect(importing).toThrow(reason);
    expect(importing).toThrow(path);
  });

  it('a missing file and a folder are refused', () => {
    expect(() => importTelegramExport(join(folder, 'missing.json'))).toThrow(/cannot be read \(ENOENT\)/u);
    expect(() => importTelegramExport(folder)).toThrow(/is a folder/u);
  });

  it('a file of more than 512 MB is refused before it is read', () => {
    const path = fileWith('huge.json', '');
    truncateSync(path, 513 * 1024 * 1024);
    expect(() => importTelegramExport(path)).toThrow(/too large: 513 MB/u);
  });
});

describe('an export on disk', () => {
  it('is read with a byte order mark too', () => {
    const world = importTelegramExport(fileWith('bom.json', `\uFEFF${whole}`));
    expect([...world.accounts.keys()]).toEqual([101n]);
  });

  it('serves the content of exported files, and never reads outside its own folder', () => {
    const inside = join(folder, 'chat');
    mkdirSync(join(inside, 'photos'), { recursive: true });
    writeFileSync(join(inside, 'photos', 'a.jpg'), 'JPEG');
    fileWith('secret.txt', 'not yours');
    symlinkSync(join(folder, 'secret.txt'), join(inside, 'photos', 'link.jpg'));
    const base = { type: 'message', date_unixtime: '1600000000', from: 'Mia', from_id: 'user101', text: '' };
    const messages = ['photos/a.jpg', '../secret.txt', 'photos/link.jpg'].map((photo, index) => ({
      ...base,
      id: index + 1,
      photo,
    }));
    const path = fileWith('chat/result.json', JSON.stringify({ ...personalChat, messages }));
    const history = importTelegramExport(path).history(101n, { kind: 'user', id: 202n });
    const contents = history?.messages.map(({ media }) =>
      isFile(media) ? Buffer.from(fileBytes(media.content, 0, 100)).toString() : '',
    );
    expect(contents?.[0]).toBe('JPEG');
    expect(contents?.slice(1).some((text) => text.includes('not yours'))).toBe(false);
  });
});
