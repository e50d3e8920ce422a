/** The shipped servers start with nothing at all: no network, no session, no settings; and say what is missing. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House, type Server } from '../support/house.js';
import { RawServer } from '../support/raw-server.js';
import { shortest } from '../support/shortest.js';
import { GROUP } from '../support/small-world.js';

const TOOLS = { read: 'tg_search_messages', actions: 'tg_send_message' } as const;
const SERVERS: readonly Server[] = ['read', 'actions'];
/** What a call is refused with whose connection or deadline was not enough. */
const HELD_UP = /^(?:BUDGET_BUSY|DEADLINE|DISCONNECTED)$/u;
const message = { group: GROUP.id, message_text: 'Hello' };

let house: House;
const running: RawServer[] = [];
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const server of running.splice(0)) server.kill();
  await house.close();
});

function start(server: Server, env: Record<string, string>): RawServer {
  const started = RawServer.start(PROGRAMS[server], env);
  running.push(started);
  return started;
}

/** The environment of a machine on which no address can be reached at all. */
function withoutNetwork(changes: Record<string, string> = {}): Record<string, string> {
  const env = house.env(changes);
  const emulated = JSON.parse(env['TGMCP_EMULATOR'] ?? '{}') as Record<string, unknown>;
  return { ...env, TGMCP_EMULATOR: JSON.stringify({ ...emulated, ports: {} }) };
}

/** Starts a server that lists its tools soon. */
async function startListed(program: Server, env: Record<string, string>): Promise<RawServer> {
  let server = start(program, env);
  const ms = await shortest(3000, async () => {
    if (server.stdout !== '') server = start(program, env);
    const begun = performance.now();
    expect(await server.initialize()).toHaveProperty('result.serverInfo.name', `tgmcp-${program}`);
    expect(JSON.stringify(await server.ask('tools/list'))).toContain(TOOLS[program]);
    return performance.now() - begun;
  });
  expect(ms).toBeLessThan(3000);
  return server;
}

// What is tried again is tried for a minute, and some of it after something else that is.
describe.each(SERVERS)('tgmcp-%s', { timeout: 180_000 }, (program) => {
  it('answers initialize and lists its tools without any network, and says that there is none', async () => {
    // The first call of a server is the one that loads the client and looks for a connection: a new server each time.
    const ms = await shortest(4000, async () => {
      const server = await startListed(program, withoutNetwork({ TG_CALL_DEADLINE_SEC: '2' }));
      const begun = performance.now();
      const refusal = await server.call('tg_get_my_dialogs');
      const took = performance.now() - begun;
      expect(refusal).toMatchObject({ code: 'DISCONNECTED', retryable: true, next_step: expect.any(String) });
      expect(await server.endBy(({ child }) => child.stdin.end())).toMatchObject({ code: 0 });
      return took;
    });
    expect(ms).toBeLessThan(4000);
    expect(house.emulator.calls.all).toEqual([]);
  });

  it('works as soon as the network is back', async () => {
    const server = start(program, house.env({ TG_CALL_DEADLINE_SEC: '2' }));
    await server.initialize();
    const outAndBack = async (): Promise<Record<string, unknown>> => {
      house.emulator.faults.add({ method: '*', kind: 'close_before', times: 20 });
      const refusal = await server.call('tg_get_my_dialogs');
      expect(refusal).toMatchObject({ code: expect.stringMatching(HELD_UP), retryable: true });
      house.emulator.faults.clear();
      return server.call('tg_get_my_dialogs');
    };
    // Its deadline is short, and a busy machine may need more for a new connection: the next call, after one of five outages.
    let next = await outAndBack();
    for (let more = 4; more > 0 && HELD_UP.test(String(next['code'])); more -= 1) next = await outAndBack();
    expect(next).toHaveProperty('count');
  });

  it('starts without a single setting and says what is missing, one thing after the other', async () => {
    const empty = join(house.dir, 'empty');
    const env = { TG_ENV_FILE: '/dev/null', TG_DATA_DIR: empty };
    const nothing = await startListed(program, env);
    expect(await nothing.call('tg_auth_status')).toMatchObject({
      authorized: false,
      problem: { message: expect.stringContaining('TG_API_ID and TG_API_HASH') },
    });
    await nothing.endBy(({ child }) => child.stdin.end());

    const application = { TG_API_ID: '12345', TG_API_HASH: '0123456789abcdef' };
    const noSession = await startListed(program, { ...env, ...application });
    const status = await noSession.call('tg_auth_status');
    expect(status).toMatchObject({ authorized: false, problem: { code: 'NOT_AUTHORIZED' } });
    expect(await noSession.call('tg_get_my_dialogs')).toMatchObject({
      code: 'NOT_AUTHORIZED',
      next_step: expect.stringContaining('tgmcp login'),
    });
  });
});

