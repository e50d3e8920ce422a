import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { sharedFileSystem } from './file-systems.js';

const onLinux = (type: number): string | undefined => sharedFileSystem('/data', 'linux', () => type);

describe('a file system that several hosts can share', () => {
  // statfs(2), linux/magic.h; the sign is that of a 32-bit number as some systems give it.
  for (const [type, name] of [
    [0x6969, 'NFS'],
    [0x517b, 'SMB'],
    [0xfe534d42, 'SMB'],
    [0xfe534d42 - 2 ** 32, 'SMB'],
    [0xff534d42, 'SMB'],
    [0x5346414f, 'AFS'],
    [0x6b414653, 'AFS'],
    [0x73757245, 'Coda'],
    [0x564c, 'NCP'],
    [0x00c36400, 'Ceph'],
    [0x01161970, 'GFS2'],
    [0x7461636f, 'OCFS2'],
    [0x0bd00bd0, 'Lustre'],
    [0x47504653, 'GPFS'],
    [0x19830326, 'BeeGFS'],
    [0x65735546, 'FUSE'],
    [0x01021997, '9P'],
    [0x786f4256, 'VirtualBox shared folders'],
  ] as const) {
    it(`is known by its number: ${name}, ${type.toString(16)}`, () => {
      expect(onLinux(type)).toBe(name);
    });
  }

  it('is none that lies on a local disk: ext4, Btrfs, XFS, tmpfs, overlayfs', () => {
    for (const type of [0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630]) {
      expect(onLinux(type)).toBeUndefined();
    }
    if (process.platform !== 'linux') return;
    expect(sharedFileSystem(tmpdir())).toBeUndefined();
    expect(() => sharedFileSystem('/nowhere/at/all')).toThrow('ENOENT');
  });

  it('is known by its path on Windows, and not told elsewhere', () => {
    const noNumber = (): number => {
      throw new Error('not asked');
    };
    expect(sharedFileSystem('\\\\server\\share', 'win32', noNumber)).toBe('a network share');
    expect(sharedFileSystem('C:\\Users\\me\\\\', 'win32', noNumber)).toBeUndefined();
    expect(sharedFileSystem('/data', 'darwin', noNumber)).toBeUndefined();
  });
});
