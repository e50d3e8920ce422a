/** Files that are gathered from a disk: as they were when they were read, or not at all, and closed again. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gather } from '../../packages/tgmcp-actions/src/files/gather.js';
import { filePlaces } from '../../packages/tgmcp-actions/src/files/file-places.js';
import { readThrough } from '../../packages/tgmcp-actions/src/files/read-through.js';
import { ownDisk, type OwnDisk } from './own-disk.js';
import { oneHostInternet } from './public-internet.js';
import { sourceOf } from './source-of.js';

let disk: OwnDisk;
beforeEach(() => {
  disk = ownDisk();
});
afterEach(() => disk.remove());

const refused = (code: string, data: object): object => ({ ok: false, refusal: { code, data } });

describe('a file on a disk', () => {
  const gathering = (changed: () => void) => {
    const settings = disk.settings();
    return {
      places: filePlaces(settings),
      network: oneHostInternet({ port: 1, connections: () => 0, close: async () => undefined }),
      allowHttp: false,
      maxBytes: 1000,
      signal: new AbortController().signal,
      read: async (pieces: AsyncIterable<Buffer>) => {
        const read = await readThrough(pieces, 1000);
        changed();
        return read;
      },
    };
  };

  it('is refused where it was changed while it was read', async () => {
    const path = disk.put('root/plan.txt', 'the plan');
    const still = gathering(() => undefined);
    expect(await gather(sourceOf('plan.txt'), false, still)).toMatchObject({
      ok: true,
      value: { size: 8, kind: 'document' },
    });
    const written = (): bigint => statSync(path, { bigint: true }).ctimeNs;
    const before = written();
    const writeAnew = (): void => {
      // A disk whose clock is coarse gives what follows at once the same time.
      do writeFileSync(path, 'a plan12');
      while (written() === before);
    };
    for (const [what, change] of [
      ['was written anew', writeAnew],
      ['grew', () => writeFileSync(path, 'more', { flag: 'a' })],
    ] as const) {
      expect(await gather(sourceOf('plan.txt'), false, gathering(change)), what).toMatchObject(
        refused('FILE_REFUSED', {
          file: 'plan.txt',
          reason: 'it was changed while it was read; try again when it is whole',
        }),
      );
    }
  });

  it('is closed again, whatever came of it', async () => {
    if (process.platform !== 'linux') return;
    disk.put('root/plan.txt', 'the plan');
    const before = readdirSync('/proc/self/fd').length;
    for (let n = 0; n < 20; n += 1) {
      await gather(sourceOf('plan.txt'), false, {
        ...gathering(() => undefined),
        maxBytes: n % 2 === 0 ? 1 : 9,
      });
    }
    expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 10);
  });

  it('is refused as the disk says, and a fault of the program is no refusal', async () => {
    disk.put('root/plan.txt', 'the plan');
    const broken = gathering(() => {
      throw Object.assign(new Error('read failed'), { code: 'EIO' });
    });
    expect(await gather(sourceOf('plan.txt'), false, broken)).toMatchObject(
      refused('FILE_REFUSED', { file: 'plan.txt' }),
    );
    const faulty = gathering(() => {
      throw new Error('a fault in the program');
    });
    await expect(gather(sourceOf('plan.txt'), false, faulty)).rejects.toThrow('a fault in the program');
  });
});
