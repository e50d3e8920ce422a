/** Which files can be sent from a disk, and which cannot however they are named. */
import { execFileSync } from 'node:child_process';
import { closeSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePlaces, isClosed } from '../../packages/tgmcp-actions/src/files/file-places.js';
import { openFile } from '../../packages/tgmcp-actions/src/files/open-file.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

let disk: OwnDisk;

beforeAll(() => {
  disk = ownDisk();
  disk.put('root/plan.txt');
  disk.put('root/a b/Ünï & co.txt');
  disk.put('outside/plan.txt');
  disk.put('data/outbox/plan.txt');
});
afterAll(() => disk.remove());

/** The text of a file that is opened, or the reason why it is not. */
function opened(asked: string, roots: string = disk.at('root')): { text?: string; reason?: unknown } {
  const file = openFile(asked, filePlaces(disk.settings({ TG_ACTIONS_FILE_ROOTS: roots })));
  if (!file.ok) {
    expect(file.refusal.code).toBe('FILE_REFUSED');
    return { reason: file.refusal.data?.['reason'] };
  }
  try {
    return { text: readFileSync(file.value.fd, 'utf8') };
  } finally {
    closeSync(file.value.fd);
  }
}

describe('a file below a file root', () => {
  it('is opened by its path, or by its name from there', () => {
    expect(opened(disk.at('root/plan.txt'))).toEqual({ text: 'root/plan.txt' });
    expect(opened('plan.txt')).toEqual({ text: 'root/plan.txt' });
    expect(opened('./a b//Ünï & co.txt')).toEqual({ text: 'root/a b/Ünï & co.txt' });
  });

  it('is looked for in each root, in their order', () => {
    const roots = [disk.at('gone'), disk.at('outside'), disk.at('root')].join(',');
    expect(opened('plan.txt', roots)).toEqual({ text: 'outside/plan.txt' });
    expect(opened('a b/Ünï & co.txt', roots)).toEqual({ text: 'root/a b/Ünï & co.txt' });
    expect(opened(disk.at('root/plan.txt'), roots)).toEqual({ text: 'root/plan.txt' });
  });

  it('may be in a root that the operator named by a link', () => {
    symlinkSync(disk.at('root'), disk.at('by-link'));
    expect(opened(disk.at('by-link/plan.txt'), disk.at('by-link'))).toEqual({ text: 'root/plan.txt' });
    expect(opened(disk.at('root/plan.txt'), disk.at('by-link'))).toEqual({ text: 'root/plan.txt' });
  });

  it('comes from the outbox where nothing else is set, and from nowhere else in the data folder', () => {
    disk.put('data/inbox/7001/photo.jpg');
    disk.put('data/state/x/head.json');
    expect(opened('plan.txt', '<data>/outbox')).toEqual({ text: 'data/outbox/plan.txt' });
    for (const name of ['data/inbox/7001/photo.jpg', 'data/state/x/head.json']) {
      expect(opened(disk.at(name), disk.path)).toEqual({ reason: 'it lies where nothing is sent from' });
    }
    expect(opened(disk.at('data/outbox/plan.txt'), disk.path)).toEqual({ text: 'data/outbox/plan.txt' });
    expect(opened('x/head.json', disk.at('data/state'))).toEqual({
      reason: 'it lies where nothing is sent from',
    });
  });
});

