import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverRaw } from '../../config/raw-methods.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { telegram } from '../library.js';
import { parseMarkedId } from '../peers/ids.js';
import type { ResolvedPeer } from '../peers/peers.js';
import { namedPeers } from '../scope/named-peers.js';
import { tlSchema } from './tl-schema.js';
import { buildRawWrite, peersInParams, renamePeers, takesRandomId } from './write-request.js';

const ME = '1001';
const KITES = '-1000000000042';
const ANN = '777';
const CLUB = '-4123';

/** Finds everybody by a canonical id. */
async function resolve(id: string): Promise<Outcome<ResolvedPeer>> {
  const { Api, helpers } = telegram();
  const peer = parseMarkedId(id);
  if (peer === undefined) throw new Error(`no canonical id: ${id}`);
  const bare = helpers.returnBigInt(peer.id);
  const accessHash = helpers.returnBigInt(7);
  const inputPeer =
    peer.type === 'user'
      ? new Api.InputPeerUser({ userId: bare, accessHash })
      : peer.type === 'chat'
        ? new Api.InputPeerChat({ chatId: bare })
        : new Api.InputPeerChannel({ channelId: bare, accessHash });
  return done({ id, kind: 'user', title: id, inputPeer });
}

function built(method: string, params: Record<string, unknown>, admitted = [ME, KITES, ANN, CLUB]) {
  const set = new Set(admitted);
  return buildRawWrite({ resolve }, { method, params }, { randomId: 5n, accountId: ME, admitted: set });
}
const problems = async (...[method, params, admitted]: Parameters<typeof built>): Promise<unknown> => {
  const outcome = await built(method, params, admitted);
  return outcome.ok ? 'built' : outcome.refusal.data?.['problems'];
};

