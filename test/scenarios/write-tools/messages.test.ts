/** What is particular to single tools that write messages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { CHANNEL, CLUB, FRIEND, GROUP, OTHER, PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { FORUM, numberOf, WORKSHOP } from './world.js';

let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.house.emulator.protocolErrors).toEqual([]);
  await bench.house.close();
});

/** Previews, has the person approve, waits, and executes, after whatever happens in between. */
async function write(tool: string, args: object, meanwhile: () => void = () => undefined): Promise<Answer> {
  const shown = await bench.agent.call(tool, { ...args });
  if (shown.refused) return shown;
  await say(bench.house, shown.body, 'yes');
  await bench.grownOld();
  meanwhile();
  return executed(bench.agent, tool, args, shown.body['approval_code']);
}

const messageOf = (bare: bigint, id: number) =>
  bench.house.emulator.world.channels.get(bare)?.history.get(id);

describe('a scheduled message', () => {
  it('waits at Telegram, and is not in the chat before its time', async () => {
    const inAnHour = new Date(bench.house.emulator.clock.now() + 3_600_000).toISOString();
    const args = { group: WORKSHOP.id, message_text: 'Later', schedule: inAnHour };
    expect(await write('tg_send_message', args)).toMatchObject({
      refused: false,
      body: { date: `${inAnHour.slice(0, 19)}.000Z`, action: 'schedule a message' },
    });
    const { world } = bench.house.emulator;
    const waiting = [...(world.accounts.get(PERSON.id)?.scheduled.values() ?? [])].flatMap(
      ({ messages }) => messages,
    );
    expect(waiting.map(({ text }) => text)).toEqual(['Later']);
  });

  it.each(['2020-01-01', 'tomorrow', '2099-01-01T00:00:00Z'])('for %s is refused', async (schedule) => {
    const args = { group: WORKSHOP.id, message_text: 'When?', schedule };
    expect(await bench.agent.call('tg_send_message', args)).toMatchObject({
      refused: true,
      body: { code: 'INPUT_INVALID' },
    });
  });

  it('whose time passes before it is executed is refused, instead of going out at once', async () => {
    const soon = new Date(bench.house.emulator.clock.now() + 75_000).toISOString();
    const args = { group: WORKSHOP.id, message_text: 'Too late', schedule: soon };
    bench.writes();
    expect(await write('tg_send_message', args)).toMatchObject({ body: { code: 'INPUT_INVALID' } });
    expect(bench.writes()).toEqual([]);
  });
});

describe('a message into a topic', () => {
  it('shows the topic to the approver and goes there', async () => {
    const args = { group: FORUM.id, message_text: 'On topic', topic_id: FORUM.topic };
    const shown = await bench.agent.call('tg_send_message', args);
    expect(shown.body).toMatchObject({
      details: [{ label: `Topic ${FORUM.topic}`, text: expect.stringContaining(FORUM.topicTitle) }],
    });
    const { body } = await write('tg_send_message', args);
    expect(messageOf(FORUM.bare, Number(body['message_id']))?.replyTo).toMatchObject({
      id: FORUM.topic,
      forumTopic: true,
    });
  });

  it.each([
    [{ group: WORKSHOP.id, topic_id: 1 }, 'WRONG_PEER_KIND'],
    [{ group: WORKSHOP.id, topic_id: 2 }, 'INPUT_INVALID'],
    [{ group: FORUM.id, topic_id: FORUM.note }, 'INPUT_INVALID'],
    [{ group: '@bobby', topic_id: 1 }, 'WRONG_PEER_KIND'],
    [{ group: FORUM.id, topic_id: 9_999 }, 'MESSAGE_NOT_FOUND'],
  ])('that is none is refused: %j', async (place, code) => {
    const args = { ...place, message_text: 'Nowhere' };
    expect(await bench.agent.call('tg_send_message', args)).toMatchObject({ refused: true, body: { code } });
  });
});

describe('a forward', () => {
  const args = { from_group: WORKSHOP.id, to_group: GROUP.id, message_ids: [numberOf('To be forwarded')] };

  it('of a message that its author edits after the preview is refused: another text was approved', async () => {
    bench.writes();
    const answer = await write('tg_forward_messages', args, () => {
      const message = messageOf(WORKSHOP.bare, numberOf('To be forwarded'));
      if (message !== undefined) message.text = 'Something else';
    });
    expect(answer).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
    });
    expect(bench.writes()).toEqual([]);
  });

  it('from a chat that is not on the allowlist is refused', async () => {
    expect(
      await bench.agent.call('tg_forward_messages', { ...args, from_group: `@${OTHER.username}` }),
    ).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED', data: { verb: 'forward' } },
    });
  });

  it('takes as much of the quota as it has messages', async () => {
    const used = async (): Promise<number> => {
      const { body } = await bench.agent.call('tg_get_actions_policy');
      return (body['quotas'] as { group_msg: { used: number } }).group_msg.used;
    };
    const before = await used();
    const ids = [numberOf('To be forwarded'), numberOf('To be forwarded too'), numberOf('To be forwarded')];
    expect(await write('tg_forward_messages', { ...args, message_ids: ids })).toMatchObject({
      refused: false,
      body: { message_ids: [expect.any(Number), expect.any(Number)] },
    });
    expect(await used()).toBe(before + 2);
  });
});

