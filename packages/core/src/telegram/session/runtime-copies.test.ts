import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from '../../state/process-life.js';
import { copiesOf, createRuntimeCopies, runtimeFolder, type CopySettings } from './runtime-copies.js';

let dir: string;
let settings: CopySettings;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tgmcp-copies-'));
  await chmod(dir, 0o700);
  settings = {
    SESSION_DIR: dir,
    TG_SESSION_RUNTIME_MODE: '',
    TG_SESSION_RUNTIME_PROFILE: '',
    TG_SESSION_RUNTIME_DIR: '',
  };
  await writeFile(join(dir, 'read.session'), 'as it is', { mode: 0o600 });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function placeOf(file: string): Promise<string> {
  const taken = await createRuntimeCopies(settings, 'read')?.take(file);
  if (taken?.ok !== true) throw new Error('no copy');
  return taken.value;
}

/** Does what copies do when their process ends; `before`: what others do then. */
function endProcess(before: readonly NodeJS.ExitListener[]): void {
  for (const listener of process.listeners('exit')) {
    if (before.includes(listener)) continue;
    process.removeListener('exit', listener);
    listener(0);
  }
}

describe('copies of sessions', () => {
  it('are private, bear the process in their name, and go with it', async () => {
    const copies = createRuntimeCopies(settings, 'read');
    const taken = await copies?.take(join(dir, 'read.session'));
    const place = taken?.ok === true ? taken.value : '';
    expect(place).toMatch(
      new RegExp(`/runtime/read_mcp/read__[0-9a-f]{10}__pid${process.pid}-\\d+\\.session$`),
    );
    expect(await readFile(place, 'utf8')).toBe('as it is');
    expect((await stat(place)).mode & 0o777).toBe(0o600);
    expect((await stat(runtimeFolder(settings, 'read'))).mode & 0o777).toBe(0o700);
    await copies?.release();
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([]);
  });

  it('go with a process that ends before it has given them back', async () => {
    const before = process.listeners('exit');
    const copy = await placeOf(join(dir, 'read.session'));
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([basename(copy)]);
    endProcess(before);
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([]);
  });

  it('go with their process though one of them cannot be removed', async () => {
    const before = process.listeners('exit');
    await writeFile(join(dir, 'other.session'), 'another', { mode: 0o600 });
    const copies = createRuntimeCopies(settings, 'read');
    const stuck = await copies?.take(join(dir, 'read.session'));
    await copies?.take(join(dir, 'other.session'));
    const place = stuck?.ok === true ? stuck.value : '';
    // What is a folder cannot be removed as a file.
    await rm(place);
    await mkdir(place);
    endProcess(before);
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([basename(place)]);
  });

  it('are not made once they were given back, and one that is being written goes, too', async () => {
    const copies = createRuntimeCopies(settings, 'read');
    const taking = copies?.take(join(dir, 'read.session'));
    await copies?.release();
    expect(await taking).toMatchObject({ refusal: { code: 'CANCELLED' } });
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([]);
    const before = process.listenerCount('exit');
    expect(await copies?.take(join(dir, 'read.session'))).toMatchObject({ refusal: { code: 'CANCELLED' } });
    expect(await readdir(runtimeFolder(settings, 'read'))).toEqual([]);
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('are known by whatever way their session is reached', async () => {
    await symlink(dir, `${dir}-link`);
    try {
      const copy = await placeOf(join(`${dir}-link`, 'read.session'));
      expect(await copiesOf(runtimeFolder(settings, 'read'), join(dir, 'read.session'))).toEqual([copy]);
    } finally {
      await rm(`${dir}-link`);
    }
  });

  it('are not made where a server works on the file itself', () => {
    expect(createRuntimeCopies(settings, 'actions')).toBeUndefined();
    expect(createRuntimeCopies({ ...settings, TG_SESSION_RUNTIME_MODE: 'direct' }, 'read')).toBeUndefined();
    expect(createRuntimeCopies({ ...settings, TG_SESSION_RUNTIME_MODE: 'shadow' }, 'actions')).toBeDefined();
  });

  it('are not made of a file that is missing or open to others; whoever opens that says why', async () => {
    const missing = join(dir, 'none.session');
    expect(await placeOf(missing)).toBe(missing);
    await chmod(join(dir, 'read.session'), 0o644);
    expect(await placeOf(join(dir, 'read.session'))).toBe(join(dir, 'read.session'));
  });

  it('of ended processes are swept, halves and recycled numbers too; others stay', async () => {
    const folder = join(dir, 'runtime', 'read_mcp');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    const own = await placeOf(join(dir, 'read.session'));
    const gone = [
      `read__0123456789__pid${child.pid}-77.session`,
      `read__0123456789__pid${child.pid}-77.session.2741`,
      `read__0123456789__pid${process.pid}-1.session`,
      `read.session.${child.pid}-77.0123456789abcdef`,
    ];
    const stays = [`read__0123456789__pid${process.ppid}-${processStart(process.ppid)}.session`, 'notes.txt'];
    for (const name of [...gone, ...stays]) await writeFile(join(folder, name), '', { mode: 0o600 });
    await createRuntimeCopies(settings, 'read')?.sweep();
    const left = await readdir(folder);
    expect(left.toSorted()).toEqual([...stays, own.slice(folder.length + 1)].toSorted());
  });
});
