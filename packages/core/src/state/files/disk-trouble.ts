const MEANING: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room on it',
  EDQUOT: 'the disk quota is used up; make room',
  EROFS: 'the disk is mounted read-only',
  EACCES: 'this user may not; mend its owner or its rights',
  EPERM: 'this user may not; mend its owner or its rights',
  ENOTDIR: 'a part of the path is a file, not a folder; move that file away or choose another folder',
  EEXIST: 'a file stands where a folder must be; move that file away or choose another folder',
  EIO: 'the disk has an error; check it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** A system error code with what it means and the way out, for the person who owns the disk: `ENOSPC: the disk is full; …`. */
export function diskTrouble(code: string): string {
  const meaning = MEANING[code];
  return meaning === undefined ? code : `${code}: ${meaning}`;
}
