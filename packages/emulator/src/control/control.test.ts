import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from '../server/emulator.js';
import type { Emulator } from '../server/emulator.js';
import { createWorld } from '../world/world.js';
import type { World } from '../world/world.js';
import { startControl } from './server.js';
import type { Control } from './server.js';

const ANN = 11n;
const BOB = 12n;

function smallWorld(): World {
  const world = createWorld();
  world.addAccount({ id: ANN, phone: '+1555', firstName: 'Ann' });
  world.addAccount({ id: BOB, phone: '+1556', firstName: 'Bob', username: 'bobby' });
  const group = world.addSupergroup({
    id: 21n,
    title: 'Birds',
    username: 'birds_x',
    creator: ANN,
    members: [BOB],
  });
  world.addBasicGroup({ id: 31n, title: 'Two', creator: ANN, members: [BOB] });
  const peer = { kind: 'channel', id: group.id } as const;
  const first = world.addMessage({ peer, from: ANN, date: 100, text: 'one' });
  world.addMessage({ peer, from: BOB, date: 200, text: 'two', replyTo: first, editDate: 250 });
  world.addMessage({ peer: { kind: 'user', id: BOB }, from: ANN, date: 300, text: 'psst' });
  world.addMessage({ peer: { kind: 'chat', id: 31n }, from: BOB, date: 400, text: 'both' });
  return world;
}

let emulator: Emulator;
let control: Control;

beforeAll(async () => {
  emulator = await startEmulator({ world: smallWorld, dcs: 1 });
  control = await startControl(emulator);
});
beforeEach(() => emulator.faults.clear());
afterAll(async () => {
  await control.stop();
  await emulator.stop();
});

/** One request with any headers and body, as fetch would not send them. */
async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(`${control.url}${path}`, { method, headers, agent: false }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, answer: JSON.parse(answer) as Record<string, unknown> }),
      );
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

describe('GET /state', () => {
  it('shows accounts, chats with their counts, and what went wrong', async () => {
    const { status, answer } = await ask('GET', '/state');
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      accounts: [
        { user_id: '11', phone: '1555', name: 'Ann' },
        { user_id: '12', phone: '1556', name: 'Bob' },
      ],
      chats: [
        { id: '-31', kind: 'group', title: 'Two', messages: 1 },
        { id: '-1000000000021', kind: 'supergroup', username: 'birds_x', messages: 2 },
      ],
      protocol_errors: [],
      unimplemented: [],
    });
  });

  it.each(['-1000000000021', 'birds_x', '@Birds_X'])('shows one chat by %s', async (chat) => {
    const { answer } = await ask('GET', `/state?chat=${encodeURIComponent(chat)}`);
    expect(answer).toMatchObject({
      id: '-1000000000021',
      title: 'Birds',
      members: [
        { user_id: '11', role: 'creator' },
        { user_id: '12', role: 'member' },
      ],
      count: 2,
      messages: [
        { id: 1, from: '11', date: 100, text: 'one' },
        { id: 2, from: '12', text: 'two', reply_to: 1, edit_date: 250 },
      ],
    });
  });

  it('shows a private message once, with its id in each box', async () => {
    const { answer } = await ask('GET', '/state?chat=12');
    expect(answer['messages']).toMatchObject([
      {
        text: 'psst',
        copies: [
          { account: '11', id: 1 },
          { account: '12', id: 1 },
        ],
      },
    ]);
    expect((await ask('GET', '/state?chat=-31')).answer['count']).toBe(1);
  });

  it('keeps the newest messages when told how many', async () => {
    const { answer } = await ask('GET', '/state?chat=birds_x&last=1');
    expect([answer['count'], answer['messages']]).toMatchObject([2, [{ text: 'two' }]]);
  });

  it('says that there is no such chat', async () => {
    expect(await ask('GET', '/state?chat=-1000000000099')).toMatchObject({
      status: 404,
      answer: { error: expect.stringContaining('there is no chat -1000000000099') },
    });
  });
});

describe('GET /calls', () => {
  it('shows what reached the wire since a number, long numbers as strings', async () => {
    const before = emulator.calls.next;
    const n = emulator.calls.begin({
      at: 5,
      dc: 1,
      account: '11',
      method: 'users.getUsers',
      wrappers: ['invokeWithLayer'],
      request: { _: 'users.getUsers', id: [2n ** 60n], hash: Uint8Array.of(1, 2, 3) },
    });
    emulator.calls.end(n, 'ok');
    const { answer } = await ask('GET', `/calls?since=${before}`);
    expect(answer).toEqual({
      next: before + 1,
      calls: [
        {
          n: before,
          at: 5,
          dc: 1,
          account: '11',
          method: 'users.getUsers',
          wrappers: ['invokeWithLayer'],
          params: { id: ['1152921504606846976'], hash: 'AQID' },
          outcome: 'ok',
        },
      ],
    });
    expect((await ask('GET', `/calls?since=${before + 1}`)).answer).toEqual({ next: before + 1, calls: [] });
  });
});

