import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runSteps, type Built } from '../../scripts/dist/docker/run-steps.js';
import { readStages } from '../../scripts/dist/docker/steps.js';
import { archive, withPackages } from '../../scripts/dist/pack/packages.js';
import { openHouse, repositoryFile, type House } from '../support/house.js';

interface Linter {
  run(folder: string, text: string): readonly { readonly title: string; readonly line: number }[];
}
// It has no types.
const linter = createRequire(import.meta.url)('dockerfilelint') as Linter;

interface Service {
  readonly profiles: readonly string[];
  readonly command: readonly string[];
  readonly volumes: readonly string[];
  readonly read_only: boolean;
  readonly stdin_open: boolean;
  readonly ports?: unknown;
  readonly privileged?: unknown;
  readonly network_mode?: unknown;
}

const composeFile = async () =>
  parse(await repositoryFile('scripts/docker/compose.yaml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: object;
  };

describe('the Dockerfile', () => {
  it('has nothing that dockerfilelint would change', async () => {
    const text = await repositoryFile('scripts/docker/Dockerfile');
    expect(linter.run('.', text)).toEqual([]);
    expect(linter.run('.', text.replace('USER node', 'USR node')).map(({ line }) => line)).toHaveLength(1);
  });

  it('runs nothing as root, and says how it is', async () => {
    const steps = readStages(await repositoryFile('scripts/docker/Dockerfile')).at(-1)?.steps ?? [];
    const users = steps.filter((step) => step.kind === 'user');
    expect(users).toEqual([{ kind: 'user', name: 'node' }]);
    expect(steps.at(-1)).toMatchObject({ kind: 'command' });
    expect(steps).toContainEqual({ kind: 'health', argv: ['tgmcp', 'doctor'] });
  });

  it('is followed step by step, or not at all', () => {
    expect(() => readStages('FROM scratch\nADD a.tgz /\n')).toThrow('not known here: ADD');
    expect(() => readStages('FROM scratch\nCMD tgmcp\n')).toThrow('not known here: CMD');
  });
});

describe('what its last stage makes', () => {
  let folder: string;
  let house: House;
  let built: Built;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tgmcp-image-'));
    house = await openHouse();
    // The first stage is `make pack` in a copy of the repository; its packages are made here.
    const ready = join(folder, 'ready');
    await withPackages((packages) =>
      Promise.all(packages.map((one) => archive(one, join(ready, 'src/dist')))),
    );
    built = await runSteps(join(folder, 'image'), { build: ready });
  }, 180_000);
  afterAll(async () => {
    await house.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is three programs of one version, and nothing of the packages they came in', async () => {
    const { code, stdout } = await built.start(built.command);
    expect(code).toBe(0);
    expect(stdout.match(/^tgmcp(?:-read|-actions)? \d[\w.-]+/gmu)).toHaveLength(3);
    expect((await readdir(join(built.folder, 'opt/tgmcp'))).toSorted()).toEqual(
      ['node_modules', 'package-lock.json', 'package.json'].toSorted(),
    );
  });

  it('is healthy with a session, and says what to do without one', async () => {
    const healthy = await built.start(undefined, house.env());
    expect(healthy).toMatchObject({ code: 0 });
    const fresh = await built.start(undefined, { TG_DATA_DIR: join(folder, 'fresh') });
    expect(fresh.code).not.toBe(0);
    expect(fresh.stdout + fresh.stderr).toContain('tgmcp login');
  });
});

describe('the compose file', () => {
  it('starts nothing unless it is named, and each in a profile of its own', async () => {
    const { services, volumes } = await composeFile();
    expect(Object.keys(services)).toEqual(['login', 'read', 'actions']);
    for (const [name, service] of Object.entries(services)) {
      expect(service).toMatchObject({ profiles: [name], read_only: true, stdin_open: true });
      expect(service.volumes).toEqual(['data:/home/node/data']);
      for (const open of ['ports', 'privileged', 'network_mode']) expect(service).not.toHaveProperty(open);
    }
    expect(services['read']?.command).toEqual(['tgmcp-read']);
    expect(services['actions']?.command).toEqual(['tgmcp-actions']);
    expect(Object.keys(volumes)).toEqual(['data']);
  });

  it('takes the image from nowhere but the build, which the page starts by the name of a service', async () => {
    const { services } = await composeFile();
    for (const service of Object.values(services))
      expect(service).toMatchObject({ image: 'tgmcp', pull_policy: 'never', build: { context: '../..' } });
    const page = await repositoryFile('docs/INSTALL.md');
    const built = [...page.matchAll(/^docker compose -f scripts\/docker\/compose\.yaml build *(\S*)/gmu)];
    // With every service in a profile, a build without a name has nothing to do.
    expect(built.map(([, name = '']) => Object.keys(services).includes(name))).toEqual([true]);
  });
});
