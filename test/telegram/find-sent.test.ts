import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, type ResolvedPeer, type Telegram } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { formattedContent, type FormattedText } from '../../packages/tgmcp-actions/src/actions/entity.js';
import type { Steps } from '../../packages/tgmcp-actions/src/journal/steps.js';
import { editMessage } from '../../packages/tgmcp-actions/src/tools/edit-message.js';
import type { Writer } from '../../packages/tgmcp-actions/src/telegram/writer/writer.js';
import { findMessage } from '../../packages/tgmcp-actions/src/telegram/writer/find-message.js';
import { forwardMessages } from '../../packages/tgmcp-actions/src/telegram/writer/forward-messages.js';
import type { PlaceInChat } from '../../packages/tgmcp-actions/src/telegram/writer/place-in-chat.js';
import { sendMessage } from '../../packages/tgmcp-actions/src/telegram/writer/send-message.js';
import { FORUM, HALL, readingWorld } from '../support/reading-world.js';
import { openBench, type Bench } from './bench.js';

type Order = FormattedText & PlaceInChat;

const methods = ['messages.sendMessage', 'messages.forwardMessages'];
let bench: Bench;
let telegram: Telegram;
let writes: ApprovedWrites;
let since = 0;
let randomId = 1n;
beforeAll(async () => {
  bench = await openBench(readingWorld);
  ({ telegram } = await bench.open('actions'));
  writes = unlockWrites(telegram, Object.fromEntries(methods.map((method) => [method, 'The test sends.'])));
  since = telegram.serverNow() - 60_000;
});
afterAll(() => bench.close());

async function chat(name: string): Promise<ResolvedPeer> {
  const found = await telegram.peers.resolve(name);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}

async function send(peer: ResolvedPeer, order: Order): Promise<number> {
  randomId += 1n;
  const sent = await writes({ tool: 't', proposalId: 'p', methods }, (caller) =>
    sendMessage(telegram, caller, { ...order, peer, randomId }),
  );
  if (!sent.ok) throw new Error(JSON.stringify(sent.refusal));
  return Number(sent.value.result['message_id']);
}

/** The id of the message that reading takes for the one of an order. */
async function found(peer: ResolvedPeer, order: Order, known: readonly number[] = []) {
  const answer = await findMessage(telegram, peer, { ...order, sinceMs: since, known: new Set(known) });
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer.value?.id;
}

const plain = (text: string, place: PlaceInChat = {}): Order => ({ text, entities: [], ...place });
const bold = (text: string): Order => ({ text, entities: [{ type: 'bold', offset: 0, length: 2 }] });
const linked = (text: string, url: string): Order => ({
  text,
  entities: [{ type: 'text_url', offset: 0, length: 2, url }],
});

it('an edit is done when the message says so with the same formatting', async () => {
  const peer = await chat(HALL.id);
  const id = await send(peer, bold('ok edited'));
  const clock = systemClock();
  const { find } = editMessage.onAccount(telegram as Writer);
  const became = async (order: Order): Promise<unknown> => {
    const content = { id, ...formattedContent(order) };
    const target = { type: 'channel', id: HALL.id } as const;
    const common = { accountId: '1', verb: 'edit', options: {}, forceResend: false } as const;
    const action = { ...common, target, content };
    const written = { action, target: peer, randomIds: [], steps: {} as Steps, clock };
    const answer = await find(written, since, async () => ({ known: new Set(), unnamed: [] }));
    return answer.ok && answer.value?.kind;
  };
  expect(await became(plain('ok edited'))).toBe('not_done');
  expect(await became(bold('ok edited'))).toBe('sent');
});

describe('looking for a message that may have been sent', () => {
  it.each<[string, (soon: number) => readonly [sent: Order, others: readonly Order[]]]>([
    [
      'what it answers',
      () => [plain('ok 1', { reply_to: 6 }), [plain('ok 1', { reply_to: 5 }), plain('ok 1')]],
    ],
    ['that it answers nothing', () => [plain('ok 2'), [plain('ok 2', { reply_to: 6 })]]],
    ['its formatting', () => [bold('ok 3'), [plain('ok 3'), linked('ok 3', 'https://kites.example/')]]],
    [
      'where its links lead, and not what Telegram finds by itself',
      () => [
        linked('ok see https://clear.example', 'https://kites.example'),
        [
          linked('ok see https://clear.example', 'https://other.example'),
          plain('ok see https://clear.example'),
        ],
      ],
    ],
    [
      'the time that it waits for',
      (soon) => [plain('ok 5', { schedule: soon }), [plain('ok 5', { schedule: soon + 60 }), plain('ok 5')]],
    ],
  ])('looks at %s', async (_what, orders) => {
    const peer = await chat(HALL.id);
    const [sent, others] = orders(Math.floor(telegram.serverNow() / 1000) + 3_600);
    const id = await send(peer, sent);
    for (const other of others) expect(await found(peer, other), JSON.stringify(other)).toBeUndefined();
    expect(await found(peer, sent)).toBe(id);
    expect(await found(peer, sent, [id])).toBeUndefined();
  });

  it('looks at the topic', async () => {
    const forum = await chat(FORUM.id);
    const topic = 10;
    const id = await send(forum, plain('in it', { topic }));
    expect(await found(forum, plain('in it'))).toBeUndefined();
    expect(await found(forum, plain('in it', { topic: 1 }))).toBeUndefined();
    expect(await found(forum, plain('in it', { topic }))).toBe(id);
    const answer = await send(forum, plain('yes', { reply_to: id, topic }));
    expect(await found(forum, plain('yes', { topic }))).toBeUndefined();
    expect(await found(forum, plain('yes', { reply_to: id }))).toBe(answer);
    expect(await found(forum, plain('yes', { reply_to: id, topic }))).toBe(answer);
    const general = await send(forum, plain('in general'));
    expect(await found(forum, plain('in general', { topic: 1 }))).toBe(general);
  });

  it('does not take what was forwarded for what was written', async () => {
    const peer = await chat(HALL.id);
    const id = await send(peer, plain('over there'));
    const forwarding = { from: peer, to: peer, ids: [id], randomIds: [99n] };
    const made = await writes({ tool: 't', proposalId: 'p', methods }, (caller) =>
      forwardMessages(telegram, caller, { ...forwarding, dropAuthor: false, dropCaptions: false }),
    );
    expect(made).toMatchObject({ ok: true });
    expect(await found(peer, plain('over there'), [id])).toBeUndefined();
  });
});
