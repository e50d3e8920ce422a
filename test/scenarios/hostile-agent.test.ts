/** What an agent can do alone in channel `operator`: nothing, however long it tries and whatever its client accepts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostileAgent, seededChance } from '../support/hostile-agent.js';
import { openHouse, PHRASE, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { GROUP } from '../support/small-world.js';

const ATTEMPTS = 1000;
const SEED = 20_261_101;
/** Longer than a busy machine takes from a preview to a person's yes. */
const AGE_SEC = 600;
/** Everything that reached the wire must be among these. */
const READS = ['users.getUsers', 'channels.getChannels', 'contacts.resolveUsername', 'messages.getDialogs'];
/** Each of these must have stood in the way at least once, or the agent did not try what it should. */
const REFUSALS = [
  'APPROVAL_CODE_MISSING',
  'APPROVAL_MISMATCH',
  'APPROVAL_PENDING',
  'APPROVAL_UNKNOWN',
  'CONFIRM_MISSING',
  'EXPIRED',
  'INPUT_INVALID',
  'NO_SUCH_TOOL',
  'TARGET_NOT_ALLOWED',
];

let house: House;
let agent: Agent;
let hostile: HostileAgent;
let worldBefore: string;
const forms: string[] = [];

/** Accepts every form without having looked: empty, without content, with numbers of other forms, with anything. */
function acceptBlindly(message: string): {
  action: 'accept';
  content?: Record<string, string | number | boolean>;
} {
  const number = /type this number: (\d{6})/.exec(message)?.[1];
  if (number === undefined) throw new Error(`a form without a number: ${message}`);
  const guesses = [
    '000000',
    '123456',
    number.slice(0, 5),
    `${number}0`,
    `${number.slice(1)}${number.slice(0, 1)}`,
    forms.at(-1) ?? '',
  ];
  forms.push(number);
  const guess = guesses[chance(guesses.length)] ?? '';
  const answers = [
    {},
    undefined,
    { number: '' },
    { number: guess === number ? '' : guess },
    { approved: true, confirm: 'yes' },
    { number: true },
  ];
  const content = answers[chance(answers.length)];
  return content === undefined ? { action: 'accept' } : { action: 'accept', content };
}
const chance = seededChance(SEED + 1);

/** The text of every message of the group the agent may write to. */
function groupTexts(): string {
  const messages = house.emulator.world.channels.get(GROUP.bare)?.history.messages ?? [];
  return messages.map(({ text }) => text).join('\n');
}

beforeAll(async () => {
  house = await openHouse();
  worldBefore = groupTexts();
  agent = await house.start(
    'actions',
    { TG_LOG_LEVEL: 'debug', TG_ACTIONS_APPROVAL_MIN_AGE_SEC: String(AGE_SEC) },
    { answerForm: ({ message }) => acceptBlindly(message) },
  );
  hostile = new HostileAgent({
    agent,
    seed: SEED,
    wait: (seconds) => house.passTime(seconds),
  });
  await hostile.attempt(ATTEMPTS);
}, 120_000);

afterAll(async () => {
  await house.close();
});

describe(`an agent that tries to write ${ATTEMPTS} times without a person`, () => {
  it('is refused every time, at each of the gates it can reach', () => {
    expect(hostile.ends.length).toBeGreaterThanOrEqual(ATTEMPTS);
    expect([...new Set(hostile.ends)].toSorted()).toEqual(REFUSALS);
  });

  it('raised forms that its client accepted, and none of them counted', () => {
    expect(forms.length).toBeGreaterThan(20);
    expect(hostile.heard.filter((line) => line.includes('"approval":"approved"'))).toEqual([]);
  });

  it('had nothing sent: only reads reached the wire and the chat is as it was', () => {
    expect(house.wire().filter((method) => !READS.includes(method))).toEqual([]);
    expect(groupTexts()).toBe(worldBefore);
    expect(house.emulator.protocolErrors).toEqual([]);
    expect(house.emulator.unimplemented).toEqual([]);
  });

  it('never heard the phrase, in any answer, error, text of the server, or line of its log', async () => {
    const { tools } = await agent.client.listTools();
    const server = [agent.client.getInstructions(), agent.client.getServerVersion(), tools];
    const heard = [...hostile.heard, JSON.stringify(server), ...agent.stderr().split('\n')];
    expect(heard.length).toBeGreaterThan(ATTEMPTS);
    const bytes = Buffer.from(PHRASE);
    const spellings = [
      PHRASE,
      encodeURIComponent(PHRASE),
      bytes.toString('hex'),
      bytes.toString('base64url'),
    ];
    const tells = (line: string): boolean =>
      spellings.some((spelling) => line.toLowerCase().includes(spelling.toLowerCase()));
    expect(heard.filter(tells)).toEqual([]);
  });

  it('as a control: once a person has approved, the same call sends exactly once', async () => {
    const args = { group: GROUP.id, message_text: 'Dinner at eight?' };
    const { body } = await agent.call('tg_send_message', args);
    const run = { ...args, dry_run: false, confirm: true, approval_code: body['approval_code'] };
    expect(await agent.call('tg_send_message', run)).toMatchObject({ body: { code: 'APPROVAL_PENDING' } });

    const approved = await house.operator(
      ['approve', String(body['proposal_id']), '--phrase-stdin'],
      `${PHRASE}\n`,
    );
    expect(approved).toMatchObject({
      code: 0,
      stderr:
        'Next: tell your agent to go on, or run the command that write-call named. Afterwards "tgmcp audit show" says what was done.\n',
    });
    expect(await agent.call('tg_send_message', run)).toMatchObject({ body: { code: 'TOO_FRESH' } });

    await house.passTime(AGE_SEC + 1);
    const answers = await Promise.all([1, 2, 3].map(() => agent.call('tg_send_message', run)));
    answers.push(await agent.call('tg_send_message', run));
    expect(answers.filter(({ body: answer }) => answer['already_sent'] === false)).toHaveLength(1);
    expect(house.wire().filter((method) => !READS.includes(method))).toEqual(['messages.sendMessage']);
    expect(groupTexts()).toBe(`${worldBefore}\n${args.message_text}`);
  });
});
