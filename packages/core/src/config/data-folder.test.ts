import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPrivateFolder, preparePrivateFolder } from './data-folder.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-folder-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the data folder', () => {
  it('is made private, with its parents', async () => {
    const made = await preparePrivateFolder(join(base, 'a/b'));
    expect(made.ok).toBe(true);
    expect(statSync(join(base, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(base, 'a/b')).mode & 0o777).toBe(0o700);
  });

  it('is refused while others can read it, with the command that mends it', async () => {
    const open = join(base, 'open');
    mkdirSync(open);
    chmodSync(open, 0o750);
    const refused = await preparePrivateFolder(open);
    expect(!refused.ok && refused.refusal).toMatchObject({
      code: 'STATE_UNSAFE_MODE',
      message: `The data folder ${open} cannot be used: it is open to other users.`,
      data: { file: open, fix: `chmod 700 ${open}` },
    });
    chmodSync(open, 0o700);
    expect((await preparePrivateFolder(open)).ok).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is refused at once where no folder can be made', async () => {
    const refused = await preparePrivateFolder('/proc/tgmcp/state');
    expect(!refused.ok && refused.refusal).toMatchObject({
      code: 'STATE_UNWRITABLE',
      data: { file: '/proc/tgmcp/state', reason: 'ENOENT' },
    });
  });

  it.runIf(process.platform === 'linux')('is refused with the reason why it could not be made', async () => {
    const refused = await preparePrivateFolder('/sys/tgmcp');
    expect(!refused.ok && refused.refusal.data).toEqual({
      file: '/sys/tgmcp',
      reason: expect.stringMatching(/^E(?:ACCES|PERM|ROFS)$/) as string,
    });
  });

  it.runIf(process.getuid?.() === 0)('is refused while it belongs to somebody else', async () => {
    const theirs = join(base, 'theirs');
    mkdirSync(theirs, { mode: 0o700 });
    chownSync(theirs, 65_534, 65_534);
    const refused = await preparePrivateFolder(theirs);
    expect(!refused.ok && refused.refusal).toMatchObject({
      code: 'STATE_UNSAFE_MODE',
      message: expect.stringContaining('it belongs to another user') as string,
      data: { fix: `chown 0 ${theirs}` },
    });
  });

  it('is refused where it is a file itself', async () => {
    writeFileSync(join(base, 'file'), '');
    const refused = await preparePrivateFolder(join(base, 'file'));
    expect(!refused.ok && refused.refusal).toMatchObject({ data: { reason: 'it is not a folder' } });
  });

  it('of a checkout may be readable, because git made it', async () => {
    const shared = join(base, 'data');
    mkdirSync(shared);
    chmodSync(shared, 0o755);
    expect((await preparePrivateFolder(shared, { sharedWithGit: true })).ok).toBe(true);
  });

  it.each([0o710, 0o701, 0o704, 0o720])('is refused with the rights %o', async (mode) => {
    const open = join(base, 'open');
    mkdirSync(open);
    chmodSync(open, mode);
    expect(await checkPrivateFolder(open)).toMatchObject({
      ok: false,
      refusal: { code: 'STATE_UNSAFE_MODE' },
    });
  });

  it('is only looked at where it is to be checked, and then must be there', async () => {
    const missing = join(base, 'missing');
    expect(await checkPrivateFolder(missing)).toMatchObject({
      ok: false,
      refusal: {
        code: 'STATE_UNWRITABLE',
        message: `The data folder ${missing} cannot be written (ENOENT), so nothing was done.`,
        data: { file: missing, reason: 'ENOENT' },
      },
    });
    expect(existsSync(missing)).toBe(false);
  });

  it('may be reached by a link, and then its own rights count', async () => {
    const [real, link] = [join(base, 'real'), join(base, 'link')];
    mkdirSync(real);
    chmodSync(real, 0o700);
    symlinkSync(real, link);
    expect(await preparePrivateFolder(link)).toEqual({ ok: true, value: link });
    chmodSync(real, 0o755);
    expect(await preparePrivateFolder(link)).toMatchObject({ ok: false });
  });

  it('is refused where a file stands in its place', async () => {
    writeFileSync(join(base, 'file'), '');
    const refused = await preparePrivateFolder(join(base, 'file/data'));
    expect(!refused.ok && refused.refusal).toMatchObject({
      code: 'STATE_UNWRITABLE',
      data: { reason: 'ENOTDIR' },
    });
  });
});
