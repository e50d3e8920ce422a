/* For the emulator's own tests: random runs of steps. */
import * as fc from 'fast-check';
import { HOLDERS, type Bench } from './bench.js';
import { PLACES, type Model } from './model.js';
import { Leave, Look, Pin, Read, Return } from './other-steps.js';
import type { Command } from './step.js';
import { Delete, Edit, Forward, Send } from './writing-steps.js';

/** The kinds of steps. */
export const KINDS = [Send, Edit, Delete, Forward, Pin, Read, Look, Leave, Return].map(({ name }) => name);

/** Runs of up to `length` steps. */
export function runs(length: number): fc.Arbitrary<Iterable<Command>> {
  const session = fc.nat(HOLDERS.length - 1);
  const place = fc.constantFrom(...PLACES);
  const which = fc.nat(15);
  const some = fc.array(which, { minLength: 1, maxLength: 3 });
  const text = fc.constantFrom('a', 'b', 'c', 'a longer text');
  const randomId = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
  const reply = fc.option(which, { freq: 3 });
  const send = fc.tuple(session, place, text, randomId, reply).map((args) => new Send(...args));
  const edit = fc.tuple(session, place, which, text).map((args) => new Edit(...args));
  const forward = fc.tuple(session, place, place, some).map((args) => new Forward(...args));
  const read = fc.tuple(session, place, which).map((args) => new Read(...args));
  const pin = fc.tuple(session, place, which, fc.boolean(), fc.boolean()).map((args) => new Pin(...args));
  const comeBack = fc.tuple(session, place).map((args) => new Return(...args));
  return fc.commands<Model, Bench, true>(
    // As often as each is listed.
    [
      send,
      send,
      send,
      send,
      edit,
      edit,
      forward,
      forward,
      read,
      read,
      pin,
      pin,
      pin,
      comeBack,
      comeBack,
      fc.tuple(session, place, some, fc.boolean()).map((args) => new Delete(...args)),
      fc.tuple(session, place).map((args) => new Look(...args)),
      fc.tuple(session, place).map((args) => new Leave(...args)),
    ],
    { maxCommands: length, size: 'max' },
  );
}
