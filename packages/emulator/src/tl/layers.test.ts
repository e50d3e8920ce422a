import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codecFor } from './codec.js';
import { TlError } from './error.js';
import { knownLayers, loadSchema, registerSchema, servedLayer } from './load.js';
import { Sampler } from './sample.js';
import type { Combinator } from './schema.js';

const require = createRequire(import.meta.url);
const ROUND_TRIPS = 10_000;
const SEED = Number(process.env['TGMCP_CODEC_SEED'] ?? 20_261_125);
const MTCUTE = 227;
const TELEPROTO = 228;

/** A combinator's line without flags of type `true`, which come into a constructor without a change of its id. */
function lineOf({ name, result, fields }: Combinator): string {
  const kept = fields.filter((field) => field.type.kind !== 'true');
  return JSON.stringify([name, result, kept]);
}

describe('the layers that can be spoken', () => {
  it('are those of the installed client libraries', () => {
    expect(knownLayers()).toEqual(expect.arrayContaining([198, MTCUTE, TELEPROTO]));
    expect(loadSchema(TELEPROTO).functions.size).toBeGreaterThan(800);
    expect(() => loadSchema(7)).toThrow('no schema of layer 7 is known, only');
  });

  it('agree in every constructor and method that they have in common', () => {
    const differing = [MTCUTE, TELEPROTO].flatMap((layer) =>
      [...loadSchema(layer).byId.values()].filter((combinator) => {
        const former = loadSchema(198).byId.get(combinator.id);
        return former !== undefined && lineOf(former) !== lineOf(combinator);
      }),
    );
    expect(differing.map(({ name }) => name)).toEqual([]);
  });

  it.each([MTCUTE, TELEPROTO])('carry random values of every constructor of layer %i', (layer) => {
    const { schema, encode, decode } = codecFor(layer);
    const sampler = new Sampler(schema, SEED);
    const all = [...schema.byId.values()].filter(({ result }) => result !== 'Bool');
    for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
      const combinator = all[trip % all.length];
      if (combinator === undefined) continue;
      const value = sampler.object(combinator);
      const same = isDeepStrictEqual(decode.object(encode.object(value)), value);
      expect({ name: combinator.name, seed: SEED, same }).toMatchObject({ same: true });
    }
  });

  it(`write layer ${TELEPROTO} as the library of that layer does`, () => {
    const { BinaryReader } = require('teleproto/extensions/BinaryReader.js') as {
      BinaryReader: new (data: Buffer) => { tgReadObject(): { getBytes(): Buffer } };
    };
    const { schema, encode } = codecFor(TELEPROTO);
    const sampler = new Sampler(schema, SEED);
    const differing: string[] = [];
    for (const name of [
      'message',
      'user',
      'channel',
      'channelFull',
      'poll',
      'updates',
      'replyInlineMarkup',
    ]) {
      const combinator = schema.constructors.get(name);
      if (combinator === undefined) throw new Error(`layer ${TELEPROTO} has no ${name}`);
      for (let trip = 0; trip < 100; trip += 1) {
        const ours = encode.object(sampler.object(combinator));
        if (!ours.equals(new BinaryReader(ours).tgReadObject().getBytes())) differing.push(name);
      }
    }
    expect({ seed: SEED, differing }).toEqual({ seed: SEED, differing: [] });
  });

  it('serve a client of another layer in the nearest one below its own', () => {
    expect([198, 199, 226, 227, 228, 229, 500].map(servedLayer)).toEqual([198, 198, 198, 227, 228, 228, 228]);
    expect(servedLayer(197)).toBeUndefined();
  });

  it('can be added as schema text, once', () => {
    const text = `old#11111111 id:long = Old;
---functions---
invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;
old.get#22222222 = Old;`;
    registerSchema(91, text);
    expect(servedLayer(95)).toBe(91);
    expect(codecFor(91).answer('old.get', { _: 'old', id: 1n }).length).toBe(12);
    expect(loadSchema(91).constructors.has('rpc_error')).toBe(true);
    expect(() => registerSchema(91, text)).toThrow('layer 91 is in use already');
    expect(() => registerSchema(92, 'nonsense')).toThrow('is no API schema');
    expect(() => registerSchema(93, 'a#1 = A;\nb#1 = B;')).toThrow(TlError);
    expect(knownLayers()).not.toContain(92);
  });
});
