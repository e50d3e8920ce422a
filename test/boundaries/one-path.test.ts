/** There is one way to Telegram, and it is paced: nobody but the pacer makes the ticket that the guard asks for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/house.js';

const sources = readdirSync(join(root, 'packages'))
  .filter((name) => name !== 'emulator')
  .flatMap((name) => {
    const folder = join(root, 'packages', name, 'src');
    return readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)));
  })
  .filter((path) => path.endsWith('.ts') && !/(\.test|[/\\]test-[a-z-]+)\.ts$/.test(path))
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));

const those = (pattern: RegExp): string[] =>
  sources
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path)
    .toSorted();

describe('the ticket that every request needs', () => {
  it('is issued by the pacer alone', () => {
    expect(sources.length).toBeGreaterThan(100);
    // What is open is a ticket, the grant of an approved action, or that by which a login is carried over for files.
    expect(those(/\bopen: true\b/)).toEqual([
      'packages/core/src/pacing/one-try.ts',
      'packages/core/src/telegram/other-centres.ts',
      'packages/core/src/unlock-writes.ts',
    ]);
  });

  it('is shown by the two callers of a connection, both of which got it from a pacer', () => {
    const callers = those(/\.send\(\s*\{\s*request\b/);
    expect(callers).toEqual([
      'packages/core/src/telegram/create-telegram.ts',
      'packages/core/src/telegram/login/login-line.ts',
    ]);
    for (const { text } of sources.filter(({ path }) => callers.includes(path))) {
      expect(text).toMatch(/pacer\.run</);
    }
  });
});
