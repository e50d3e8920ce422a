import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { lengthOf } from '../lengths.js';

const BENCH = fileURLToPath(new URL('../../../scripts/dist/bench-export.js', import.meta.url));

/* Smaller than what `make bench-export` measures, and with room for neighbours on the machine. */
it(
  'an export goes about as fast as the bare library through a chat, in memory that does not grow with it',
  { retry: 3, timeout: 400_000 },
  async () => {
    const args = [
      BENCH,
      '--json',
      '--messages',
      '10000',
      '--rounds',
      '3',
      '--small',
      '5000',
      '--large',
      String(lengthOf(30_000, 1_000_000)),
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const measured = JSON.parse(stdout) as { ratio: number; smallMb: number; largeMb: number };
    process.stdout.write(
      `export: ${measured.ratio.toFixed(2)} × the library, ${measured.smallMb.toFixed(0)} to ${measured.largeMb.toFixed(0)} MB\n`,
    );
    expect(measured.ratio).toBeGreaterThan(0.7);
    expect(measured.largeMb - measured.smallMb).toBeLessThan(30);
  },
);
