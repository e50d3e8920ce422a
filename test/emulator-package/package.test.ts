import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['package.json', 'README.md', 'METHODS.md', 'dist', 'preload', 'examples'];

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/* The package as npm would publish it, in a folder that knows nothing of this repository. */
describe('@tgmcp/emulator as a package', () => {
  let folder: string;
  let home: string;
  let files: string[];
  const installed = () => join(home, 'node_modules/@tgmcp/emulator');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tgmcp-package-'));
    // A copy is packed, so that the files that packing puts beside the code disturb nobody.
    const copy = join(folder, 'repository/packages/emulator');
    for (const part of PARTS) {
      await cp(join(ROOT, 'packages/emulator', part), join(copy, part), { recursive: true });
    }
    await cp(join(ROOT, 'data/demo'), join(folder, 'repository/data/demo'), { recursive: true });
    const packed = await run('npm', ['pack', '--offline'], { cwd: copy });
    const archive = join(copy, packed.stdout.trimEnd().split('\n').at(-1) ?? '');
    const listed = await run('tar', ['-tzf', archive]);
    files = listed.stdout
      .trimEnd()
      .split('\n')
      .map((path) => path.replace(/^package\//u, ''));
    home = join(folder, 'elsewhere');
    await mkdir(installed(), { recursive: true });
    await run('tar', ['-xzf', archive, '--strip-components=1', '-C', installed()]);
    await mkdir(join(home, 'node_modules/@mtcute'));
    for (const name of ['commander', 'telegram', 'zod', '@mtcute/node']) {
      const source = await realpath(join(ROOT, 'packages/emulator/node_modules', name));
      await symlink(source, join(home, 'node_modules', name));
    }
    await cp(join(installed(), 'examples'), join(home, 'examples'), { recursive: true });
    await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds the code, its types, the examples and the demo world, and nothing of the tests', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'METHODS.md',
        'README.md',
        'demo/world.json',
        'dist/cli.js',
        'dist/index.d.ts',
        'dist/index.js',
        'examples/mtcute/greeter.js',
        'package.json',
        'preload/preload.cjs',
      ]),
    );
    const strange = files.filter((path) => !/\.(?:c?js|d\.ts|json|md)$/u.test(path));
    expect(strange).toEqual([]);
    expect(files.filter((path) => /^(?:src|dist\/.*\.test\.)/u.test(path))).toEqual([]);
  });

  it('names no map of the source, since none is inside', async () => {
    for (const path of files.filter((one) => one.startsWith('dist/')))
      expect(await readFile(join(installed(), path), 'utf8'), path).not.toContain('sourceMappingURL');
  });

  it('imports nothing but its dependencies and node', async () => {
    const manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8')) as Manifest;
    const known = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
    const strangers = new Set<string>();
    for (const path of files.filter((one) => /^dist\/.*\.js$/u.test(one))) {
      const code = await readFile(join(installed(), path), 'utf8');
      for (const [, name = ''] of code.matchAll(/^(?:import|export)[^'"\n]*from '([^.'][^']*)'/gmu)) {
        const bare = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
        if (!isBuiltin(name) && !known.has(bare)) strangers.add(`${path}: ${name}`);
      }
    }
    expect([...strangers]).toEqual([]);
  });

  it.each(['telegram', 'mtcute'])('runs the example with %s', async (library) => {
    const file = join(home, 'examples', library, 'greeter.test.js');
    const { stdout } = await run(
      process.execPath,
      ['--test', '--test-reporter=tap', '--test-force-exit', file],
      { cwd: home },
    );
    expect(stdout).toMatch(/# fail 0/u);
    expect(stdout).not.toMatch(/# pass 0/u);
  });

  it('starts by its command, with the demo world', async () => {
    const child = spawn(process.execPath, [join(installed(), 'dist/cli.js')], {
      cwd: home,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    expect(JSON.parse(line)).toMatchObject({ accounts: [{ user_id: '7001001' }, {}] });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
