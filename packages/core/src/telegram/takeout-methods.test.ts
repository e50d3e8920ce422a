import { describe, expect, it } from 'vitest';
import { Gate } from './guard/gate.js';
import { tlClasses, tlName } from './guard/method-names.js';
import { WRAPPER_NAMES } from './guard/unwrap.js';
import { telegram } from './library.js';
import { readList } from './read-list.js';
import { READ_METHODS } from './read-methods.js';
import { TAKEOUT_METHODS } from './takeout-methods.js';
import { bytesOf, refusalOf, ticketFor } from './test-gate.js';

const FUNCTIONS = tlClasses()
  .filter(({ classType }) => classType === 'request')
  .map(({ CONSTRUCTOR_ID: id, className }) => ({ id, name: tlName(className) }));
const NAMES = FUNCTIONS.map(({ name }) => name);

/** A call within an export. */
function within(bytes: Buffer): Buffer {
  const { Api, helpers } = telegram();
  const query = { getBytes: () => bytes };
  return new Api.InvokeWithTakeout({ takeoutId: helpers.returnBigInt(5), query }).getBytes();
}

describe('the methods of an export', () => {
  it('are on the list of the read server only, and there only where the operator says so', () => {
    const listed = (profile: 'read' | 'actions', TG_READ_TAKEOUT: boolean): string[] =>
      Object.keys(TAKEOUT_METHODS).filter((name) => readList(profile, { TG_READ_TAKEOUT }).has(name));
    expect(listed('read', true)).toEqual(Object.keys(TAKEOUT_METHODS));
    expect([...listed('read', false), ...listed('actions', true), ...listed('actions', false)]).toEqual([]);
    expect(Object.keys(TAKEOUT_METHODS).filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  it.each([true, false])(
    'are let through within an export, and nothing else but what reads (on: %s)',
    (on) => {
      const list = readList('read', { TG_READ_TAKEOUT: on });
      const gate = new Gate(list);
      const passed: string[] = [];
      for (const { id, name } of FUNCTIONS) {
        if (WRAPPER_NAMES.has(name)) continue;
        const refusal = refusalOf(() => gate.enter(ticketFor(name), within(bytesOf(id))));
        if (refusal === undefined) passed.push(name);
        else
          expect(refusal).toEqual({ method: list.has(name) ? 'invokeWithTakeout' : name, why: 'not listed' });
      }
      const listed = [...Object.keys(READ_METHODS), ...Object.keys(TAKEOUT_METHODS)];
      const expected = listed.filter((name) => NAMES.includes(name) && !WRAPPER_NAMES.has(name));
      expect(passed.toSorted()).toEqual(on ? expected.toSorted() : []);
    },
  );
});
