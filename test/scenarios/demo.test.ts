import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawnRows, expectedRows } from '../../scripts/dist/recording/drawing.js';
import { steady } from '../../scripts/dist/recording/steady.js';
import { repositoryFile } from '../support/house.js';

const DEMO = fileURLToPath(new URL('../../scripts/dist/demo.js', import.meta.url));
const LAST_WORDS = 'Everything above was checked';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tgmcp-demo-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Starts the demo in a process group of its own, with a folder of its own for temporary files. */
function start(env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [DEMO], {
    env: { PATH: process.env['PATH'], TMPDIR: folder, TERM: 'xterm', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seen = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...seen }));
  return { child, seen, ended };
}

/** Nothing of the demo is left: no temporary folder, no process of its group. */
async function expectGone(pid: number | undefined): Promise<void> {
  expect((await readdir(folder)).filter((name) => name.startsWith('tgmcp-'))).toEqual([]);
  // Whoever was killed at the end is gone a moment later.
  await vi.waitFor(() => expect(() => process.kill(-(pid ?? 0), 0)).toThrow('ESRCH'), { timeout: 10_000 });
}

const message = (id: number, from: number, text: string) => ({
  id,
  type: 'message',
  date: '2024-01-01T10:00:00',
  date_unixtime: String(1_704_103_200 + id * 60),
  from: from === 1 ? 'Bob' : 'Me',
  from_id: `user${from}`,
  text,
  text_entities: [],
});
const chat = {
  name: 'Friends',
  type: 'private_group',
  id: 555,
  messages: [1, 2, 3, 4, 5, 6].map((id) => message(id, (id % 2) + 1, `thing number ${id}`)),
};

describe('the demo', () => {
  it(
    'shows the main job step by step, plain in a pipe, and leaves nothing behind',
    { timeout: 90_000 },
    async () => {
      const demo = start();
      const { code, out, err } = await demo.ended;
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).not.toContain('\u001B');
      const order = [
        'tg_get_my_dialogs',
        '"cursor"',
        'tg_search_messages',
        'all of them read methods',
        'nothing was sent',
        'APPROVAL_PENDING',
        'tgmcp approve',
        'TOO_FRESH',
        'sent as message',
        'DUPLICATE',
        'TARGET_NOT_ALLOWED',
        'FLOOD_WAIT',
        'BREAKER_OPEN',
        'unbroken chain',
        LAST_WORDS,
      ];
      const places = order.map((text) => out.indexOf(text));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      // The README shows a drawing of this: make recording.
      const drawing = await repositoryFile('docs/demo.svg');
      expect(drawnRows(drawing)).toEqual(expectedRows(steady(out)));
      expect(drawing.length).toBeLessThan(60_000);
      await expectGone(demo.child.pid);
    },
  );

  it('ends at Ctrl-C without leaving anything behind', { timeout: 60_000 }, async () => {
    const interrupted = async () => {
      const demo = start();
      while (!demo.seen.out.includes('tg_get_messages')) await once(demo.child.stdout, 'data');
      const wasOver = demo.seen.out.includes(LAST_WORDS);
      demo.child.kill('SIGINT');
      const { code, out } = await demo.ended;
      expect(out).not.toContain('The demo failed');
      await expectGone(demo.child.pid);
      return { code, wasOver };
    };
    let { code, wasOver } = await interrupted();
    // One that had come to its end before it was interrupted shows nothing.
    for (let n = 0; n < 3 && code === 0 && wasOver; n += 1) ({ code, wasOver } = await interrupted());
    expect(code).toBe(130);
  });

  it('reads a history that its owner exported', { timeout: 60_000 }, async () => {
    const file = join(folder, 'result.json');
    await writeFile(file, JSON.stringify(chat));
    const demo = start({ EXPORT: file, ME: '2' });
    const { code, out } = await demo.ended;
    expect(code).toBe(0);
    expect(out).toContain('Bob: thing number 6');
    expect(out).toContain('all of them read methods');
    expect(out).not.toContain('tg_send_message');
    await expectGone(demo.child.pid);
  });

  it.each([
    ['cut', JSON.stringify(chat).slice(0, 200), 'looks cut'],
    ['a web page', '<!DOCTYPE html><html></html>', 'HTML'],
    ['of another kind', '{"a":1}', 'another kind'],
    ['silent about its owner', JSON.stringify(chat), 'ME='],
  ])('says what to do about a file that is %s', { timeout: 60_000 }, async (_, bytes, advice) => {
    const file = join(folder, 'result.json');
    await writeFile(file, bytes);
    const demo = start({ EXPORT: file });
    const { code, out } = await demo.ended;
    expect(code).toBe(1);
    expect(out).toContain('The demo failed');
    expect(out).toContain(advice);
    expect(out).toContain(file);
    await expectGone(demo.child.pid);
  });
});
