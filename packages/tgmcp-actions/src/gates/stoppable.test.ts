import { done, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import { expect, it } from 'vitest';
import { stoppable } from './stoppable.js';

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
