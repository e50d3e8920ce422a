import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type * as fileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sealEnvelope } from './envelope.js';
import { ReadFiles } from './read-files.js';
import { disk, QUIET } from './test-disk.js';

const test = vi.hoisted(() => import('./test-disk.js'));
// The clock of a disk may tick a few milliseconds at a time, and what happens in between has one time: this one ticks for the test.
const clock = vi.hoisted(() => ({ ctimeMs: 1 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof fileSystem>();
  const dated = (stats: object | undefined): object | undefined => stats && Object.assign(stats, clock);
  return (await test).watched({
    ...fs,
    lstatSync: (...args: Parameters<typeof fs.lstatSync>) => dated(fs.lstatSync(...args)),
    fstatSync: (descriptor: number) => dated(fs.fstatSync(descriptor)),
  });
});

let base: string;
let file: string;
const files = new ReadFiles();
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-read-files-'));
  file = write('1.json', 'text');
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(base, name);
  const facts = { folder: 'texts', key: 'a', version: 1, generation: 1, data: { text } };
  writeFileSync(path, sealEnvelope(facts), { mode: 0o600 });
  return path;
}

/** What is read of a file, and how often the disk was asked for its bytes. */
function read(path = file): { readonly found: unknown; readonly reads: number } {
  let reads = 0;
  disk.meet = (call) => {
    if (call === 'readFileSync') reads += 1;
  };
  const found = files.read(path, 'texts', 1);
  disk.meet = QUIET;
  return { found, reads };
}

const WHOLE = expect.objectContaining({ data: { text: 'text' } });

describe('the file of a generation', () => {
  it('is read once, as long as it is the same', () => {
    expect(read()).toEqual({ found: WHOLE, reads: 1 });
    expect(read()).toEqual({ found: WHOLE, reads: 0 });
  });

  it('is read again when anything about it changed, and refused for what it has become', () => {
    read();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.from(bytes.toString().replace('text"}', 'tixt"}')));
    utimesSync(file, 0, 0);
    expect(read()).toEqual({ found: 'its checksum does not match', reads: 1 });
    expect(read()).toEqual({ found: 'its checksum does not match', reads: 1 });
    writeFileSync(file, bytes);
    expect(read()).toEqual({ found: WHOLE, reads: 1 });
    clock.ctimeMs += 1;
    expect(read()).toEqual({ found: WHOLE, reads: 1 });
    chmodSync(file, 0o644);
    expect(() => read()).toThrow('it is open to other users');
    rmSync(file);
    expect(read()).toEqual({ found: undefined, reads: 0 });
  });

  it('is read each time when it is large, and again when many others were read', () => {
    const large = write('large.json', 'x'.repeat(70_000));
    expect([read(large).reads, read(large).reads]).toEqual([1, 1]);
    read();
    const others = Array.from({ length: 128 }, (_, n) => write(`${n + 2}.json`, 'text'));
    for (const other of others) read(other);
    expect(read(others.at(-1)).reads).toBe(0);
    expect(read()).toEqual({ found: WHOLE, reads: 1 });
  });
});
