import { describe, expect, it } from 'vitest';
import { openEnvelope, sealEnvelope } from './envelope.js';

const facts = { folder: 'counters', key: 'a', version: 3, generation: 2, data: { count: 1 } };

describe('a state file', () => {
  it('is sealed by the SHA-256 of its content as JSON text', () => {
    // printf '{"count":1}' | sha256sum
    const sha256 = '6aea6dfe6561984cdc5c54ead84d47d2cf29e48253ae282aef237404adad4661';
    expect(JSON.parse(sealEnvelope(facts).toString())).toEqual({ format: 1, ...facts, sha256 });
  });

  it('gives back what was sealed in it, on one line', () => {
    const bytes = sealEnvelope(facts);
    expect(bytes.toString()).toMatch(/^\{[^\n]*\}\n$/);
    expect(openEnvelope(bytes, 'counters', 2)).toEqual({
      format: 1,
      ...facts,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  const sealed = (): object => JSON.parse(sealEnvelope(facts).toString());
  const changed = (change: object): string => JSON.stringify({ ...sealed(), ...change });
  const form = 'it does not have the form of a state file';
  const refused: Record<string, readonly [bytes: () => string, reason: string]> = {
    nothing: [() => '', 'it is not JSON'],
    'half a file': [() => changed({}).slice(0, 30), 'it is not JSON'],
    'another form': [() => '{"count":1}', form],
    'another format': [() => changed({ format: 2 }), form],
    'a field too many': [() => changed({ more: 1 }), form],
    'another value': [() => changed({ data: { count: 2 } }), 'its checksum does not match'],
    'another generation': [() => changed({ generation: 3 }), 'it belongs elsewhere'],
    'another kind': [() => changed({ folder: 'texts' }), 'it belongs elsewhere'],
  };
  for (const [what, [bytes, reason]] of Object.entries(refused)) {
    it(`is refused with its reason: ${what}`, () => {
      expect(openEnvelope(Buffer.from(bytes()), 'counters', 2)).toBe(reason);
    });
  }
});
