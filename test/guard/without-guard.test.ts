import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '@tgmcp/emulator';
import { PERSON, smallWorld } from '../support/small-world.js';
import { unwanted } from './client-surface.js';
import { joinEmulator, newClient, requestOf, senderOf, stateOf } from './library.js';
import { label, METHODS, PLAIN, wholeSchema, WRAPPERS, type SampleCall } from './schema.js';
import { until } from './until.js';

/*
 * What the guard is measured against: the same client library without it, as the package is. Everything reaches the
 * wire here, so a method that the guarded client does not send was kept back by the guard and by nothing else.
 */

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
  await until(() => emulator.calls.next - from >= calls.length);
  const arrived = emulator.calls.all.slice(from);
  await until(() => arrived.every((call) => call.outcome !== 'pending'));
  await client.destroy();
  return arrived.map(label).toSorted();
}

describe('without the guard', () => {
  it('the schema has 689 methods, 10 of which carry another', () => {
    expect(METHODS).toHaveLength(689);
    expect(WRAPPERS).toHaveLength(10);
    expect(PLAIN).toHaveLength(679);
  });

  it('all 689 methods reach the wire, the 10 wrappers each with a query inside', async () => {
    const calls = wholeSchema();
    expect(await arrivals(calls)).toEqual(calls.map(label).toSorted());
    expect(new Set(calls.map(label)).size).toBe(689);
  });

  it.each(WRAPPERS)('all of them reach the wire inside %s too', async (wrapper) => {
    const calls = wholeSchema(wrapper);
    expect(await arrivals(calls)).toEqual(calls.map(label).toSorted());
    expect(new Set(calls.map(label)).size).toBe(689);
  });

  it('each was answered, or counted as one that the embedded data centre does not know', () => {
    const unknown = new Set(emulator.unimplemented);
    const answered = emulator.calls.all.filter((call) => !call.outcome.includes('METHOD_NOT_IMPLEMENTED'));
    const known = new Set(answered.map((call) => call.method));
    expect(unknown.size + known.size).toBe(PLAIN.length);
    expect(emulator.protocolErrors).toEqual([]);
  });

  it.each(['close_before', 'close_after'] as const)(
    'the library sends a write again by itself, long after its caller has given up (%s)',
    async (kind) => {
      const client = newClient(emulator.mintSession(PERSON.id));
      await client.connect();
      const from = emulator.calls.next;
      emulator.faults.add({ method: 'messages.sendMessage', kind });
      const sending = senderOf(client).send(unwanted());
      await expect(Promise.race([sending, sleep(300, 'given up')])).resolves.toBe('given up');
      const sent = () =>
        emulator.calls.all.slice(from).filter((call) => call.method === 'messages.sendMessage');
      expect(sent()).toHaveLength(1);
      await until(() => sent().length === 2);
      expect(sent()[1]?.params).toEqual(sent()[0]?.params);
      await client.destroy();
    },
  );
});
