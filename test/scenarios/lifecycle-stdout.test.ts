/** Standard output is the protocol's own: whatever happens in a session, a client reads nothing else from it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, PHRASE, PROGRAMS, type House, type Server } from '../support/house.js';
import { RawServer, within, type RawMessage } from '../support/raw-server.js';
import { GROUP } from '../support/small-world.js';

let house: House;
const running: RawServer[] = [];
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  for (const server of running) server.kill();
  await house.close();
});

async function start(server: Server, changes: Record<string, string>): Promise<RawServer> {
  const started = RawServer.start(PROGRAMS[server], house.env({ TG_LOG_LEVEL: 'debug', ...changes }));
  running.push(started);
  await started.initialize();
  return started;
}

/** Sends one message to the group, so that Telegram pushes updates to every session of the account. */
async function send(actions: RawServer, text: string): Promise<void> {
  const args = { group: GROUP.id, message_text: text, confirmation_text: PHRASE };
  const { approval_code } = await actions.call('tg_send_message', args);
  await house.passTime(2);
  const sent = await actions.call('tg_send_message', {
    ...args,
    dry_run: false,
    confirm: true,
    approval_code,
  });
  expect(sent).toMatchObject({ already_sent: false });
}

function trouble(kind: 'error' | 'close_before' | 'close_after' | 'lose_answer', message = 'INTERNAL'): void {
  const rpc = kind === 'error' ? { code: message.startsWith('FLOOD') ? 420 : 500, message } : {};
  house.emulator.faults.add({ method: 'messages.getHistory', kind, ...rpc });
}

describe('standard input', { timeout: 120_000 }, () => {
  it('drops a message that is too long, says so, and goes on with everything else', async () => {
    const actions = await start('actions', {});
    const long = { name: 'tg_send_file', arguments: { group: GROUP.id, file_path: 'data:;base64,' } };
    long.arguments.file_path += 'AAAA'.repeat(2_750_000);
    // More than the protocol's library takes by itself.
    const answer = await actions.ask('tools/call', long);
    expect(answer).toMatchObject({ result: { structuredContent: { approval: 'waiting' } } });
    actions.write('x'.repeat(40_000_001));
    expect(await actions.call('tg_get_actions_policy')).not.toHaveProperty('code');
    expect(actions.stderr).toContain('more than 40000000 bytes was dropped');
    const error = { code: -32_600, message: expect.stringContaining('more than 40000000 bytes') };
    expect(actions.messages()).toContainEqual({ jsonrpc: '2.0', id: null, error });
    long.arguments.file_path += 'AAAA'.repeat(7_300_000);
    expect(await actions.ask('tools/call', long)).toMatchObject({ error });
    await actions.endBy(({ child }) => child.stdin.end());
  });
});

describe('standard output', { timeout: 120_000 }, () => {
  it('holds one answer for each request and nothing else, through updates, floods, lost connections and nonsense', async () => {
    const actions = await start('actions', { TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const read = await start('read', { TG_CALL_DEADLINE_SEC: '2' });
    const page = { name: 'tg_get_messages', arguments: { group: GROUP.id, limit: 2 } };
    const ids: number[] = [];
    const ask = (params: Record<string, unknown>): void => void ids.push(read.send('tools/call', params));

    await read.call('tg_get_my_dialogs');
    for (const [n, kind] of (['close_before', 'close_after', 'lose_answer', 'error'] as const).entries()) {
      await send(actions, `chatter ${n}`);
      trouble(kind);
      ask(page);
      house.emulator.disconnect();
      ask(page);
      ask({ name: 'tg_no_such_tool', arguments: {} });
      ask({ name: 'tg_get_messages', arguments: { grup: 'x' } });
      read.write('this is no JSON');
      read.write('{"jsonrpc":"2.0","method":"notifications/unknown"}');
      read.write('{"jsonrpc":"2.0","id":99999,"result":{}}');
      read.write('[]');
      await read.call('tg_get_messages', { group: GROUP.id, limit: 1 });
    }
    trouble('error', 'FLOOD_WAIT_3');
    ask(page);
    ids.push(read.send('no/such_method', {}));
    const answered = (): Set<unknown> => new Set(read.messages().map(({ id }) => id));
    await within(60_000, () => ids.every((id) => answered().has(id)));
    expect(ids.filter((id) => !answered().has(id))).toEqual([]);
    await read.endBy(({ child }) => child.stdin.end());

    const answers = read.messages();
    expect(read.stdout.endsWith('\n')).toBe(true);
    expect(read.stdout.split('\n')).toHaveLength(answers.length + 1);
    expect(answers.every(isAnswer)).toBe(true);
    const counted = answers.map(({ id }) => id);
    expect(new Set(counted).size).toBe(counted.length);
    expect(read.stderr).not.toBe('');
    expect(read.stdout + read.stderr + actions.stdout + actions.stderr).not.toContain(PHRASE);
  });
});

function isAnswer(message: RawMessage): boolean {
  const outcomes = [message['result'], message['error']].filter((one) => one !== undefined);
  return message['jsonrpc'] === '2.0' && message['id'] !== undefined && outcomes.length === 1;
}
