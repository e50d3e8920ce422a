/** Raw writing calls: the operator's list, the schema, the allowlist for everybody in them, and nothing besides. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { CLUB, FRIEND, GROUP, OTHER, PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, RAW_METHODS, say, type WriteBench } from './bench.js';
import { FORUM, marked, WORKSHOP } from './world.js';

const TOOL = 'tg_invoke_write';
const TTL = 'messages.setHistoryTTL';
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
beforeEach(() => {
  bench.writes();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const world = () => bench.house.emulator.world;
const refused = (code: string, more: object = {}): object => ({ refused: true, body: { code, ...more } });

/** Nothing is written, and nobody is looked up, for what is refused by its name. */
async function nothingSent(call: () => Promise<Answer>, answer: object): Promise<void> {
  expect(await call()).toMatchObject(answer);
  expect(bench.writes()).toEqual([]);
}

async function approved(args: object): Promise<(agent?: Agent) => Promise<Answer>> {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  return (agent = bench.agent) => executed(agent, TOOL, args, body['approval_code']);
}

describe('the operator’s list', () => {
  const params = { peer: WORKSHOP.id, period: 0 };

  it('is empty unless it is set, and then nothing can be called', async () => {
    const agent = await bench.server({ TG_ACTIONS_RAW_METHODS: '' });
    await nothingSent(
      () => agent.call(TOOL, { method: TTL, params }),
      refused('RAW_NOT_ALLOWED', {
        message: 'The operator allows no raw methods.',
        next_step: expect.stringContaining('TG_ACTIONS_RAW_METHODS'),
      }),
    );
    await agent.close();
  });

  it.each([
    ['channels.toggleSlowMode', 'does not allow'],
    ['messages.sendMessage', 'a tool of its own: tg_send_message'],
    ['messages.getHistory', 'only reads'],
    ['account.deleteAccount', 'the account itself'],
    ['CHANNELS.EditCreator', 'hands rights'],
    ['auth.logOut', 'sessions of the account'],
  ])('has not %s, and the refusal says why', async (method, why) => {
    await nothingSent(
      () => bench.agent.call(TOOL, { method, params }),
      refused('RAW_NOT_ALLOWED', { message: expect.stringContaining(why) }),
    );
  });

  it('cannot have what would lead to the account, and no argument stands in for it', async () => {
    const env = { TG_ACTIONS_RAW_METHODS: `${TTL},auth.resetAuthorizations` };
    await expect(bench.server(env)).rejects.toThrow();
    await nothingSent(
      () => bench.agent.call(TOOL, { method: 'channels.editTitle', params: {}, allow_dangerous: true }),
      refused('INPUT_INVALID'),
    );
    await nothingSent(
      () => bench.agent.call(TOOL, { method: 'messages.setHistroyTTL', params }),
      refused('INPUT_INVALID', { data: { problems: [expect.stringContaining(`did you mean ${TTL}?`)] } }),
    );
  });

  it('counts when the call is made: what is off it since the preview is not sent', async () => {
    const go = await approved({ method: TTL, params: { peer: WORKSHOP.id, period: 604_800 } });
    const agent = await bench.server({ TG_ACTIONS_RAW_METHODS: RAW_METHODS.slice(1).join(',') });
    await nothingSent(() => go(agent), refused('RAW_NOT_ALLOWED', { data: { sent: 'no' } }));
    await agent.close();
  });
});