describe('a request that writes', () => {
  it('names whom its arguments name, however deep, and basic groups by their numbers', () => {
    const reply = { _: 'inputReplyToMessage', reply_to_msg_id: 1, reply_to_peer_id: ANN };
    const params = {
      peer: KITES,
      reply_to: reply,
      send_as: '@kites',
      media: 'inputMediaDice',
      message: 'me',
    };
    expect(peersInParams({ method: 'messages.sendMedia', params })).toEqual([KITES, ANN, '@kites']);
    expect(peersInParams({ method: 'messages.editChatTitle', params: { chat_id: 4123 } })).toEqual([CLUB]);
    const folder_peers = [{ _: 'InputFolderPeer', peer: 777, folder_id: 1 }];
    expect(peersInParams({ method: 'folders.editPeerFolders', params: { folder_peers } })).toEqual([ANN]);
    expect(peersInParams({ method: 'no.method', params: { peer: ANN } })).toEqual([]);
    expect(renamePeers({ method: 'messages.sendMedia', params }, (name) => `<${name}>`)).toMatchObject({
      peer: `<${KITES}>`,
      reply_to: { reply_to_peer_id: `<${ANN}>`, reply_to_msg_id: 1 },
      send_as: '<@kites>',
      message: 'me',
    });
  });

  it('has a random_id of ours, which nobody gives', async () => {
    const params = { peer: KITES, media: { _: 'inputMediaDice', emoticon: '\u{1F3B2}' }, message: 'Hello' };
    const outcome = await built('messages.sendMedia', params);
    if (!outcome.ok || !('randomId' in outcome.value)) throw new Error('It was not built');
    expect(String(outcome.value.randomId)).toBe('5');
    expect(await problems('messages.sendMedia', { ...params, random_id: '7' })).toEqual([
      'random_id: is filled in by the server',
    ]);
    expect([takesRandomId('messages.sendMedia'), takesRandomId('messages.setHistoryTTL')]).toEqual([
      true,
      false,
    ]);
    expect(await problems('messages.sendMultiMedia', { peer: KITES, multi_media: [] })).toBe('built');
    const multi_media = [
      { _: 'inputSingleMedia', media: { _: 'inputMediaDice', emoticon: 'x' }, message: '' },
    ];
    expect(await problems('messages.sendMultiMedia', { peer: KITES, multi_media })).toEqual([
      'multi_media.0.random_id: missing; must be a whole number of 64 bits, as a string of digits',
    ]);
  });

  it.each([
    ['messages.sendMedia', { media: { _: 'inputMediaInvoice' } }, 'media: inputMediaInvoice cannot be given'],
    ['messages.sendMedia', { media: { _: 'inputMediaPaidMedia' } }, 'media: inputMediaPaidMedia cannot'],
    [
      'messages.sendMedia',
      { media: { _: 'inputMediaUploadedPhoto' } },
      'media: inputMediaUploadedPhoto cannot',
    ],
    ['messages.sendMedia', { allow_paid_floodskip: true }, 'allow_paid_floodskip: cannot be given'],
    [
      'channels.editPhoto',
      { photo: { _: 'inputChatUploadedPhoto' } },
      'photo: inputChatUploadedPhoto cannot',
    ],
    ['contacts.editCloseFriends', { id: ['777'] }, 'id: cannot be given'],
    [
      'messages.sendMedia',
      { entities: [{ _: 'messageEntityMentionName', offset: 0, length: 1, user_id: '777' }] },
      'entities.0.user_id: cannot be given',
    ],
    [
      'messages.setHistoryTTL',
      { peer: { _: 'inputPeerUser', user_id: 5, access_hash: 6 } },
      'peer: must be an id',
    ],
    ['no.method', {}, 'method: no method'],
  ])('%s cannot be made with %o', async (method, params, problem) => {
    expect(JSON.stringify(await problems(method, params))).toContain(problem);
  });

  it.each(['PhotoExternal', 'DocumentExternal', 'WebPage', 'Story', 'Game', 'Empty', 'Photo', 'Document'])(
    'holds all that it sends, and no inputMedia%s, which stands for something elsewhere',
    async (form) => {
      const media = { _: `InputMedia${form}`, url: 'https://example.org/a' };
      expect(await problems('messages.sendMedia', { peer: KITES, message: '', media })).toEqual([
        `media: inputMedia${form} cannot be given here`,
      ]);
    },
  );

  it('that names somebody who was not admitted is not made', async () => {
    for (const [method, params] of [
      ['messages.setHistoryTTL', { peer: KITES, period: 0 }],
      ['messages.editChatTitle', { chat_id: CLUB, title: 'Club' }],
      ['messages.editChatTitle', { chat_id: '4123', title: 'Club' }],
    ] as const) {
      expect(await problems(method, params)).toBe('built');
      expect(await problems(method, params, [ANN])).toEqual([expect.stringContaining('cannot be checked')]);
    }
  });

  it('of any kind, with any arguments, names nobody else', async () => {
    const methods = [...tlSchema().methods.values()].filter(({ name }) => neverRaw(name) === undefined);
    const someone = fc.constantFrom(KITES, ANN, CLUB, 777, 4123);
    const value: fc.Arbitrary<unknown> = fc.oneof(someone, fc.jsonValue({ maxDepth: 2 }));
    const nested = fc.dictionary(
      fc.constantFrom('_', 'peer', 'user_id', 'id', 'reply_to_peer_id', 'chat_id'),
      value,
    );
    const call = fc
      .constantFrom(...methods)
      .chain(({ name, fields }) =>
        fc
          .record(
            Object.fromEntries(fields.map((field) => [field.name, fc.oneof(value, nested, fc.array(value))])),
            { requiredKeys: [] },
          )
          .map((params) => ({ method: name, params })),
      );
    let made = 0;
    await fc.assert(
      fc.asyncProperty(call, async ({ method, params }) => {
        const names = peersInParams({ method, params });
        const admitted = names.filter((name) => parseMarkedId(name) !== undefined);
        if (admitted.length < names.length) return;
        const outcome = await built(method, params, admitted);
        if (!outcome.ok) {
          expect(outcome.refusal.code).toMatch(/^(INPUT_INVALID|PEER_)/);
          return;
        }
        made += 1;
        expect(namedPeers(outcome.value).filter(({ id }) => !admitted.includes(id))).toEqual([]);
        expect(outcome.value.getBytes().length).toBeGreaterThan(3);
      }),
      { numRuns: 3_000, seed: 20_261_126 },
    );
    expect(made).toBeGreaterThan(20);
  });
});
