import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from './action.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import { approvalDigest, contentDigest } from './digest.js';

const action: Action = {
  accountId: '1001',
  verb: 'send',
  target: { type: 'channel', id: '-1000000000042' },
  content: { text: 'Hello', entities: [] },
  options: { silent: false },
  forceResend: false,
};

const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('what was shown of what others can change', () => {
  const seen = { ...action, shown: { said: 'a' } };
  const edited = { ...action, shown: { said: 'b' } };

  it('is approved with the rest', () => {
    const digests = [action, seen, edited].map(approvalDigest);
    expect(new Set(digests).size).toBe(3);
  });

  it('is no part of the idempotency key', () => {
    expect(contentDigest(seen)).toBe(contentDigest(action));
    expect(contentDigest(edited)).toBe(contentDigest(action));
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json, { noNullPrototype: true }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  it('is JSON that means the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(JSON.parse(canonicalJson(value)) as JsonValue)).toBe(canonicalJson(value));
      }),
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        const same = canonicalJson(left) === canonicalJson(right);
        expect(same).toBe(sameValue(left, right));
      }),
    );
  });

  it('sorts keys by UTF-16 code units and writes no white space', () => {
    expect(canonicalJson({ b: 1, a: [true, null, -0], '\u{1f600}': 'x', '\u{fb33}': 'y' })).toBe(
      '{"a":[true,null,0],"b":1,"\u{1f600}":"x","\u{fb33}":"y"}',
    );
  });

  it('throws on what has no single form', () => {
    for (const value of [1.5, Number.NaN, 2 ** 53, '\ud800', { '\udc00': 1 }]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});

describe('digests of an action', () => {
  it('change with everything that a person approves', () => {
    const changes: Partial<Action>[] = [
      { accountId: '1002' },
      { verb: 'edit' },
      { target: { type: 'chat', id: '-1000000000042' } },
      { target: { type: 'channel', id: '-1000000000043' } },
      { content: { text: 'Hello!', entities: [] } },
      { content: { text: 'Hello', entities: [{ type: 'bold', offset: 0, length: 5 }] } },
      { options: { silent: true } },
    ];
    for (const change of changes) {
      expect(approvalDigest({ ...action, ...change })).not.toBe(approvalDigest(action));
      expect(contentDigest({ ...action, ...change })).not.toBe(contentDigest(action));
    }
  });

  it('tell a forced send apart for approval and not for idempotency', () => {
    const forced = { ...action, forceResend: true };
    expect(approvalDigest(forced)).not.toBe(approvalDigest(action));
    expect(contentDigest(forced)).toBe(contentDigest(action));
  });

  it('never coincide between the two kinds', () => {
    expect(approvalDigest(action)).not.toBe(contentDigest(action));
  });

  it('stay what they are, or a restart after an update would send twice', () => {
    expect(contentDigest(action)).toMatchInlineSnapshot(
      `"b9f722b8257682df51fa8e888567d7274750782ab805c8f4c4c7dfdd79113b80"`,
    );
    expect(approvalDigest(action)).toMatchInlineSnapshot(
      `"bdd589512e7a385f2625a8194e0eb9c557ac05efef112e89f26e6d85d997000b"`,
    );
  });
});

function sameValue(left: JsonValue, right: JsonValue): boolean {
  try {
    expect(normal(left)).toStrictEqual(normal(right));
    return true;
  } catch {
    return false;
  }
}

// -0 and 0 are one number in JSON.
function normal(value: JsonValue): unknown {
  return JSON.parse(JSON.stringify(value));
}