describe('everybody in a raw call', () => {
  const method = 'messages.sendMedia';
  const media = { _: 'inputMediaDice', emoticon: '\u{1F3B2}' };

  it.each([
    ['the chat itself', { peer: GROUP.id }],
    [
      'a chat that is answered',
      { reply_to: { _: 'inputReplyToMessage', reply_to_msg_id: 1, reply_to_peer_id: GROUP.id } },
    ],
    ['a chat in whose name', { send_as: `@${OTHER.username}` }],
    ['the person', { peer: 'me' }],
  ])('must be on the allowlist for it by name: %s', async (_who, change) => {
    const params = { peer: WORKSHOP.id, media, message: '', ...change };
    await nothingSent(
      () => bench.agent.call(TOOL, { method, params }),
      refused('TARGET_NOT_ALLOWED', { data: { verb: 'invoke' } }),
    );
  });

  it('must be there for a basic group by its number, and for the second of two channels', async () => {
    const title = {
      method: 'messages.editChatTitle',
      params: { chat_id: CLUB.bare.toString(), title: 'Chess' },
    };
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${WORKSHOP.id}:invoke,${CLUB.id}` });
    await nothingSent(() => agent.call(TOOL, title), refused('TARGET_NOT_ALLOWED'));
    const both = { broadcast: WORKSHOP.id, group: FORUM.id };
    await nothingSent(
      () => agent.call(TOOL, { method: 'channels.setDiscussionGroup', params: both }),
      refused('TARGET_NOT_ALLOWED', { data: { target: FORUM.id } }),
    );
    await agent.close();
    expect(await (await approved(title))()).toMatchObject({ refused: false });
    expect(world().groups.get(CLUB.bare)?.title).toBe('Chess');
  });
});

describe('a raw call', () => {
  it('carries a random_id of ours and what was approved, by ids, and nothing of who could be taken for them', async () => {
    const method = 'channels.createForumTopic';
    const go = await approved({ method, params: { channel: FORUM.title, title: 'Balloons' } });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false, method } });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(bench.writes()).toEqual([method]);
    const [call] = bench.house.emulator.calls.all.filter((one) => one.method === method);
    expect(call?.params).toMatchObject({
      title: 'Balloons',
      channel: { channel_id: String(FORUM.bare) },
      random_id: expect.stringMatching(/^-?\d{5,}$/),
    });
    const args = { method, params: { channel: FORUM.id, title: 'More', random_id: '7' } };
    await nothingSent(() => bench.agent.call(TOOL, args), refused('INPUT_INVALID'));
  });

  it('shows the whole request, with everything invisible in it, and is refused when any of it differs', async () => {
    const poll = {
      _: 'poll',
      id: '1',
      question: { _: 'textWithEntities', text: 'Tea?\u202E', entities: [] },
      answers: ['Yes', 'No'].map((text, index) => ({
        _: 'pollAnswer',
        text: { _: 'textWithEntities', text, entities: [] },
        option: Buffer.from(String(index)).toString('base64'),
      })),
    };
    const args = {
      method: 'messages.sendMedia',
      params: { peer: WORKSHOP.id, media: { _: 'inputMediaPoll', poll }, message: '' },
    };
    const { body } = await bench.agent.call(TOOL, args);
    const request = JSON.stringify(body['details']);
    for (const part of ['"No', 'textWithEntities', 'inputMediaPoll', 'u{202e}'])
      expect(request).toContain(part);
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    const other = { ...args, params: { ...args.params, peer: FORUM.id } };
    const louder = { ...args, params: { ...args.params, silent: true } };
    for (const changed of [other, louder]) {
      await nothingSent(
        () => executed(bench.agent, TOOL, changed, body['approval_code']),
        refused('APPROVAL_MISMATCH'),
      );
    }
    expect(await executed(bench.agent, TOOL, args, body['approval_code'])).toMatchObject({ refused: false });
    const texts = world().channels.get(WORKSHOP.bare)?.history.messages ?? [];
    expect(texts.at(-1)?.media).toBeDefined();
  });

  it('of unknown outcome is never repeated', async () => {
    const go = await approved({ method: TTL, params: { peer: WORKSHOP.id, period: 172_800 } });
    bench.house.emulator.faults.add({ method: TTL, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    for (const writes of [[TTL], []]) {
      expect(await go()).toMatchObject(refused('OUTCOME_UNKNOWN', { data: { sent: 'unknown' } }));
      expect(bench.writes()).toEqual(writes);
    }
  });

  it('of unknown outcome is the same by another spelling: the person is told, and it is not sent', async () => {
    const method = 'messages.sendMedia';
    const media = { _: 'inputMediaDice', emoticon: '\u{1F3AF}' };
    const params = { peer: WORKSHOP.id, media, message: '' };
    const go = await approved({ method, params });
    bench.house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    expect(await go()).toMatchObject(refused('OUTCOME_UNKNOWN'));
    expect(bench.writes()).toEqual([method]);
    for (const change of [
      { silent: false, entities: [] },
      { silent: null },
      { media: { ...media, _: 'InputMediaDice' } },
      { peer: WORKSHOP.title },
    ]) {
      const spelt = { method, params: { ...params, ...change } };
      const { body } = await bench.agent.call(TOOL, spelt);
      expect(body['note']).toContain('An earlier attempt to do exactly this has an unknown outcome');
      await say(bench.house, body, 'yes');
      await bench.grownOld();
      await nothingSent(
        () => executed(bench.agent, TOOL, spelt, body['approval_code']),
        refused('OUTCOME_UNKNOWN', { data: { sent: 'unknown' } }),
      );
    }
  });

  it('once done is a duplicate by another spelling, too', async () => {
    const args = { method: TTL, params: { peer: WORKSHOP.id, period: 345_600 } };
    expect(await (await approved(args))()).toMatchObject({ refused: false });
    const other = { method: 'messages.SetHistoryTTL', params: { period: 345_600, peer: WORKSHOP.title } };
    const { body } = await bench.agent.call(TOOL, other);
    expect(body).toMatchObject({ code: 'DUPLICATE' });
    expect(bench.writes()).toEqual([TTL]);
  });

  it.each(['inputMediaDocumentExternal', 'inputMediaPhotoExternal'])(
    'sends no %s, which its host could exchange after the yes',
    async (form) => {
      const media = { _: form, url: 'https://example.org/a.pdf' };
      await nothingSent(
        () =>
          bench.agent.call(TOOL, {
            method: 'messages.sendMedia',
            params: { peer: WORKSHOP.id, media, message: '' },
          }),
        refused('INPUT_INVALID', { data: { problems: [`media: ${form} cannot be given here`] } }),
      );
    },
  );

  it.each([
    [{ peer: WORKSHOP.id }, 'period: missing'],
    [{ peer: WORKSHOP.id, period: 1, forever: true }, 'forever: unknown'],
    [{ peer: WORKSHOP.id, period: 1.5 }, 'period: must be'],
    [{ peer: WORKSHOP.id, period: 1e300 }, 'params.period'],
    [{ peer: WORKSHOP.id, period: 1, note: 'x'.repeat(9_000) }, 'at most 8000 characters'],
    [
      { peer: WORKSHOP.id, period: Array.from({ length: 12 }).reduce((inner) => [inner], 1) },
      'params.period',
    ],
    [
      { peer: WORKSHOP.id, period: Array.from({ length: 3_000 }).reduce((inner) => [inner], 1) },
      'params: at most 50 levels deep',
    ],
  ])('is refused for arguments that fit no schema: %#', async (params, problem) => {
    const answer = await bench.agent.call(TOOL, { method: TTL, params });
    expect(answer).toMatchObject(refused('INPUT_INVALID'));
    expect(JSON.stringify(answer.body)).toContain(problem);
    expect(bench.writes()).toEqual([]);
  });

  it('shows of the answer what every tool shows: no access hash, no phone number', async () => {
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${marked(WORKSHOP.bare)}:invoke` });
    const args = { method: TTL, params: { peer: WORKSHOP.id, period: 0 } };
    const { body } = await agent.call(TOOL, args);
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    const workshop = world().channels.get(WORKSHOP.bare);
    if (workshop !== undefined) workshop.ttlPeriod = 86_400;
    const answer = await executed(agent, TOOL, args, body['approval_code']);
    expect(JSON.stringify(answer)).not.toMatch(/access_hash|accessHash|1555000/);
    expect(JSON.stringify(answer)).not.toContain(FRIEND.phone.slice(1));
    expect(answer.body['account']).toBe(String(PERSON.id));
    await agent.close();
  });
});
