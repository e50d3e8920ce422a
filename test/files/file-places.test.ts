/** Which places files may be sent from, and what becomes of the outbox. */
import { isWithin } from '@tgmcp/core';
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  filePlaces,
  isClosed,
  prepareOutbox,
  realOf,
} from '../../packages/tgmcp-actions/src/files/file-places.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

let disk: OwnDisk;
beforeEach(() => {
  disk = ownDisk();
});
afterEach(() => disk.remove());

it.each([
  ['/a/b', '/a/b', true],
  ['/a/b/c', '/a/b', true],
  ['/a/b/..c', '/a/b', true],
  ['/a', '/a/b', false],
  ['/a/bc', '/a/b', false],
  ['/', '/a/b', false],
  ['/c', '/a/b', false],
])('%s is within %s: %s', (path, folder, is) => expect(isWithin(path, folder)).toBe(is));

describe('a path without links', () => {
  it('is told as far as it is there', () => {
    mkdirSync(disk.at('root/deep'), { recursive: true });
    symlinkSync(disk.at('root'), disk.at('by-link'));
    expect(realOf(disk.at('by-link'))).toBe(disk.at('root'));
    expect(realOf(disk.at('by-link/deep'))).toBe(disk.at('root/deep'));
    expect(realOf(disk.at('by-link/gone/more.txt'))).toBe(disk.at('root/gone/more.txt'));
    expect(realOf('/')).toBe('/');
  });
});

describe('what is closed', () => {
  it('is named by the settings, and nothing is where they name nothing', () => {
    const { closed } = filePlaces(disk.settings({ TG_SESSION_PATH: '', TG_READ_SESSION_PATH: '' }));
    expect(closed).not.toContain('');
    for (const place of [
      disk.at('data'),
      disk.at('logins'),
      disk.at('config/lock.txt'),
      '/proc',
      '/sys',
      '/dev',
    ]) {
      expect(closed).toContain(place);
    }
  });

  it('is closed by whatever name, but for the outbox in it', () => {
    const places = filePlaces(disk.settings());
    disk.put('data/outbox/plan.txt');
    for (const path of [disk.at('data'), disk.at('data/state/x.json'), '/proc/self/environ', '/dev/zero']) {
      expect(isClosed(path, places)).toBe(true);
    }
    for (const path of [disk.at('data/outbox/plan.txt'), disk.at('root/plan.txt'), '/etc/hosts']) {
      expect(isClosed(path, places)).toBe(false);
    }
  });
});

describe('the outbox', () => {
  const outbox = (): string => disk.at('data/outbox');

  it('is made for its owner alone where it is a root, and nowhere else', async () => {
    rmSync(outbox(), { recursive: true });
    expect(await prepareOutbox(filePlaces(disk.settings()))).toEqual({ ok: true, value: undefined });
    expect(() => statSync(outbox())).toThrow('ENOENT');
    const places = filePlaces(disk.settings({ TG_ACTIONS_FILE_ROOTS: '<data>/outbox' }));
    for (let n = 0; n < 2; n += 1)
      expect(await prepareOutbox(places)).toEqual({ ok: true, value: undefined });
    expect(statSync(outbox()).mode & 0o777).toBe(0o700);
  });

  it('is refused where something else is in its place, with the reason', async () => {
    const places = filePlaces(disk.settings({ TG_ACTIONS_FILE_ROOTS: '<data>/outbox' }));
    rmSync(outbox(), { recursive: true });
    disk.put('data/outbox');
    const answer = await prepareOutbox(places);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'FILE_REFUSED', data: { file: outbox() } } });
    expect(answer.ok ? '' : answer.refusal.data?.['reason']).toMatch(/\w{4}/);
    const nowhere = { ...places, roots: [disk.at('data/outbox/x')], outbox: join(outbox(), 'x') };
    expect(await prepareOutbox(nowhere)).toMatchObject({ ok: false, refusal: { code: 'FILE_REFUSED' } });
  });
});
