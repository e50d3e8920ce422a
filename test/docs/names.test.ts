/** Whatever a page names is there: settings, tools, refusals, files, links. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeTool, REFUSALS, SETTING_GROUPS } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { catalogue as actionsCatalogue } from '../../packages/tgmcp-actions/dist/catalogue.js';
import { catalogue as readCatalogue } from '../../packages/tgmcp-read/dist/catalogue.js';
import { root } from '../support/house.js';
import { anchorsOf, fromPage, PAGES, spansOf, type Page } from './pages.js';

const tools = new Set(
  [...readCatalogue.map(describeTool), ...actionsCatalogue.map(describeTool)].map(({ name }) => name),
);
const settings = Object.values(SETTING_GROUPS).flatMap((group) => Object.keys(group));

/** Pages about another system: the first column of their tables is in its words. */
const ABOUT_OTHERS = /^docs\/migration\/from-(?!tg-mcp)/u;
const ours = ({ path, text }: Page): string =>
  ABOUT_OTHERS.test(path) ? text.replaceAll(/^\|[^|]*\|/gmu, '|') : text;

/** Names in capitals that are neither settings nor refusals, and whose they are. */
const CAPITALS: Readonly<Record<string, string>> = {
  AUTH_KEY_DUPLICATED: 'an answer of Telegram',
  CHECKS: 'an array of gates.ts',
  CODEX_HOME: 'a variable of Codex',
  LOOKING_METHODS: 'a list in the sources',
  NAMED_VERBS: 'a set in the sources',
  NODE_EXTRA_CA_CERTS: 'a variable of Node.js',
  PYTHONPATH: 'a variable of Python',
  SERVER_ENDED: 'what the bridge says of a server',
  SPENDS: 'an array of gates.ts',
  TELEGRAM_SESSION: 'a variable of another system',
};

/** Whether a name is one of these, or the beginning of one where a page says `NAME_…`. */
const among = (name: string, known: Iterable<string>): boolean =>
  [...known].some((one) => one === name || (name.endsWith('_') && one.startsWith(name)));

const pages = PAGES.map((page) => [page.path, page] as const);

describe.each(pages)('%s', (path, page) => {
  const text = ours(page);
  const spans = spansOf(text);

  it('names settings that exist', () => {
    const named = [...text.matchAll(/\b(?:TG_[A-Z\d_]+|MAX_[A-Z_]+_PER_DAY|RATE_RPS)/gu)].map(String);
    expect(named.filter((name) => !among(name, settings))).toEqual([]);
  });

  it('names tools that exist', () => {
    const named = [...text.matchAll(/\btg_[a-z_]+/gu)].map(String);
    const scripts = (name: string): boolean => existsSync(join(root, `scripts/${name}.ts`));
    expect(named.filter((name) => !among(name, tools) && !scripts(name))).toEqual([]);
  });

  it('names refusals that exist', () => {
    const named = spans.filter((span) => /^[A-Z][A-Z\d]{3,}(?:_[A-Z\d]+)*$/u.test(span));
    const known = new Set([...settings, ...Object.keys({ ...REFUSALS, ...CAPITALS })]);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names files that exist', () => {
    const named = spans
      .filter((span) => /^(?:\.ci|\.config|docs|packages|scripts|test)\/[\w./-]+$/u.test(span))
      .map((file) => file.replace(/^scripts\/dist\/(\w+)\.js$/u, 'scripts/$1.ts'));
    const documents = spans.filter((span) => /^[A-Z_]+\.md$/u.test(span));
    const places = [...named, ...documents.map((name) => `docs/${name}`)];
    expect(places.filter((place) => !existsSync(join(root, place)))).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...page.prose.matchAll(/\]\(([^)\s]+)\)|<(https?:[^>]+)>/gu)].map(
      ([, target, address]) => target ?? address ?? '',
    );
    const broken = links.filter((link) => {
      if (/^https?:/u.test(link)) return !link.startsWith('https://');
      const [file = '', anchor] = link.split('#');
      const place = file === '' ? path : fromPage(path, file);
      if (!existsSync(join(root, place))) return true;
      const target = PAGES.find((one) => one.path === place);
      return anchor !== undefined && (target === undefined || !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

describe('the README', () => {
  const readme = PAGES[0]?.text ?? '';

  it('is short, and shows every tool of the reading server and every one of these of the other', () => {
    expect(readme.split('\n').length).toBeLessThan(200);
    const batches = /batch|managed_bot/u;
    const missing = [...tools].filter((name) => !readme.includes(`\`${name}\``) && !batches.test(name));
    expect(missing).toEqual([]);
  });

  it('leads to every page, itself or by one of those that it names', () => {
    const named = PAGES.filter(({ path }) => readme.includes(path) || path === 'README.md');
    const reached = (path: string): boolean =>
      named.some((page) => page.text.includes(path.replace('docs/', '')) || page.text.includes(path));
    const lost = PAGES.map(({ path }) => path).filter(
      (path) => !/README|decisions|clients/u.test(path) && !reached(path),
    );
    expect(lost).toEqual([]);
  });
});