describe('tgmcp-actions with a weak policy', () => {
  it.each([
    ['no phrase', { TG_ACTIONS_CONFIRMATION_PHRASE: '' }, 'TG_ACTIONS_CONFIRMATION_PHRASE is not set'],
    [
      'a phrase from a manual',
      { TG_ACTIONS_CONFIRMATION_PHRASE: 'Your phrase here' },
      'publicly known example',
    ],
    ['a short phrase', { TG_ACTIONS_CONFIRMATION_PHRASE: 'yes' }, 'TG_ACTIONS_MIN_CONFIRM_TEXT_LEN'],
    ['no codes', { TG_ACTIONS_REQUIRE_APPROVAL_CODE: '0' }, 'TG_ACTIONS_REQUIRE_APPROVAL_CODE must be 1'],
    [
      'no phrase asked',
      { TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT: '0' },
      'TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT',
    ],
    ['no allowlist', { TG_ACTIONS_ALLOWED_GROUPS: '' }, 'TG_ACTIONS_ALLOWED_GROUPS is empty'],
    ['a mistyped action', { TG_ACTIONS_ALLOWED_GROUPS: '-100123:sned' }, '\\"sned\\" is no action'],
    ['codes without age', { TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '0' }, 'TG_ACTIONS_APPROVAL_MIN_AGE_SEC'],
    ['repeats allowed', { TG_ACTIONS_IDEMPOTENCY_ENABLED: '0' }, 'TG_ACTIONS_IDEMPOTENCY_ENABLED must be 1'],
    ['direct writes', { TG_ALLOW_DIRECT_TELETHON_WRITE: '1' }, 'TG_ALLOW_DIRECT_TELETHON_WRITE must be 0'],
  ] as const)(
    '(%s) starts, reads, and refuses to write, naming the setting',
    async (_what, changes, issue) => {
      const server = await startListed('actions', house.env(changes));
      expect(await server.call('tg_get_my_dialogs')).toHaveProperty('count');
      const refusal = await server.call('tg_send_message', message);
      expect(refusal).toMatchObject({ code: 'POLICY_UNSAFE', next_step: expect.stringContaining('restart') });
      expect(JSON.stringify(refusal)).toContain(issue);
      expect(await server.call('tg_get_actions_policy')).toMatchObject({ enabled: false });
      expect(house.wire().filter((method) => method.includes('send'))).toEqual([]);
      expect(server.stdout + server.stderr).not.toContain(PHRASE);
    },
  );

  it('and without a session names the policy first, and then the session', async () => {
    await rm(join(house.dir, 'sessions'), { recursive: true });
    const weak = start('actions', house.env({ TG_ACTIONS_REQUIRE_APPROVAL_CODE: 'false' }));
    await weak.initialize();
    expect(await weak.call('tg_send_message', message)).toMatchObject({ code: 'POLICY_UNSAFE' });
    const safe = start('actions', house.env());
    await safe.initialize();
    expect(await safe.call('tg_send_message', message)).toMatchObject({ code: 'NOT_AUTHORIZED' });
    expect(house.emulator.calls.all).toEqual([]);
  });
});
