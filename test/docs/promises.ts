/** Pages that promise something name the test that shows it: [`path` "words of its title"]. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile, root } from '../support/house.js';

const PROMISE = /\[`([\w./-]+\.test\.ts)` "([^"]+)"\]/gu;

/** File and words of every test that a page names. */
export function testsNamed(page: string): (readonly [file: string, words: string])[] {
  return [...page.matchAll(PROMISE)].map(([, file, words]) => [file ?? '', words ?? ''] as const);
}

/** The titles in a test file that have these words; undefined when there is no such file. */
export async function titlesWith(file: string, words: string): Promise<readonly string[] | undefined> {
  if (!existsSync(join(root, file))) return undefined;
  const escaped = words.replaceAll(/[$()*+.?[\]^{|}]/g, '\\$&');
  const title = new RegExp(`['"\`][^'"\`\\n]*${escaped}`, 'gu');
  return (await repositoryFile(file)).match(title) ?? [];
}
