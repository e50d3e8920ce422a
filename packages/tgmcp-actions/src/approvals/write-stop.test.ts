import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STOP_FILE, writeStop } from './write-stop.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tgmcp-stop-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the switch that stops writing', () => {
  it('stops until it is released, for whoever looks at the folder', async () => {
    const one = writeStop(folder);
    const other = writeStop(folder);
    expect(await other.stopped()).toBe(false);
    await one.stop();
    await one.stop();
    expect(await other.stopped()).toBe(true);
    expect((await stat(join(folder, STOP_FILE))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, STOP_FILE), 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT.*Z\n$/);
    expect(await other.release()).toBe(true);
    expect(await one.stopped()).toBe(false);
    expect(await one.release()).toBe(false);
  });

  it('counts as on where nobody can tell', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await writeStop(join(folder, 'file')).stopped()).toBe(true);
    await mkdir(join(folder, STOP_FILE));
    expect(await writeStop(folder).stopped()).toBe(true);
  });
});
