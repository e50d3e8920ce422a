import { newKeyText } from '@tgmcp/core/login';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, Stop } from '../../console/exit.js';
import type { Context } from '../../context.js';

/** `tgmcp session new-key FILE`: a fresh key in a file of its own, never on the screen. An existing file is kept. */
export async function sessionNewKey(file: string, { console }: Context): Promise<void> {
  const place = resolve(file);
  try {
    await writeFile(place, `${newKeyText()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Stop(
      EXIT.refused,
      code === 'EEXIST' ? `${place} is there already and is kept.` : `${place} cannot be written (${code}).`,
    );
  }
  console.print(
    `A new key stands in ${place}, readable by you alone. Keep a copy: without it the sessions are lost.`,
  );
  console.print(
    `Next: TG_SESSION_KEY_PROVIDER=file and TG_SESSION_KEY_FILE=${place} in .env, then: tgmcp session encrypt`,
  );
}