describe('POST /faults', () => {
  it('arms faults in order, and DELETE takes them all back', async () => {
    const faults = [
      {
        method: 'messages.sendMessage',
        account: '11',
        times: 2,
        after: 1,
        kind: 'error',
        code: 420,
        message: 'FLOOD_WAIT_9',
      },
      { method: '*', kind: 'delay', delay_ms: 5 },
      { method: '*', kind: 'delay', delay_sec: 5 },
    ];
    expect(await ask('POST', '/faults', faults)).toMatchObject({ status: 200, answer: { pending: faults } });
    expect(emulator.faults.pending).toMatchObject(faults);
    expect(await ask('DELETE', '/faults')).toEqual({ status: 200, answer: { pending: [] } });
    expect(emulator.faults.pending).toEqual([]);
  });

  it.each([
    ['an object instead of a list', { method: '*', kind: 'error' }, 'must be a list of faults'],
    ['an empty list', [], 'must be a list of faults'],
    ['an unknown kind', [{ method: '*', kind: 'explode' }], '0.kind'],
    [
      'an unknown method',
      [{ method: 'messages.sendMesage', kind: 'error' }],
      'is no method of a known layer',
    ],
    ['an unknown field', [{ method: '*', kind: 'error', tmies: 2 }], 'tmies'],
    ['no times', [{ method: '*', kind: 'error', times: 0 }], '0.times'],
    ['a delay without its length', [{ method: '*', kind: 'delay' }], 'delay needs one of them'],
    [
      'a code where there is no error',
      [{ method: '*', kind: 'silence', code: 400 }],
      'belong to error kinds',
    ],
    ['an account that is no number', [{ method: '*', kind: 'error', account: 'ann' }], 'user id in decimal'],
    ['text that is no JSON', '[{', 'the body is not JSON'],
  ])('refuses %s and arms nothing', async (_, body, reason) => {
    const { status, answer } = await ask('POST', '/faults', body);
    expect([status, answer['error']]).toEqual([400, expect.stringContaining(reason)]);
    expect(emulator.faults.pending).toEqual([]);
  });
});

describe('POST /clock', () => {
  it('shifts the clock of the world', async () => {
    const before = emulator.clock.now();
    const { answer } = await ask('POST', '/clock', { advance_ms: 3_600_000 });
    expect(answer['now']).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(answer['advanced_ms']).toBe(3_600_000);
    emulator.clock.advance(-3_600_000);
  });

  it.each([[{}], [{ advance_ms: '5' }], [{ advance_ms: 1.5 }], [{ advance_ms: 1e300 }], [undefined]])(
    'refuses %j',
    async (body) => {
      const shift = emulator.clock.shift;
      expect((await ask('POST', '/clock', body)).status).toBe(400);
      expect(emulator.clock.shift).toBe(shift);
    },
  );
});

describe('POST /reset', () => {
  it('brings the world back as it was, and keeps or drops the logins', async () => {
    emulator.mintSession(ANN, 1);
    const peer = { kind: 'channel', id: 21n } as const;
    emulator.world.addMessage({ peer, from: ANN, date: 500, text: 'extra' });
    emulator.faults.add({ method: '*', kind: 'error' });
    expect((await ask('POST', '/reset', { keep_auth: true })).answer).toEqual({ reset: true });
    expect(emulator.world.history(ANN, peer)?.size).toBe(2);
    expect(emulator.faults.pending).toEqual([]);
    expect(emulator.keys.of(ANN)).toHaveLength(1);
    await ask('POST', '/reset');
    expect(emulator.keys.of(ANN)).toHaveLength(0);
    expect((await ask('POST', '/reset', { keepAuth: true })).status).toBe(400);
  });
});

describe('the control address', () => {
  it.each([
    ['GET', '/nothing', 404, 'there is GET /calls'],
    ['GET', '/', 404, 'there is no /'],
    ['PUT', '/faults', 405, 'there is POST /faults, DELETE /faults'],
    ['GET', '/calls?since=-1', 400, 'whole number'],
    ['GET', '/calls?sinse=1', 400, 'sinse'],
    ['GET', '/state?chat=a%20b', 400, 'must be an id'],
    ['POST', '/reset?x=1', 400, 'the query'],
  ])('answers %s %s with %d', async (method, path, status, reason) => {
    const found = await ask(method, path);
    expect([found.status, found.answer['error']]).toEqual([status, expect.stringContaining(reason)]);
  });

  it('refuses a host that is not loopback, and whatever a web page sends', async () => {
    const rebound = await ask('GET', '/state', undefined, { host: 'evil.example:80' });
    const fromPage = await ask('POST', '/reset', {}, { origin: 'https://evil.example' });
    expect([rebound.status, fromPage.status]).toEqual([403, 403]);
    expect((await ask('GET', '/state', undefined, { host: 'localhost:1' })).status).toBe(200);
  });

  it('answers nobody who does not have its URL, and does nothing for them', async () => {
    const { origin, pathname } = new URL(control.url);
    expect(pathname).toMatch(/^\/[\w-]{32}$/u);
    const other = await startControl(emulator);
    expect(other.url.slice(-32)).not.toBe(control.url.slice(-32));
    await other.stop();
    const wrong = pathname.slice(0, -1) + (pathname.endsWith('A') ? 'B' : 'A');
    const fault = [{ method: '*', kind: 'silence' }];
    for (const base of ['', '/', wrong, `${wrong}/`, `${pathname}x`, `/x${pathname}`, `/%2e%2e${wrong}`]) {
      const read = await fetch(`${origin}${base}/state`);
      const wrote = await fetch(`${origin}${base}/faults`, { method: 'POST', body: JSON.stringify(fault) });
      expect({ base, read: read.status, wrote: wrote.status }).toEqual({ base, read: 403, wrote: 403 });
      expect(await read.text()).not.toContain('Ann');
    }
    expect(emulator.faults.pending).toEqual([]);
    expect((await fetch(`${control.url}/state`)).status).toBe(200);
  });

  it('keeps no connection, which could be closed just when a client that was held up uses it again', async () => {
    for (const path of ['/state', '/nothing']) {
      const { headers } = await fetch(`${control.url}${path}`);
      expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['close', null]);
    }
  });

  it('refuses a body of more than 1 MB', async () => {
    const failed = await ask('POST', '/faults', 'x'.repeat(1024 * 1024 + 1)).then(
      ({ status }) => status,
      // The connection may be closed before the whole body was sent.
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(failed);
    expect(emulator.faults.pending).toEqual([]);
  });
});
