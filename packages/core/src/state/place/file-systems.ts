import { statfsSync } from 'node:fs';

/** Numbers by which Linux names file systems that several hosts can share, or that pass calls on to another program: statfs(2), linux/magic.h. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
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
]);

/**
 * The name of the shared file system a folder lies on; undefined for a local disk, and where the system does not tell.
 * `typeOf`: the number of the file system, as statfs(2) gives it.
 */
export function sharedFileSystem(
  folder: string,
  platform: string = process.platform,
  typeOf: (folder: string) => number = (path) => statfsSync(path).type,
): string | undefined {
  if (platform === 'win32') return folder.startsWith('\\\\') ? 'a network share' : undefined;
  // Elsewhere the numbers mean something else on each machine.
  if (platform !== 'linux') return undefined;
  return SHARED.get(typeOf(folder) >>> 0);
}
