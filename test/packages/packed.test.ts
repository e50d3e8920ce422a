import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { World } from '@tgmcp/emulator';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord, recordName } from '../../scripts/dist/programs/compiled/record.js';
import { openHouse, PROGRAMS, type House } from '../support/house.js';
import { startAgent } from '../support/mcp-client.js';
import { SECRETS, told } from '../support/newcomer.js';
import { GROUP, PERSON, smallWorld } from '../support/small-world.js';
import { takeFirstSteps } from './first-steps.js';
import { installLibrary, packAndInstall, type Installed } from './installed.js';
import { startBundle } from './mcp-bundles.js';

const run = promisify(execFile);
const NAMES = ['tgmcp-read', 'tgmcp-actions', 'tgmcp'];

let installed: Installed;
let house: House;
beforeAll(async () => {
  [installed, house] = await Promise.all([packAndInstall(), openHouse(unreadWorld)]);
}, 180_000);
afterAll(async () => {
  await house.close();
  await installed.remove();
});

function unreadWorld(): World {
  const world = smallWorld();
  world.setUnread(PERSON.id, { kind: 'channel', id: GROUP.bare }, 7);
  return world;
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: object;
  readonly scripts?: object;
  readonly private?: boolean;
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

describe('the packed programs', () => {
  it.each(NAMES)(
    '%s holds what it needs and nothing of the workspace, the tests or the emulator',
    async (name) => {
      const folder = installed.of(name);
      const own = (await readdir(folder)).toSorted();
      expect(own).toEqual([
        'LICENSE',
        'README.md',
        'THIRD-PARTY.md',
        'bundle',
        'node_modules',
        'package.json',
      ]);
      const programs = (await readdir(join(folder, 'bundle'))).filter((one) => !/^part-\w+\.js$/u.test(one));
      const record = name === 'tgmcp' ? [] : [recordName()];
      expect(programs.toSorted()).toEqual([`${name}.js`, 'package.json', ...record].toSorted());
      const all = await readdir(folder, { recursive: true });
      expect(all.filter((path) => /emulator|preload|\.test\.|\.ts$|\.map$|\.node$/u.test(path))).toEqual([]);
      const manifest = await manifestIn(folder);
      expect(manifest).not.toHaveProperty('private');
      expect(manifest).not.toHaveProperty('scripts');
      expect(manifest).not.toHaveProperty('devDependencies');
      expect(JSON.stringify(manifest)).not.toContain('workspace:');
    },
  );

  it.each(NAMES)(
    '%s has every dependency inside, and none that runs a script when it is installed',
    async (name) => {
      const modules = join(installed.of(name), 'node_modules');
      const inside = (await readdir(modules)).filter((one) => !one.startsWith('.'));
      const needed = new Set(Object.keys((await manifestIn(installed.of(name))).dependencies));
      for (const one of inside) {
        const manifest = await manifestIn(join(modules, one));
        expect(manifest).not.toHaveProperty('scripts');
        for (const dependency of Object.keys(manifest.dependencies ?? {})) needed.add(dependency);
      }
      expect(inside.toSorted()).toEqual([...needed].toSorted());
    },
  );

  it.each(NAMES)('%s names the packages whose code is inside, and all may be handed out', async (name) => {
    const notice = await readFile(join(installed.of(name), 'THIRD-PARTY.md'), 'utf8');
    for (const one of ['telegram 2.26.22', 'big-integer', 'zod', '@noble/ciphers'])
      expect(notice).toContain(`## ${one}`);
    expect(notice).not.toMatch(/GNU|GPL/u);
    expect(notice).not.toContain('@tgmcp');
    const library = join(installed.of(name), 'node_modules/telegram');
    expect(await readFile(join(library, 'crypto/IGE.js'), 'utf8')).not.toContain('@cryptography');
  });

  it('are byte for byte the programs that all other tests start', async () => {
    for (const [name, file] of [
      ['tgmcp-read', PROGRAMS.read],
      ['tgmcp-actions', PROGRAMS.actions],
      ['tgmcp', PROGRAMS.operator],
    ] as const) {
      const [packed, built] = [join(installed.of(name), 'bundle'), dirname(file)];
      const files = await readdir(built);
      expect((await readdir(packed)).toSorted()).toEqual(files.toSorted());
      for (const one of files.filter((file) => file !== recordName()))
        expect((await readFile(join(packed, one))).equals(await readFile(join(built, one))), one).toBe(true);
    }
  });

  it.each(NAMES.slice(0, 2))(
    '%s has a record of the compiled code of the parts that it has',
    async (name) => {
      const folder = join(installed.of(name), 'bundle');
      const recorded = readRecord(await readFile(join(folder, recordName()))) ?? [];
      expect(recorded.length).toBeGreaterThan(3);
      for (const one of recorded)
        expect(crc32(await readFile(join(folder, one.name))), one.name).toBe(one.sum);
    },
  );

  it('say their version, and the command those of the servers beside it', async () => {
    const { version } = await manifestIn(installed.of('tgmcp'));
    for (const name of NAMES)
      expect((await run(installed.command(name), ['--version'])).stdout.trim()).toBe(`${name} ${version}`);
    const { stdout, stderr } = await run(installed.command('tgmcp'), ['version'], { env: house.env() });
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      `tgmcp ${version}`,
      `tgmcp-read ${version}  ${join(installed.of('tgmcp-read'), 'bundle/tgmcp-read.js')}`,
      `tgmcp-actions ${version}  ${join(installed.of('tgmcp-actions'), 'bundle/tgmcp-actions.js')}`,
    ]);
  });

  it('read over a connection that the packed cipher encrypts, and write nothing unasked', async () => {
    const reader = await startAgent({ file: installed.command('tgmcp-read'), env: house.env() });
    const page = await reader.call('tg_get_messages', { group: `@${GROUP.username}`, limit: 3 });
    await reader.close();
    expect(page).toMatchObject({ refused: false });
    expect(JSON.stringify(page.body)).toContain('note 250');
    const writer = await startAgent({ file: installed.command('tgmcp-actions'), env: house.env() });
    const policy = await writer.call('tg_get_actions_policy');
    const { tools } = await writer.client.listTools();
    await writer.close();
    expect(policy).toMatchObject({ refused: false });
    expect(tools.map(({ name }) => name)).toContain('tg_send_message');
    expect(house.wire()).toContain('messages.getHistory');
    expect(house.wire().filter((method) => /send|edit|delete/iu.test(method))).toEqual([]);
  });

  it('start by npx from an archive alone', { timeout: 120_000 }, async () => {
    const cache = join(installed.folder, 'npx-cache');
    const args = ['--yes', '--offline', '--cache', cache, '--package', installed.archives[0] ?? ''];
    const { stdout } = await run('npx', [...args, 'tgmcp-read', '--version'], { cwd: installed.folder });
    expect(stdout).toMatch(/^tgmcp-read \d/u);
  });
});

