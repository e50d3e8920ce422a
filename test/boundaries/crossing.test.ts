import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graph, scratchWorkspace, type Scratch, type Verdict } from './scratch.js';

const READ = 'packages/tgmcp-read/src';

/** Every way from the read server to write code, and the lock that stops it; each leaks where another holds. */
describe('the read server cannot be made to reach write code', () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = await scratchWorkspace();
  }, 60_000);

  afterAll(() => scratch.remove());

  it('pnpm: a package that is not declared does not resolve', async () => {
    const probe =
      "import('tgmcp-actions/approvals').then(() => process.exit(0), (e) => { console.log(e.code); process.exit(3); })";
    await scratch.write(`packages/tgmcp-read/probe.mjs`, probe);
    const { execFile } = await import('node:child_process');
    const answer = await new Promise<{ code: number; out: string }>((resolve) => {
      execFile(
        process.execPath,
        ['probe.mjs'],
        { cwd: `${scratch.dir}/packages/tgmcp-read` },
        (error, out) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out });
        },
      );
    });
    expect(answer).toEqual({ code: 3, out: 'ERR_MODULE_NOT_FOUND\n' });
  });

  it('project references: a relative path into the actions server does not compile', async () => {
    await scratch.write(
      `${READ}/probe-relative.ts`,
      "export * from '../../tgmcp-actions/src/approvals/index.js';\n",
    );
    const { code, output } = await scratch.tool('tsc', '-b', 'packages/tgmcp-read');
    await scratch.write(`${READ}/probe-relative.ts`, 'export {};\n');
    expect(code).not.toBe(0);
    expect(output).toMatch(/probe-relative\.ts.*TS(6059|6307)|TS(6059|6307).*approvals/);
  }, 120_000);

  describe('import rules', () => {
    const crossings: readonly (readonly [name: string, file: string, text: string, rule: string])[] = [
      [
        'the door that unlocks writes',
        'probe-door.ts',
        "export * from '@tgmcp/core/unlock-writes';\n",
        'read-never-reaches-write-code',
      ],
      [
        'a literal dynamic import',
        'probe-dynamic.ts',
        "export const door = () => import('@tgmcp/core/unlock-writes');\n",
        'read-never-reaches-write-code',
      ],
      [
        'a relative path',
        'probe-path.ts',
        "export * from '../../tgmcp-actions/src/approvals/index.js';\n",
        'read-imports-core-only',
      ],
      [
        'the door for logging in',
        'probe-login.ts',
        "export * from '@tgmcp/core/login';\n",
        'read-never-reaches-write-code',
      ],
      [
        'write code re-exported by core, behind the chain,',
        'probe-chain.ts',
        "export * from '@tgmcp/core';\n",
        'read-never-reaches-write-code',
      ],
    ];
    const INDEX = 'packages/core/src/index.ts';
    let found: Verdict;

    beforeAll(async () => {
      const index = await readFile(join(scratch.dir, INDEX), 'utf8');
      await scratch.write(INDEX, `${index}\nexport * from './unlock-writes.js';\n`);
      for (const [, file, text] of crossings) await scratch.write(`${READ}/${file}`, text);
      found = await graph(scratch);
      for (const [, file] of crossings) await scratch.write(`${READ}/${file}`, 'export {};\n');
      await scratch.write(INDEX, index);
    }, 60_000);

    // The tool takes seconds for the whole graph: all crossings are in it at once, each told by its own file.
    it.each(crossings)('%s is found', (_name, file, _text, rule) => {
      expect(found.code).not.toBe(0);
      expect(found.output).toContain(`error ${rule}: ${READ}/${file} → `);
    });
  });

  it('lint: an import() whose name is computed is refused', async () => {
    await scratch.write(
      `${READ}/probe-computed.ts`,
      'export const load = (name: string): Promise<unknown> => import(name);\n',
    );
    const { code, output } = await scratch.tool('oxlint', '-c', '.config/oxlintrc.json', READ);
    expect(code).not.toBe(0);
    expect(output).toContain('no-dynamic-require');
  });

  it('lint: reading the environment outside the entry points is refused', async () => {
    await scratch.write(`${READ}/probe-env.ts`, "export const home = process.env['HOME'];\n");
    const { code, output } = await scratch.tool('oxlint', '-c', '.config/oxlintrc.json', READ);
    expect(code).not.toBe(0);
    expect(output).toContain('no-process-env');
  });
});