describe('clearing a history', () => {
  it('up to the greatest id there can be shows the newest message', async () => {
    const args = { group: WORKSHOP.id, max_id: 2_147_483_647 };
    expect(await bench.agent.call('tg_clear_history', args)).toMatchObject({
      refused: false,
      body: { details: [{ label: expect.stringMatching(/^Up to message \d+$/) }] },
    });
  });

  it('takes nothing that was written after the preview', async () => {
    const { world } = bench.house.emulator;
    const args = { group: WORKSHOP.id };
    const answer = await write('tg_clear_history', args, () => {
      world.addMessage({
        peer: { kind: 'channel', id: WORKSHOP.bare },
        from: PERSON.id,
        date: Math.floor(bench.house.emulator.clock.now() / 1000),
        text: 'Written since',
      });
    });
    expect(answer).toMatchObject({ refused: false });
    const left = world.channels.get(WORKSHOP.bare)?.history.messages ?? [];
    expect(left.map(({ text }) => text)).toEqual(['Written since']);
  });
});

describe('what a person is asked', () => {
  it.each([false, true])(
    'says whether the chat itself goes from the list: just_clear %s',
    async (just_clear) => {
      for (const group of [String(FRIEND.id), CLUB.id]) {
        const { body } = await bench.agent.call('tg_clear_history', { group, just_clear });
        expect(body['action']).toBe(
          just_clear
            ? 'clear the history for everybody, leaving the empty chat in the list'
            : 'clear the history for everybody and take the chat itself from the list',
        );
      }
    },
  );

  it('says that a message of a private chat is pinned for both sides', async () => {
    const { world } = bench.house.emulator;
    const pinIn = async (peer: bigint): Promise<unknown> => {
      const date = Math.floor(bench.house.emulator.clock.now() / 1000);
      const made = { peer: { kind: 'user', id: peer }, from: PERSON.id, date, text: 'To keep' } as const;
      const message_id = world.addMessage(made).copies.find(({ owner }) => owner === PERSON.id)?.id;
      const { body } = await bench.agent.call('tg_pin_message', { group: String(peer), message_id });
      return body['action'];
    };
    expect(await pinIn(FRIEND.id)).toMatch(/^pin message \d+, for both sides$/);
    expect(await pinIn(PERSON.id)).toMatch(/^pin message \d+$/);
  });
});

describe('clearing a long history', () => {
  it('that is stopped in the middle is not said to be undone, and the same call goes on', async () => {
    const { world, clock, faults } = bench.house.emulator;
    const date = Math.floor(clock.now() / 1000);
    const peer = { kind: 'user', id: PERSON.id } as const;
    for (let n = 0; n < 1500; n += 1) world.addMessage({ peer, from: FRIEND.id, date, text: `note ${n}` });
    const args = { group: String(FRIEND.id) };
    const { body } = await bench.agent.call('tg_clear_history', args);
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    const method = 'messages.deleteHistory';
    faults.add({ method, after: 1, times: 1, kind: 'error', code: 420, message: 'FLOOD_WAIT_7' });
    const go = () => executed(bench.agent, 'tg_clear_history', args, body['approval_code']);
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN', retry_after: 7, data: { sent: 'unknown' } },
    });
    await bench.house.passTime(8);
    expect(await go()).toMatchObject({ refused: false });
    const left = world.history(PERSON.id, { kind: 'user', id: FRIEND.id });
    expect(left?.size ?? 0).toBe(0);
  });
});

describe('deleting', () => {
  it('for this account only is refused where Telegram would delete for everybody', async () => {
    const args = { group: GROUP.id, message_ids: [2], revoke: false };
    expect(await bench.agent.call('tg_delete_messages', args)).toMatchObject({
      refused: true,
      body: { code: 'INPUT_INVALID' },
    });
  });

  it('without the right to it is refused by Telegram, and nothing is counted as done', async () => {
    const answer = await write('tg_delete_messages', { group: GROUP.id, message_ids: [1] });
    expect(answer).toMatchObject({ refused: true, body: { data: { sent: 'no' } } });
    expect(messageOf(GROUP.bare, 1)?.text).toBe('note 1');
  });
});

describe('a pin', () => {
  it('that stands already is no other pin, and comes off by unpin', async () => {
    const args = { group: FORUM.id, message_id: FORUM.note };
    expect(await write('tg_pin_message', args)).toMatchObject({
      body: { already_sent: false, pinned: true },
    });
    expect(await write('tg_pin_message', { ...args, force_resend: true })).toMatchObject({
      body: { already_sent: true, pinned: true },
    });
    expect(await write('tg_pin_message', { ...args, unpin: true })).toMatchObject({
      body: { already_sent: false, pinned: false },
    });
    expect(messageOf(FORUM.bare, FORUM.note)?.pinned).not.toBe(true);
  });
});

describe('leaving', () => {
  it('is for chats that the allowlist has, like any other write', async () => {
    expect(await bench.agent.call('tg_leave_dialog', { group: CHANNEL.id })).toMatchObject({
      refused: true,
      body: { code: 'TARGET_NOT_ALLOWED', data: { verb: 'leave' } },
    });
  });
});
