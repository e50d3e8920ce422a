/** Damages the state of a house, and mends it as an operator would. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What can happen to the bytes of a file. */
export const DAMAGES = {
  'cut short': (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2)),
  emptied: (): Buffer => Buffer.alloc(0),
  'changed in one byte': (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    const digit = changed.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39);
    changed[digit] = changed[digit] === 0x30 ? 0x31 : 0x30;
    return changed;
  },
  'full of zeros': (bytes: Buffer): Buffer => Buffer.alloc(bytes.length),
} as const;

/** One damaged file: what it held, and what it holds now. */
export interface Damaged {
  readonly file: string;
  readonly good: Buffer;
  readonly bad: Buffer;
}

/** Damages the newest generation of every document of a kind. */
export async function damageAll(state: string, kind: string, how: keyof typeof DAMAGES): Promise<Damaged[]> {
  const damaged: Damaged[] = [];
  for (const document of await readdir(join(state, kind))) {
    const folder = join(state, kind, document);
    const head = (await readdir(folder)).find((name) => name.startsWith('head.'));
    if (head === undefined) throw new Error(`${folder} has no newest generation`);
    const file = join(folder, `${head.slice('head.'.length)}.json`);
    const good = await readFile(file);
    const bad = DAMAGES[how](good);
    await writeFile(file, bad);
    damaged.push({ file, good, bad });
  }
  if (damaged.length === 0) throw new Error(`there is nothing of ${kind} to damage`);
  return damaged;
}

/** The bytes that were set aside of a damaged file; undefined where nobody has come upon it yet. */
export async function setAside({ file }: Damaged): Promise<Buffer | undefined> {
  const aside = await asideOf(file);
  return aside === undefined ? undefined : readFile(aside);
}

/** Puts a good copy of each file back. */
export async function restore(damaged: readonly Damaged[]): Promise<void> {
  for (const { file, good } of damaged) {
    const aside = await asideOf(file);
    if (aside !== undefined) await rm(aside);
    await writeFile(file, good, { mode: 0o600 });
  }
}

async function asideOf(file: string): Promise<string | undefined> {
  const folder = join(file, '..');
  const name = (await readdir(folder)).find((one) => join(folder, one).startsWith(`${file}.corrupt-`));
  return name === undefined ? undefined : join(folder, name);
}