describe('what is no file of a root', () => {
  const none = (asked: string, reason: string, roots?: string): void => {
    expect(opened(asked, roots)).toEqual({ reason: expect.stringContaining(reason) });
  };

  it('is refused with the roots in sight', () => {
    none(disk.at('outside/plan.txt'), `it is in none of the file roots: ${disk.at('root')}`);
    none('/etc/passwd', 'it is in none of the file roots');
    none('gone.txt', 'it is not there, in none of the file roots');
    none(disk.at('root/gone.txt'), 'it is not there');
    none(disk.at('root/plan.txt/x'), 'it is not there');
    // A folder whose name only begins like a root.
    disk.put('root-2/plan.txt');
    none(disk.at('root-2/plan.txt'), 'it is in none of the file roots');
    none(`${'x/'.repeat(3000)}y`, '');
  });

  it.each(['../outside/plan.txt', 'a b/../plan.txt', 'a b/..', '..', '..\\outside\\plan.txt'])(
    '%j is refused: it has ".." in it',
    (asked) => {
      none(asked, 'it has ".." in it');
      none(`${disk.at('root')}/${asked}`, 'it has ".." in it');
    },
  );

  it('is a symbolic link: the file itself, or a folder on its way', () => {
    symlinkSync(disk.at('outside/plan.txt'), disk.at('root/link.txt'));
    symlinkSync('plan.txt', disk.at('root/near.txt'));
    symlinkSync('gone.txt', disk.at('root/dangling.txt'));
    symlinkSync('loop.txt', disk.at('root/loop.txt'));
    symlinkSync(disk.at('outside'), disk.at('root/folder'));
    for (const name of ['link.txt', 'near.txt', 'dangling.txt', 'loop.txt'])
      none(name, 'it is a symbolic link');
    none('folder/plan.txt', 'a symbolic link leads to it');
    none(disk.at('root/folder/plan.txt'), 'a symbolic link leads to it');
  });

  it('is a file with a second name', () => {
    linkSync(disk.put('outside/secret.txt'), disk.at('root/harmless.txt'));
    none('harmless.txt', 'it has a second name');
  });

  it('is a folder, a FIFO, a socket or a device', async () => {
    none('a b', 'it is no regular file');
    none(disk.at('root'), 'it is in none of the file roots');
    none('.', '');
    execFileSync('mkfifo', [disk.at('root/pipe')]);
    none('pipe', 'it is no regular file');
    const socket = createServer().listen(disk.at('root/socket'));
    await new Promise((resolve) => socket.once('listening', resolve));
    none('socket', 'it is no regular file');
    socket.close();
    none('/dev/zero', 'it lies where nothing is sent from', '/');
  });

  it('is something of the system, though the root be "/"', () => {
    for (const asked of [
      '/proc/self/environ',
      '/proc/self/root/etc/passwd',
      '/proc/1/cmdline',
      '/sys/kernel/notes',
    ]) {
      none(asked, '', '/');
      none(asked, 'it is in none of the file roots');
    }
    // A way through the process's own root is no way around.
    none(`/proc/self/root${disk.at('root/plan.txt')}`, 'it lies where nothing is sent from', '/');
  });

  it.each([
    '.env',
    '.env.local',
    'prod.env',
    'config.env.bak',
    '.netrc',
    '.ssh/config',
    '.git/config',
    'a b/.hidden',
    'mine.session',
    'mine.session-journal',
    'Mine.SESSION',
    'mine.session.bak',
    'id_rsa',
    'id_ed25519.pub',
    'server.pem',
    'server.key',
    'cert.p12',
    'vault.kdbx',
    'credentials.json',
    'passwd',
  ])('%s is refused for its name', (name) => {
    disk.put(`root/${name}`);
    none(name, 'files of this name are never sent');
    none(disk.at('root', name), 'files of this name are never sent');
  });

  it('is a session, a key or the settings of this installation, whatever they are called', () => {
    for (const name of ['config/tgmcp.txt', 'config/mine.txt', 'config/lock.txt', 'logins/read.txt']) {
      disk.put(name);
      none(disk.at(name), 'it lies where nothing is sent from', disk.path);
    }
    mkdirSync(disk.at('config/more'));
    expect(opened(disk.put('config/more/plan.txt'), disk.path)).toEqual({ text: 'config/more/plan.txt' });
  });

  it('is a name that is none', () => {
    none('plan.txt\0.png', 'it is no path');
    none('x'.repeat(300), '');
  });
});

describe('a disk that finds a file by more than one spelling', () => {
  it('does not open what is closed: it is known by what it is, and not by its path', () => {
    disk.put('data/state/head.json');
    symlinkSync(disk.at('data'), disk.at('root/other-spelling'));
    const places = filePlaces(disk.settings({ TG_ACTIONS_FILE_ROOTS: disk.at('root') }));
    expect(isClosed(disk.at('root/other-spelling/state/head.json'), places)).toBe(true);
    expect(isClosed(disk.at('root/plan.txt'), places)).toBe(false);
  });

  it('sends nothing by a short name, which does not show what it stands for', () => {
    disk.put('root/REPORT~1.TXT');
    expect(opened('REPORT~1.TXT')).toEqual({ text: 'root/REPORT~1.TXT' });
    expect(opened('PASSWO~1.TXT')).toEqual({ reason: expect.stringContaining('it is not there') as string });
    expect(opened(disk.at('root/PASSWO~1.TXT'))).toEqual({
      reason: 'it is the short name of a file; give its whole name',
    });
  });
});
