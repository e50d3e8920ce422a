import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { leastWork } from '../test-work.js';
import { Codec, codecFor } from './codec.js';
import { GZIP_PACKED } from './decode.js';
import { TlError } from './error.js';
import { Sampler } from './sample.js';
import { Schema } from './schema.js';
import { TlWriter } from './writer.js';
import { loadSchema } from './load.js';

interface ReaderModule {
  BinaryReader: new (data: Buffer) => { tgReadObject(): { getBytes(): Buffer } };
}

const require = createRequire(import.meta.url);
const codec = codecFor();
const { schema } = codec;
const ROUND_TRIPS = 25_000;
const SEED = Number(process.env['TGMCP_CODEC_SEED'] ?? 20_261_101);

/*
 * Left out, because the library itself cannot carry them: it reads the bare future_salt of a vector as a boxed one,
 * and the two state reports hold bytes that it reads as UTF-8. (Ids of zero, which it replaces or refuses, and ids of
 * people and chats outside the range Telegram gives out, which it shifts, are not made by the sampler.)
 */
const BEYOND_THE_LIBRARY = new Set(['future_salts', 'msgs_state_info', 'msgs_all_info']);
/* These are values, not objects, in both codecs. */
const BUILT_IN = new Set(['boolTrue', 'boolFalse', 'true', 'null', 'error']);

function differenceOf(sampler: Sampler, name: string): string | undefined {
  const { BinaryReader } = require('telegram/extensions/BinaryReader.js') as ReaderModule;
  const combinator = schema.constructors.get(name) ?? schema.functions.get(name);
  if (combinator === undefined) return `${name} is unknown`;
  const value = sampler.object(combinator);
  const ours = codec.encode.object(value);
  const theirs = new BinaryReader(ours).tgReadObject().getBytes();
  if (!ours.equals(theirs)) return `${name}: bytes differ`;
  return isDeepStrictEqual(codec.decode.object(theirs), value) ? undefined : `${name}: values differ`;
}

describe('the TL codec against the client library', () => {
  const names = [...schema.byId.values()]
    .map((combinator) => combinator.name)
    .filter((name) => !BEYOND_THE_LIBRARY.has(name) && !BUILT_IN.has(name));

  it(`agrees in ${ROUND_TRIPS} random round trips over all constructors and methods`, () => {
    const sampler = new Sampler(schema, SEED);
    const differences: string[] = [];
    for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
      const difference = differenceOf(sampler, names[trip % names.length] ?? '');
      if (difference !== undefined) differences.push(difference);
    }
    expect(names.length).toBeGreaterThan(2000);
    expect({ seed: SEED, differences }).toEqual({ seed: SEED, differences: [] });
  }, 120_000);

  it('reads the schema in less than 30 ms of the processor', async () => {
    const texts = [require('telegram/tl/apiTl.js') as string];
    const read = () => expect(new Schema(198, texts).byId.size).toBeGreaterThan(2000);
    expect(await leastWork(30, read)).toBeLessThan(30);
    expect(loadSchema()).toBe(loadSchema());
  });
});

describe('the TL codec', () => {
  it('leaves out fields the layer does not know', () => {
    const known = codec.encode.object({ _: 'peerUser', user_id: 5n });
    expect(codec.encode.object({ _: 'peerUser', user_id: 5n, from_the_future: 'x' })).toEqual(known);
  });

  it('names the path of a missing required field', () => {
    const entities = [
      { _: 'messageEntityBold', offset: 0, length: 1 },
      { _: 'messageEntityItalic', offset: 0 },
    ];
    const call = {
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'x',
      random_id: 1n,
      entities,
    };
    expect(() => codec.encode.object(call)).toThrow(
      'messages.sendMessage.entities[1].messageEntityItalic.length: missing',
    );
  });

  it('refuses an object of another type than the field asks for', () => {
    const call = { _: 'messages.sendMessage', peer: { _: 'peerUser', user_id: 1n } };
    expect(() => codec.encode.object(call)).toThrow('InputPeer expected, not peerUser');
  });

  it('refuses half of the fields behind one flag bit', () => {
    const message = { _: 'message', id: 1, peer_id: { _: 'peerUser', user_id: 1n }, date: 1, message: 'x' };
    expect(() => codec.encode.object({ ...message, views: 3 })).toThrow('message.forwards: missing');
    expect(codec.encode.object({ ...message, views: 3, forwards: 0 }).length).toBeGreaterThan(0);
  });

  it('writes answers by the result type of their method', () => {
    expect(codec.answer('contacts.block', true).toString('hex')).toBe('b5757299');
    const users = codec.answer('users.getUsers', [{ _: 'userEmpty', id: 7n }]);
    expect(codec.readAnswer('users.getUsers', users)).toEqual([{ _: 'userEmpty', id: 7n }]);
  });

  it.each([gzipSync, deflateSync])('reads packed objects wherever an object may stand', (pack) => {
    const writer = new TlWriter();
    writer.uint(GZIP_PACKED);
    writer.bytes(pack(codec.encode.object({ _: 'peerUser', user_id: 5n })));
    expect(codec.decode.object(writer.finish())).toEqual({ _: 'peerUser', user_id: 5n });
  });

  it('refuses cut, lengthened and unknown bytes', () => {
    const good = codec.encode.object({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] });
    expect(() => codec.decode.object(good.subarray(0, -1))).toThrow(TlError);
    expect(() => codec.decode.object(Buffer.concat([good, Buffer.alloc(4)]))).toThrow('left over');
    expect(() => codec.decode.object(Buffer.from('12345678', 'hex'))).toThrow('unknown constructor id');
    const vast = Buffer.from(good);
    vast.writeInt32LE(0x7fffffff, 8);
    expect(() => codec.decode.object(vast)).toThrow('a vector of 2147483647');
  });

  it('reads a schema of its own, bare vectors and constructors included', () => {
    const own = new Codec(
      new Schema(1, [
        'point#00000001 x:int y:int = Point;\nline#00000002 ends:vector<point> = Line;\n' +
          '---functions---\nfind#00000003 flags:# deep:flags.3?true near:flags.3?Point = Vector<Point>;',
      ]),
    );
    const line = { _: 'line', ends: [{ _: 'point', x: 1, y: -2 }] };
    expect(own.encode.object(line).length).toBe(16);
    expect(own.decode.object(own.encode.object(line))).toEqual(line);
    expect(() => own.encode.object({ _: 'find', deep: true })).toThrow('find.near: missing');
  });
});
