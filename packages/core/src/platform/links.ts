// What link(2) and CreateHardLink answer where a file system has none: Linux, macOS, and Windows on FAT.
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EINVAL', 'UNKNOWN']);

/** Why no hard link could be made, where the file system has none at all; undefined for other trouble. */
export function noLinksHere(code: string | undefined): string | undefined {
  if (code === undefined || !NO_LINKS.has(code)) return undefined;
  return `${code}: its file system has no hard links, as FAT and exFAT; choose a folder on a disk with NTFS, APFS or ext4`;
}
