import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '@tgmcp/emulator';
import { PERSON, smallWorld } from '../support/small-world.js';
import { unwanted } from './client-surface.js';
import { joinEmulator, layer, newClient, requestOf, senderOf, stateOf } from './library.js';
import { label, METHODS, PLAIN, wholeSchema, WRAPPERS, type SampleCall } from './schema.js';
import { until } from './until.js';

/*
 * What the guard is measured against: the same client library without it, as the package is. Everything reaches the
 * wire here, so a method that the guarded client does not send was kept back by the guard and by nothing else.
 */

/** The fork asks this by itself when it has connected. */
const ASKS = 'updates.getState';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ world: smallWorld });
  joinEmulator(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

/** Sends calls over a client of their own, and returns what arrived. */
async function arrivals(calls: readonly SampleCall[]): Promise<string[]> {
  const client = newClient(emulator.mintSession(PERSON.id));
  await client.connect();
  const from = emulator.calls.next;
  // Ends the login, so that what follows would be refused unread.
  const last = calls.filter((call) => call.method === 'auth.logOut');
  for (const call of [...calls.filter((call) => !last.includes(call)), ...last]) {
    const state = stateOf(requestOf(call.bytes));
    // Nobody waits for answers here: the library loses some of them when an error comes in the same container.
    state.promise.catch(() => undefined);
    senderOf(client).addStateToQueue(state);
    state.after = undefined;
  }
  const wanted = new Set(calls.map(label));
  const arrived = () => emulator.calls.all.slice(from);
  await until(() => {
    const labels = new Set(arrived().map(label));
    return [...wanted].every((one) => labels.has(one));
  });
  await until(() => arrived().every((call) => call.outcome !== 'pending'));
  await client.destroy();
  return [...new Set(arrived().map(label))].filter((one) => wanted.has(one) || one !== ASKS).toSorted();
}

describe('without the guard', () => {
  it('the schema has hundreds of methods, some of which carry another', () => {
    // Of the library, and of its fork.
    expect([
      [198, 689, 10],
      [228, 806, 11],
    ]).toContainEqual([layer(), METHODS.length, WRAPPERS.length]);
    expect(PLAIN).toHaveLength(METHODS.length - WRAPPERS.length);
  });

  it('all methods reach the wire, the wrappers each with a query inside', async () => {
    const calls = wholeSchema();
    expect(await arrivals(calls)).toEqual(calls.map(label).toSorted());
    expect(new Set(calls.map(label)).size).toBe(METHODS.length);
  });

  it.each(WRAPPERS)('all of them reach the wire inside %s too', async (wrapper) => {
    const calls = wholeSchema(wrapper);
    expect(await arrivals(calls)).toEqual(calls.map(label).toSorted());
    expect(new Set(calls.map(label)).size).toBe(METHODS.length);
  });

  it('each was answered, or counted as one that the embedded data centre does not know', () => {
    const unknown = new Set(emulator.unimplemented);
    const answered = emulator.calls.all.filter((call) => !call.outcome.includes('METHOD_NOT_IMPLEMENTED'));
    const known = new Set(answered.map((call) => call.method));
    expect(PLAIN.filter((method) => !unknown.has(method) && !known.has(method))).toEqual([]);
    expect(emulator.protocolErrors).toEqual([]);
  });

  it.each(['close_before', 'close_after'] as const)(
    'the library sends a write again by itself, whether or not its caller still waits (%s)',
    async (kind) => {
      const client = newClient(emulator.mintSession(PERSON.id));
      await client.connect();
      const from = emulator.calls.next;
      emulator.faults.add({ method: 'messages.sendMessage', kind });
      // Nobody waits for it any more.
      senderOf(client)
        .send(unwanted())
        .catch(() => undefined);
      const sent = () =>
        emulator.calls.all.slice(from).filter((call) => call.method === 'messages.sendMessage');
      await until(() => sent().length === 2);
      expect(sent()[1]?.params).toEqual(sent()[0]?.params);
      await client.destroy();
    },
  );
});
