import { expect, it } from 'vitest';
import type { Action } from '../actions/action.js';
import { knownMessages } from './known-messages.js';
import { gateBench, KITES } from './test-bench.js';

const at = { target: { type: 'channel', id: KITES.id } } as const;
const NOTED = { kind: 'sent', repeated: false } as const;

it('knows what was sent to a peer, whatever its content, and not what was done to other messages', async () => {
  const bench = gateBench();
  const { journal } = bench;
  const note = async (change: Partial<Action>, result: Parameters<typeof journal.end>[2]): Promise<void> => {
    const action = { accountId: '1001', verb: 'send', content: {}, options: {}, forceResend: false, ...at };
    const made = { ...action, ...change } as Action;
    const { intent } = await journal.claim({ action: made, proposalId: 'p', items: 1 });
    const attempt = (await journal.begin(intent, 'p', 1)) ?? 0;
    await journal.end(intent, attempt, result);
  };
  for (const message_text of ['Hello', 'Good bye']) {
    expect(await bench.execute(await bench.ready({ message_text }), { message_text })).toMatchObject({
      ok: true,
    });
  }
  await note({ verb: 'forward' }, { ...NOTED, result: { message_ids: [11, 12] } });
  await note(
    { verb: 'bot_steps' },
    { ...NOTED, result: { steps: [{ step: 1, message_id: 21 }, { step: 2 }] } },
  );
  await note(
    { verb: 'send_file' },
    { ...NOTED, result: { message_ids: 'none', steps: [null, 5, 'x', [6]] } },
  );
  await note({ verb: 'pin' }, { ...NOTED, result: { message_id: 31 } });
  await note({ target: { type: 'user', id: '5' } }, { ...NOTED, result: { message_id: 41 } });
  await note({ content: { lost: true } }, { kind: 'unknown', code: 'DEADLINE' });

  const known = await knownMessages(journal, { action: { verb: 'send', ...at } as Action });
  expect([...known].toSorted((one, other) => one - other)).toEqual([1, 2, 11, 12, 21]);
  expect(await knownMessages(journal, { action: { verb: 'pin', ...at } as Action })).toEqual(new Set());
});