describe('a new user', () => {
  it('gets from the archives to the first approved write in six commands, each named by the one before', async () => {
    const { typed, ran, emulator, tookMs } = await takeFirstSteps(installed);
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 4, 0, 0]);
    // Installing is one command more.
    expect(1 + typed.length).toBeLessThanOrEqual(8);
    expect(installed.installMs + tookMs).toBeLessThan(300_000);
    const [set, read, asked, approved, sent] = ran;
    for (const command of typed.slice(1, 3)) expect(set?.stderr).toContain(`  ${command}\n`);
    expect(read?.stdout).toContain(GROUP.title);
    expect(asked?.stdout).toContain('tgmcp approve');
    expect(approved?.stderr).toContain('Next:');
    expect(sent?.stdout).toContain('"already_sent":false');
    const writes = emulator.calls.all.filter(({ method }) => method === 'messages.sendMessage');
    expect(writes).toHaveLength(1);
    expect([...emulator.unimplemented, ...emulator.protocolErrors]).toEqual([]);
    const said = ran.map(told).join('\n');
    for (const secret of SECRETS) expect(said).not.toContain(secret);
  }, 180_000);
});

describe('the packages, as tools for packages see them', () => {
  it('have nothing that publint would suggest to change', async () => {
    for (const file of installed.archives) {
      const bytes = await readFile(file);
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      expect((await publint({ pack: { tarball }, strict: true })).messages, file).toEqual([]);
    }
  });

  it('have types that resolve for everybody who imports ES modules', async () => {
    const cli = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
    const args = [
      join(cli, '../dist/index.js'),
      installed.archives[3] ?? '',
      '--profile',
      'esm-only',
      '--format',
      'json',
    ];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 50_000_000 });
    const { analysis } = JSON.parse(stdout) as { analysis: { entrypoints: object; types: unknown } };
    expect(analysis.types).toEqual({ kind: 'included' });
    expect(Object.keys(analysis.entrypoints)).toEqual(['./library', './package.json']);
  }, 90_000);
});

