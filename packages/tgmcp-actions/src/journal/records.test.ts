import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_ENDS,
  ATTEMPT_STARTS,
  BEGUN_STEPS,
  CONTENTS,
  ENDED_STEPS,
  FOUND_NOT_DONE,
  INTENTS,
  SETTLED_BY_READING,
} from './records.js';

const at = { boot: 'b', wall: 1, monotonic: 1, ms: 0 };
const about = { intentId: 'i', at };
const sent = { kind: 'sent', result: { message_id: 9 }, repeated: false };
const intent = {
  id: 'i',
  action: {
    accountId: '1001',
    verb: 'send',
    target: { type: 'user', id: '777' },
    content: {},
    options: {},
    forceResend: false,
  },
  contentDigest: 'd',
  proposalId: 'p',
  windowIndex: 1,
  forced: false,
  randomIds: ['-9223372036854775808', '10'],
  claimed: at,
};

describe('the records of the journal', () => {
  it('lie where earlier versions put them', () => {
    const kinds = [
      INTENTS,
      CONTENTS,
      ATTEMPT_STARTS,
      ATTEMPT_ENDS,
      SETTLED_BY_READING,
      FOUND_NOT_DONE,
      BEGUN_STEPS,
      ENDED_STEPS,
    ];
    expect(kinds.map(({ folder, version }) => `${folder} ${version}`)).toEqual([
      'intents 1',
      'intents-of-content 1',
      'attempt-starts 1',
      'attempt-ends 1',
      'settled-by-reading 1',
      'found-not-done 1',
      'begun-steps 1',
      'ended-steps 1',
    ]);
  });

  it.each([
    { kind: INTENTS, record: intent },
    { kind: CONTENTS, record: { intents: ['i'] } },
    { kind: ATTEMPT_STARTS, record: { ...about, attempt: 1, fence: 3, proposalId: 'p' } },
    { kind: ATTEMPT_ENDS, record: { ...about, attempt: 1, ending: sent } },
    {
      kind: ATTEMPT_ENDS,
      record: { ...about, attempt: 2, ending: { kind: 'not_sent', code: 'FLOOD_WAIT' } },
    },
    { kind: ATTEMPT_ENDS, record: { ...about, attempt: 3, ending: { kind: 'unknown', code: 'DEADLINE' } } },
    { kind: SETTLED_BY_READING, record: { ...about, ending: sent } },
    { kind: FOUND_NOT_DONE, record: { ...about, attempt: 1 } },
    { kind: BEGUN_STEPS, record: { ...about, step: 'ban' } },
    { kind: BEGUN_STEPS, record: { ...about, step: 'step-12-34' } },
    { kind: ENDED_STEPS, record: { ...about, step: 'step-1-2', came: { refused: 'FLOOD_WAIT' } } },
  ])('come back whole: $kind.folder $record', ({ kind, record }) => {
    expect(kind.schema.parse(record)).toEqual(record);
    expect(kind.schema.safeParse({ ...record, further: 1 }).success).toBe(false);
  });

  it.each(['0', '-0', '01', 'x1', '1x', '', '1.5'])('hold no random_id %j', (id) => {
    expect(INTENTS.schema.safeParse({ ...intent, randomIds: [id] }).success).toBe(false);
  });
});
