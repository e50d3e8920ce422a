import { describe, expect, it } from 'vitest';
import { RpcError } from '../rpc/handler.js';
import { Sampler } from '../tl/sample.js';
import { loadSchema } from '../tl/load.js';
import type { TlObject, TlValue } from '../tl/value.js';
import { makeDocument, makePhoto } from '../world/files.js';
import { createWorld } from '../world/world.js';
import { accountServices } from './account/index.js';
import { authServices } from './auth/index.js';
import { bytesOf, longOf, textOf } from './common/fields.js';
import { TestSession } from './common/test-call.js';
import { filesServices } from './files/index.js';

const SEED = 20_260_725;
const EACH = 100;

/** Values with which a random request gets further than its first check. */
async function goodValues() {
  const world = createWorld();
  const photo = makePhoto({ id: 5n, date: 1, width: 640, height: 480, content: { seed: 1, size: 9000 } });
  const me = world.addAccount({ phone: '15550001', codeWays: ['email', 'sms', 'flash_call'] }).userId;
  const file = makeDocument({ id: 6n, date: 1, content: new Uint8Array(5000), mimeType: 'text/plain' });
  for (const media of [photo, file]) {
    world.addMessage({ peer: { kind: 'user', id: me }, from: me, date: 1, media });
  }
  const anonymous = new TestSession(world, undefined, '00000000000000bb');
  const session = new TestSession(world, me, '00000000000000cc');
  const api = { phone_number: '15550001', api_id: 1, api_hash: 'x' };
  const hash = textOf(await anonymous.call('auth.sendCode', api), 'phone_code_hash');
  const token = await anonymous.call('auth.exportLoginToken', { ...api, except_ids: [] });
  const exported = await session.call('auth.exportAuthorization', { dc_id: 4 });
  const location = (kind: 'Photo' | 'Document', of: typeof photo | typeof file, thumb_size: string) => ({
    _: `input${kind}FileLocation`,
    id: of.id,
    access_hash: of.accessHash,
    file_reference: of.fileReference,
    thumb_size,
  });
  const good: Readonly<Record<string, readonly TlValue[]>> = {
    phone_number: ['15550001', '15559999', ''],
    phone_code_hash: [hash, ''],
    phone_code: ['12345', '1000 12345', '', '00000'],
    api_id: [1, 0],
    api_hash: ['x', ''],
    dc_id: [4, 2, 99],
    id: [longOf(exported, 'id')],
    bytes: [bytesOf(exported, 'bytes'), new Uint8Array(1024), new Uint8Array(0)],
    token: [bytesOf(token, 'token')],
    location: [location('Photo', photo, 'm'), location('Photo', photo, 'i'), location('Document', file, '')],
    offset: [0n, 4096n, -4096n],
    limit: [4096, 1_048_576, 0],
    file_part: [0, 1, -1, 3999],
    file_total_parts: [1, 2, -1, 0],
    file_id: [1n],
    hash: [0n],
  };
  return { sessions: [anonymous, session], good };
}

describe('logins, sessions and files', () => {
  it('answer any request with what the schema says, or with an error of their own', async () => {
    const schema = loadSchema();
    const sampler = new Sampler(schema, SEED);
    const { sessions, good } = await goodValues();
    const outcomes = new Set<string>();
    const broken: string[] = [];
    for (const method of Object.keys({ ...authServices, ...accountServices, ...filesServices })) {
      const combinator = schema.functions.get(method);
      if (combinator === undefined) throw new Error(`the schema has no ${method}`);
      for (let n = 0; n < EACH; n++) {
        const request = mixed(sampler, sampler.object(combinator), good);
        const session = sessions[n % 2];
        const before = session?.userId;
        try {
          await session?.value(method, request);
          outcomes.add(`${method} ok`);
        } catch (error) {
          if (error instanceof RpcError) outcomes.add(`${error.code} ${error.text}`);
          else broken.push(`${method}: ${String(error)}`);
        }
        // Log-outs and logins on the way must not end the test.
        if (session !== undefined) session.userId = before;
      }
    }
    expect(broken).toEqual([]);
    for (const outcome of ['upload.getFile ok', 'auth.sendCode ok', '400 PHONE_CODE_EXPIRED']) {
      expect(outcomes).toContain(outcome);
    }
    expect(outcomes.size).toBeGreaterThan(30);
  });
});

/** A request with some of its fields made good. */
function mixed(
  sampler: Sampler,
  request: TlObject,
  good: Readonly<Record<string, readonly TlValue[]>>,
): Record<string, TlValue> {
  const { _: _method, ...fields } = request;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const values = good[name] ?? [];
      const pick = values[sampler.below(Math.ceil((values.length * 4) / 3))];
      return [name, pick === undefined ? value : pick];
    }),
  );
}