describe('the bundles for Claude Desktop', () => {
  it('start both servers as their manifests say, and the reading one reads', async () => {
    const [read = '', actions = ''] = installed.bundles;
    const reader = await startBundle(read, join(installed.folder, 'unpacked-read'), house);
    const page = await reader.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    await reader.close();
    expect(page).toMatchObject({ refused: false, body: { count: 1 } });
    const writer = await startBundle(actions, join(installed.folder, 'unpacked-actions'), house);
    await writer.close();
  });
});

describe('the library in a project of its own', () => {
  let home: string;
  beforeAll(async () => {
    home = await installLibrary(installed);
    await cp(join(home, 'node_modules/@tgmcp/core/examples'), join(home, 'examples'), { recursive: true });
    await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  });
  const node = async (file: string, ...args: string[]) =>
    (await run(process.execPath, [join(home, file), ...args], { env: house.env() })).stdout;

  it('runs its examples', async () => {
    expect(await node('examples/list-unread.js')).toBe(`7\t${GROUP.title}\t${GROUP.id}\n`);
    const found = await node('examples/search-all.js', 'note 250');
    expect(found).toMatch(/^ {2}\S+ Ann: note 250$/mu);
  });

  it.each(['', '/start', '/login', '/unlock-writes', '/dist/runtime/runtime.js'])(
    'has no door @tgmcp/core%s',
    async (door) => {
      await writeFile(join(home, 'door.js'), `await import('@tgmcp/core${door}');\n`);
      await expect(node('door.js')).rejects.toMatchObject({
        stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED'),
      });
    },
  );

  it('holds what its door reaches: nothing that unlocks writes, logs in, serves or audits', async () => {
    const folder = join(home, 'node_modules/@tgmcp/core');
    const files = (await readdir(join(folder, 'dist'), { recursive: true })).filter((file) =>
      /\./u.test(file),
    );
    expect(files).toEqual(expect.arrayContaining(['library.js', 'library.d.ts', 'telegram/guard/gate.js']));
    const shut =
      /^(?:index|start|login|unlock-writes)\.|^(?:audit|telegram\/login)\/|^mcp\/start|\.test\.|\/test-/u;
    expect(files.filter((file) => shut.test(file) || !/\.(?:js|d\.ts)$/u.test(file))).toEqual([]);
    for (const file of files)
      expect(await readFile(join(folder, 'dist', file), 'utf8'), file).not.toContain('sourceMappingURL');
    const { dependencies } = await manifestIn(folder);
    expect(Object.keys(dependencies)).toContain('telegram');
    expect(Object.keys(dependencies)).not.toContain('@modelcontextprotocol/sdk');
  });

  it('says what is wrong, and what to do, when an example cannot do its work', async () => {
    const failed = run(process.execPath, [join(home, 'examples/export-group.js'), '@nobody_there'], {
      env: house.env(),
    });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PEER_NOT_FOUND'),
    });
  });

  it('runs what its README shows', async () => {
    const readme = await readFile(join(home, 'node_modules/@tgmcp/core/README.md'), 'utf8');
    const snippet = /```js\n([^]*?)```/u.exec(readme)?.[1] ?? '';
    await writeFile(join(home, 'snippet.js'), snippet.replace('@somebody', `@${GROUP.username}`));
    expect((await node('snippet.js')).split('\n').slice(0, 2)).toEqual(['note 250', 'note 249']);
  });
});
