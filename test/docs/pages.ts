/** The pages of the repository that people read, and what stands in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../support/house.js';

/** A fenced block. `line` is that of its fence, from 1. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** One page, by its path from the root of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
  /** Everything outside of fenced blocks. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

const FENCE = /^ *```(.*)$/u;

/** Cuts a page into prose and fenced blocks; the indentation of a fence is taken off its lines. */
export function pageOf(path: string, text: string): Page {
  const prose: string[] = [];
  const blocks: Block[] = [];
  let open: { line: number; language: string; indent: number; lines: string[] } | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const fence = FENCE.exec(line);
    if (fence === null) (open?.lines ?? prose).push(open ? line.slice(open.indent) : line);
    else if (open === undefined)
      open = { line: at + 1, language: (fence[1] ?? '').trim(), indent: line.indexOf('`'), lines: [] };
    else {
      blocks.push({ page: path, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: a block without an end`);
  return { path, text, prose: prose.join('\n'), blocks };
}

const found = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** README and everything below docs/. */
export const PAGES: readonly Page[] = ['README.md', ...found.toSorted()].map((path) =>
  pageOf(path, readFileSync(join(root, path), 'utf8')),
);

/** The words between backticks in a text. */
export const spansOf = (text: string): string[] =>
  [...text.matchAll(/`([^`\n]+)`/gu)].map(([, span]) => span ?? '');

/** A place in the repository, seen from a page. */
export const fromPage = (page: string, target: string): string =>
  relative(root, join(root, page, '..', target));

/** The names by which a page's headings can be linked to. */
export function anchorsOf({ prose }: Page): string[] {
  return [...prose.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
