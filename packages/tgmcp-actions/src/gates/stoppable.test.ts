import { done, refuse, StateError, type Outcome, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import { expect, it } from 'vitest';
import { lookingFirst, stoppable } from './stoppable.js';

it('an action of several requests sends none of them after the stop', async () => {
  let isStopped = false;
  let sent = 0;
  const caller: TelegramCaller = {
    call: async () => {
      sent += 1;
      return done(undefined as never);
    },
  };
  const { call } = stoppable(caller, { stopped: async () => isStopped });
  const request = {} as Api.AnyRequest;
  expect(await call(request)).toMatchObject({ ok: true });
  isStopped = true;
  expect(await call(request)).toMatchObject({
    ok: false,
    refusal: { code: 'WRITES_STOPPED', data: { reached_wire: false } },
  });
  expect(sent).toBe(1);
});

it.each(['the stop', 'the leave of its own'])('what waited for its slot is held back by %s', async (by) => {
  const held = { 'the stop': false, 'the leave of its own': false };
  let sent = 0;
  // What the pace does: the request waits, then is looked at for the last time.
  const paced: TelegramCaller = {
    async call(_request, options) {
      Object.assign(held, { [by]: true });
      const may: Outcome<void> = (await options?.mayStart?.()) ?? done(undefined);
      if (!may.ok) return may;
      sent += 1;
      return done(undefined as never);
    },
  };
  const stop = stoppable(paced, { stopped: async () => held['the stop'] });
  const own = lookingFirst(stop, async () =>
    held['the leave of its own'] ? refuse('REFUSED_BY_OPERATOR') : done(undefined),
  );
  const code = by === 'the stop' ? 'WRITES_STOPPED' : 'REFUSED_BY_OPERATOR';
  expect(await own.call({} as Api.AnyRequest)).toMatchObject({ ok: false, refusal: { code } });
  expect(sent).toBe(0);
});

it('a look that the state fails at lets nothing leave, and says so', async () => {
  let sent = 0;
  const counting: TelegramCaller = {
    call: async () => {
      sent += 1;
      return done(undefined as never);
    },
  };
  const { call } = lookingFirst(counting, async () => {
    throw new StateError('STATE_BUSY', 'leases', 'busy');
  });
  expect(await call({} as Api.AnyRequest)).toMatchObject({
    ok: false,
    refusal: { code: 'STATE_BUSY', data: { reached_wire: false } },
  });
  expect(sent).toBe(0);
});
