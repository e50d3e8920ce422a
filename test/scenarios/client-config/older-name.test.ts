/** render_mcp_config, the name under which users of tg-mcp know the rendering, with its flags. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root, type Ran } from '../../support/house.js';
import { makeHome, serversIn, type Home } from './bench.js';

const SCRIPT = join(root, 'scripts/dist/render_mcp_config.js');

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await home.remove();
});

const json = (text: string): unknown => JSON.parse(text);

describe('render_mcp_config', () => {
  const render = (...args: string[]): Promise<Ran> =>
    home.run(SCRIPT, args, { TG_DATA_DIR: '', TG_ENV_FILE: '' });

  it('renders a checkout with sessions of their own, safety said, and what is to be filled in', async () => {
    const read = await render('--repo', root.replace(/\/$/u, ''));
    expect(read.code).toBe(0);
    expect(Object.keys(serversIn(json(read.stdout), 'mcpServers'))).toEqual(['tgmcp-read']);
    const full = await render('--repo', root, '--profile', 'full', '--expected-username', 'mia_1');
    const servers = serversIn(json(full.stdout), 'mcpServers');
    const [reader, writer] = [servers['tgmcp-read'], servers['tgmcp-actions']];
    expect(reader?.command).toMatch(/^\//u);
    expect(reader?.env).toMatchObject({
      TG_ENV_FILE: join(root, '.env'),
      TG_SESSION_PATH: join(root, 'data/sessions/read_only_ro.session'),
      TG_SESSION_PATH_CONFLICT_MODE: 'warn',
      TG_EXPECTED_USERNAME: 'mia_1',
    });
    expect(writer?.env).toMatchObject({
      TG_SESSION_PATH: join(root, 'data/sessions/actions_session.session'),
      TG_ACTIONS_ALLOWED_GROUPS: '',
      TG_ACTIONS_CONFIRMATION_PHRASE: '',
      TG_ACTIONS_REQUIRE_ALLOWLIST: '1',
      TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
    });
  });

  it('merges into --output; warns of a shared session; 2 for what it does not understand', async () => {
    const file = join(home.folder, 'out.json');
    await writeFile(file, '{"mcpServers": {"other": {"command": "x"}}}');
    const ran = await render(
      '--repo',
      root,
      '--output',
      file,
      '--read-session-name',
      'a',
      '--actions-session-name',
      'a',
    );
    expect(ran).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('would use one session'),
    });
    expect(Object.keys(serversIn(json(await readFile(file, 'utf8')), 'mcpServers'))).toEqual([
      'other',
      'tgmcp-read',
    ]);
    await writeFile(file, 'broken');
    expect(await render('--repo', root, '--output', file)).toMatchObject({ code: 3 });
    expect(await readFile(file, 'utf8')).toBe('broken');
    for (const args of [[], ['--repo', home.folder], ['--repo', root, '--profile', 'all'], ['--what']])
      expect((await render(...args)).code).toBe(2);
  });
});
