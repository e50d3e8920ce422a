import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './scratch.js';

const DOORS: Record<string, string> = {
  '@tgmcp/core': 'packages/core/src/index.ts',
  '@tgmcp/core/unlock-writes': 'packages/core/src/unlock-writes.ts',
  '@tgmcp/core/library': 'packages/core/src/library.ts',
  '@tgmcp/core/start': 'packages/core/src/start.ts',
  '@tgmcp/core/login': 'packages/core/src/login.ts',
  'tgmcp-actions/approvals': 'packages/tgmcp-actions/src/approvals/index.ts',
};
const IMPORT = /(?:import|export)\s[^;]*?from\s*'([^']+)'|import\s*\(\s*'([^']+)'\s*\)|^import\s*'([^']+)'/gm;

function sources(dir: string): string[] {
  return readdirSync(join(ROOT, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(dist|bundle|node_modules)\//.test(file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    if (name.startsWith('.')) return [join(dirname(file), name).replace(/\.js$/, '.ts')];
    return [DOORS[name] ?? name];
  });
}

function reachableFrom(entry: string): Set<string> {
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (file.endsWith('.ts')) open.push(...importsOf(file));
  }
  return seen;
}

describe('the import rules hold, derived once more from the sources', () => {
  const read = reachableFrom('packages/tgmcp-read/src/main.ts');

  it('the read server reaches the reader, and no write code by any chain', () => {
    expect(
      [...read].filter((file) => file.startsWith('packages/core/src/telegram/reader/')).length,
    ).toBeGreaterThan(3);
    const wrong = [...read].filter((file) =>
      /tgmcp-actions|packages\/operator|core\/src\/(unlock-writes|login)\.ts|packages\/emulator/.test(file),
    );
    expect(wrong).toEqual([]);
  });

  it('the library reaches as little', () => {
    const library = reachableFrom('packages/core/src/library.ts');
    expect(library.has('packages/core/src/telegram/reader/history.ts')).toBe(true);
    expect(
      [...library].filter((file) =>
        /tgmcp-|packages\/operator|core\/src\/(unlock-writes|login)\.ts|packages\/emulator/.test(file),
      ),
    ).toEqual([]);
    // And costs the servers nothing.
    expect([...read].filter((file) => file.startsWith('packages/core/src/library'))).toEqual([]);
  });

  it('only the entry of the actions server opens the door that unlocks writes', () => {
    const openers = sources('packages').filter((file) =>
      importsOf(file).includes('packages/core/src/unlock-writes.ts'),
    );
    expect(openers).toEqual(['packages/tgmcp-actions/src/main.ts']);
  });

  it('only the operator opens the door for logging in', () => {
    const openers = sources('packages').filter((file) =>
      importsOf(file).includes('packages/core/src/login.ts'),
    );
    expect(openers.length).toBeGreaterThan(0);
    expect(openers.filter((file) => !file.startsWith('packages/operator/'))).toEqual([]);
  });

  it('the journal knows actions only, and the gates no batches, lanes or tools', () => {
    const inside = (folder: string): string[] =>
      sources(`packages/tgmcp-actions/src/${folder}`)
        .filter((file) => !file.endsWith('/test-bench.ts'))
        .flatMap(importsOf)
        .filter((file) => file.startsWith('packages/tgmcp-actions/src/'))
        .map((file) => file.split('/')[3] ?? '');
    expect(new Set(inside('journal'))).toEqual(new Set(['actions', 'journal']));
    const gates = new Set(inside('gates'));
    expect([...gates]).toEqual(expect.arrayContaining(['approvals', 'gates', 'journal']));
    expect(['batch', 'lanes', 'tools', 'bot-steps'].filter((folder) => gates.has(folder))).toEqual([]);
  });

  it('the SDK of the protocol is behind the plumbing of the servers, and its client behind the bridge', () => {
    const importers = sources('packages').flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('@modelcontextprotocol/sdk/'))
        .map((name) => ({ file, name })),
    );
    const bridge = importers.filter(({ file }) => file.startsWith('packages/operator/src/bridge/'));
    expect(bridge.length).toBeGreaterThan(1);
    expect(bridge.filter(({ name }) => !/sdk\/(client\/|types\.js$)/.test(name))).toEqual([]);
    const others = importers.filter((one) => !bridge.includes(one));
    expect(others.filter(({ file }) => !file.startsWith('packages/core/src/mcp/'))).toEqual([]);
  });

  it('no shipped program reaches the emulator', () => {
    for (const entry of ['tgmcp-read/src/main.ts', 'tgmcp-actions/src/main.ts', 'operator/src/cli.ts']) {
      const reached = [...reachableFrom(`packages/${entry}`)];
      expect(reached.filter((file) => file.includes('emulator'))).toEqual([]);
      expect(reached.length).toBeGreaterThan(20);
    }
  });

  it('no file switches a check off by comment', () => {
    const mark = new RegExp(
      ['oxlint', 'eslint'].map((tool) => `${tool}-disable`).join('|') + '|@ts-(ignore|nocheck)',
    );
    const wrong = ['packages', 'scripts', 'test']
      .flatMap(sources)
      .filter((file) => mark.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('the dependency-graph tool saw the modules at all', () => {
    const output = execFileSync(
      join(ROOT, 'node_modules/.bin/depcruise'),
      [
        '--config',
        '.config/dependency-cruiser.cjs',
        'packages/tgmcp-read/src',
        'packages/core/src',
        '--output-type',
        'json',
      ],
      { cwd: ROOT, maxBuffer: 256 * 1024 * 1024 },
    );
    const { modules } = JSON.parse(String(output)) as {
      modules: { source: string; dependencies: { resolved: string }[] }[];
    };
    const main = modules.find((module) => module.source === 'packages/tgmcp-read/src/main.ts');
    expect(main?.dependencies.map((dependency) => dependency.resolved)).toContain(
      'packages/core/src/start.ts',
    );
    expect(modules.length).toBeGreaterThan(60);
  }, 60_000);

  it('zod is imported as a namespace where programs start, so that the bundler can leave out what is not used', () => {
    const wrong = ['packages/core/src', 'packages/tgmcp-read/src', 'packages/tgmcp-actions/src']
      .flatMap(sources)
      .filter((file) => /import (type )?(\{|z )[^;]*from 'zod'/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('what starts a server takes of the core its own door and types', () => {
    const starting = [
      'packages/tgmcp-read/src/main.ts',
      'packages/tgmcp-read/src/chat-resource.ts',
      'packages/tgmcp-actions/src/main.ts',
      'packages/tgmcp-actions/src/open-services.ts',
    ];
    for (const file of starting)
      expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(
        /^(?:im|ex)port (?!type )[^;]*from '@tgmcp\/core';/mu,
      );
  });

  it('what does something when it is loaded is named in the package, so that a bundler leaves it in', () => {
    const acting = sources('packages/core/src')
      .filter((file) => !file.endsWith('/store-worker.ts'))
      .filter((file) => /^(?:[\w.]+\(|globalThis)/mu.test(readFileSync(join(ROOT, file), 'utf8')))
      .map((file) => file.replace('packages/core/src/', './dist/').replace(/\.ts$/u, '.js'));
    const { sideEffects } = JSON.parse(readFileSync(join(ROOT, 'packages/core/package.json'), 'utf8')) as {
      sideEffects: string[];
    };
    expect(acting.toSorted()).toEqual(sideEffects.toSorted());
  });

  it('no source file is longer than 300 lines', () => {
    const long = ['packages', 'scripts', 'test']
      .flatMap(sources)
      .map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
