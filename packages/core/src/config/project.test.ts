import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findProject } from './project.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-project-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the project folder', () => {
  it('is the checkout, with its data folder, from the sources and from a bundle', () => {
    mkdirSync(join(base, 'packages/core'), { recursive: true });
    writeFileSync(join(base, 'pnpm-workspace.yaml'), '');
    for (const file of ['packages/core/dist/config/project.js', 'packages/tgmcp-read/bundle/tgmcp-read.js']) {
      expect(findProject({}, join(base, file))).toEqual({
        checkout: true,
        project: base,
        data: join(base, 'data'),
      });
    }
  });

  it("is the user's own application folder when installed from a package", () => {
    const file = join(base, 'node_modules/tgmcp-read/bundle/tgmcp-read.js');
    expect(findProject({ XDG_DATA_HOME: '/home/mia/.data' }, file)).toEqual({
      checkout: false,
      project: '/home/mia/.data/tgmcp',
      data: '/home/mia/.data/tgmcp',
    });
    expect(findProject({ XDG_DATA_HOME: 'relative' }, file).data).toMatch(/\/\.local\/share\/tgmcp$/);
  });

  it.each([['pnpm-workspace.yaml'], ['packages/core'], ['pnpm-workspace.yaml', 'packages/other']])(
    'is no checkout of ours by %s',
    (...parts) => {
      for (const part of parts) mkdirSync(join(base, part), { recursive: true });
      expect(findProject({}, join(base, 'packages/core/dist/config/project.js'))).toEqual({
        checkout: false,
        project: join(homedir(), '.local/share/tgmcp'),
        data: join(homedir(), '.local/share/tgmcp'),
      });
    },
  );

  it('is found from where this code stands', () => {
    expect(findProject({})).toMatchObject({ checkout: true });
  });

  it("is never somebody else's repository around an installed package", () => {
    mkdirSync(join(base, 'packages/core'), { recursive: true });
    writeFileSync(join(base, 'pnpm-workspace.yaml'), '');
    expect(findProject({}, join(base, 'node_modules/tgmcp/bundle/tgmcp.js')).checkout).toBe(false);
  });
});
