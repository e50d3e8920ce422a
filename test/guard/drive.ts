/** Drives the whole schema through something that sends, and says what was decided about each call. */
import type { Api } from 'telegram';
import { expect } from 'vitest';
import type { TelegramCaller } from '@tgmcp/core';
import type { Emulator } from '@tgmcp/emulator';
import { requestOf } from './library.js';
import { actingWrapper } from './lists.js';
import { label, sampleCall, wholeSchema, WRAPPERS, type SampleCall } from './schema.js';

/** No wrapper, then each of them. */
export const AROUND: readonly (string | undefined)[] = [undefined, ...WRAPPERS];

/** Every method inside `wrapper`, or bare; a method that is a wrapper itself once around a write and once around `read`. */
export function schemaCalls(wrapper: string | undefined, read: string): SampleCall[] {
  const around = wrapper === undefined ? [] : [wrapper];
  return [...wholeSchema(wrapper), ...WRAPPERS.map((inner) => sampleCall(read, [...around, inner]))];
}

/** What arrived since call number `from`, in the words of {@link label}. */
export function arrivedSince(emulator: Emulator, from: number): string[] {
  return emulator.calls.all.slice(from).map(label);
}

/**
 * Sends each call with a pacing ticket and expects that those of `list` reach the wire, each once, and that every other
 * is WRITE_BLOCKED under its name, or under that of its wrapper when only this is not listed, with nothing on the wire.
 */
export async function expectExactly(
  emulator: Emulator,
  list: readonly string[],
  calls: readonly SampleCall[],
  caller: TelegramCaller,
): Promise<void> {
  const from = emulator.calls.next;
  for (const call of calls) {
    const decided = await decision(caller, call);
    const wrapper = actingWrapper(call.wrappers, call.method, list);
    const may = list.includes(call.method);
    if (may && wrapper === undefined) {
      expect(decided.code, label(call)).not.toBe('WRITE_BLOCKED');
      continue;
    }
    const method = (may && wrapper) || call.method;
    const data = expect.objectContaining({ method, why: 'not listed', reached_wire: false });
    expect(decided, label(call)).toEqual({ code: 'WRITE_BLOCKED', data });
  }
  const listed = calls.filter(
    ({ wrappers, method }) => list.includes(method) && actingWrapper(wrappers, method, list) === undefined,
  );
  expect(arrivedSince(emulator, from).toSorted()).toEqual(listed.map(label).toSorted());
  const asked = new Set(calls.map(({ method }) => method));
  expect(list.filter((method) => !asked.has(method))).toEqual([]);
}

/** What comes back from a call; some answers to senseless arguments the library cannot read. */
async function decision(caller: TelegramCaller, call: SampleCall): Promise<{ code: string; data?: unknown }> {
  try {
    const outcome = await caller.call(requestOf(call.bytes) as unknown as Api.AnyRequest);
    return outcome.ok ? { code: 'OK' } : { code: outcome.refusal.code, data: outcome.refusal.data };
  } catch (error) {
    return { code: String(error) };
  }
}
