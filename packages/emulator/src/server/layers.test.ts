import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TlObject } from '../tl/value.js';
import type { RawClient } from './raw-client.js';
import { ANN, BOB, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

/* Clients of several layers on one emulator: each is read and answered in its own. */

const TOPICS: TlObject = {
  _: 'messages.forumTopics',
  count: 0,
  topics: [],
  messages: [],
  chats: [],
  users: [],
  pts: 1,
};
const USER: TlObject = { _: 'user', id: ANN, stories_max_id: 3 };

let bench: Bench;

beforeAll(async () => {
  bench = await startBench({
    handlers: {
      'users.getUsers': () => [USER],
      'channels.getForumTopics': (request, call) => {
        const { channel } = request as unknown as { channel: TlObject };
        return { ...TOPICS, count: Number(channel['channel_id']) * 1000 + call.layer };
      },
      'account.updateStatus': (_request, call) => {
        call.push(ANN, {
          _: 'updateShort',
          update: { _: 'updateChannelPinnedTopic', channel_id: 9n, topic_id: 1 },
          date: 1,
        });
        return true;
      },
    },
  });
});

afterEach(() => {
  bench.hangUp();
});

afterAll(async () => {
  await bench.emulator.stop();
});

/** A client of a layer, as it begins: invokeWithLayer around initConnection around its first call. */
async function begin(named: number, served: number, key = readyKey(bench.emulator)): Promise<RawClient> {
  const client = await bench.connect({ key, layer: served });
  await client.result(client.call(withLayer(named, { _: 'users.getUsers', id: [] })), 'users.getUsers');
  return client;
}

function withLayer(layer: number, query: TlObject): TlObject {
  const device = { device_model: 'x', system_version: '1', app_version: '1' };
  const languages = { system_lang_code: 'en', lang_pack: '', lang_code: 'en' };
  return {
    _: 'invokeWithLayer',
    layer,
    query: { _: 'initConnection', api_id: 1, ...device, ...languages, query },
  };
}

async function users(client: RawClient): Promise<unknown> {
  return client.result(client.call({ _: 'users.getUsers', id: [] }), 'users.getUsers');
}

describe('clients of several layers', () => {
  it('are each answered in their own, one beside the other', async () => {
    const old = await begin(198, 198);
    const middle = await begin(227, 227);
    const young = await begin(228, 228);
    expect(await users(old)).toEqual([USER]);
    const story = { _: 'recentStory', max_id: 3 };
    expect(await users(middle)).toEqual([{ ...USER, stories_max_id: story }]);
    expect(await users(young)).toEqual([{ ...USER, stories_max_id: story }]);
  });

  it('are served in the nearest layer below one that nobody knows', async () => {
    const client = await begin(235, 228);
    expect(await users(client)).toEqual([{ ...USER, stories_max_id: { _: 'recentStory', max_id: 3 } }]);
    expect(await users(await begin(205, 198))).toEqual([USER]);
    expect(bench.emulator.protocolErrors).toEqual([]);
  });

  it('are refused when they are older than everything known', async () => {
    const client = await bench.connect();
    const answer = await client.result(client.call(withLayer(60, { _: 'help.getConfig' })), 'help.getConfig');
    expect(answer).toMatchObject({
      _: 'rpc_error',
      error_code: 400,
      error_message: 'CONNECTION_LAYER_INVALID',
    });
    expect((bench.emulator.protocolErrors as string[]).splice(0)).toEqual([
      expect.stringContaining('layer 60 is older than all known ones (198, 227, 228'),
    ]);
  });

  it('reach the handler of a method under the name it has in their layer, and faults of either name', async () => {
    const peer: TlObject = { _: 'inputPeerChannel', channel_id: 9n, access_hash: 1n };
    const page = { offset_date: 0, offset_id: 0, offset_topic: 0, limit: 1 };
    const moved = { _: 'messages.getForumTopics', peer, ...page };
    const young = await begin(228, 228);
    expect(await young.result(young.call(moved), moved._)).toMatchObject({ count: 9228 });
    expect(bench.emulator.calls.all.at(-1)).toMatchObject({
      method: 'messages.getForumTopics',
      outcome: 'ok',
    });
    bench.emulator.faults.add({
      method: 'channels.getForumTopics',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_9',
    });
    expect(await young.result(young.call(moved), moved._)).toMatchObject({ error_message: 'FLOOD_WAIT_9' });
    bench.emulator.faults.add({
      method: 'messages.getForumTopics',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_8',
    });
    const old = await begin(198, 198);
    const former = { _: 'channels.getForumTopics', channel: { ...peer, _: 'inputChannel' }, ...page };
    expect(await old.result(old.call(former), former._)).toMatchObject({ count: 9198 });
    expect(await young.result(young.call(moved), moved._)).toMatchObject({ error_message: 'FLOOD_WAIT_8' });
  });

  it('share a key and keep their layers, also in what is pushed to them', async () => {
    const key = readyKey(bench.emulator);
    const old = await begin(198, 198, key);
    const young = await begin(228, 228, key);
    expect(await users(old)).toEqual([USER]);
    const other = await begin(198, 198, readyKey(bench.emulator, BOB));
    await other.result(other.call({ _: 'account.updateStatus', offline: false }), 'account.updateStatus');
    const seen = async (client: RawClient) =>
      (await client.next((one) => one.object._ === 'updateShort')).object;
    expect(await seen(old)).toMatchObject({ update: { _: 'updateChannelPinnedTopic', channel_id: 9n } });
    expect(await seen(young)).toMatchObject({
      update: { _: 'updatePinnedForumTopic', peer: { _: 'peerChannel', channel_id: 9n } },
    });
  });
});
