import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAULT_KINDS, type Emulator, type Fault, type World } from '@tgmcp/emulator';
import { FRIEND, GROUP, smallWorld } from '../../../support/small-world.js';
import { openBench, type Bench } from '../../../telegram/bench.js';
import { lengthOf } from '../../lengths.js';
import { Chance } from './chance.js';
import { mtcuteParticipant, teleprotoParticipant } from './libraries.js';
import { endingOf, type Ending, type Errand, type Participant } from './participant.js';
import { productParticipant } from './product.js';
import { brokenRules } from './world-rules.js';

const CALLS = lengthOf(800, 2000);
const FAULTS = lengthOf(40, 100);
const SEED = 20;
/** Calls that one client has under way at a time. */
const LANES = 4;
/** The product's own deadline; the libraries have none, so the test sets them one. */
const DEADLINE_MS = 1500;
const LIBRARY_DEADLINE_MS = 4000;
/** On a busy machine a timer fires late. */
const GRACE_MS = 4000;
const THIRD = { id: 7_003n, phone: '+15550003', code: '33333', firstName: 'Cid' };
const ERRORS = [
  '500 INTERNAL',
  '503 Timeout',
  '400 TEST_ERROR',
  '420 FLOOD_WAIT_1',
  '406 TEST_ERROR',
] as const;
const KINDS = [...FAULT_KINDS, 'disconnect', 'refuse', 'new_salts'] as const;

/** One call and how it ended. */
interface Entry {
  readonly by: Participant;
  readonly errand: Errand;
  readonly ending: Ending;
  readonly id: number | undefined;
}

let bench: Bench;
let participants: Participant[];
beforeAll(async () => {
  bench = await openBench(() => {
    const world = smallWorld();
    world.addAccount(THIRD);
    const group = world.channels.get(GROUP.bare);
    if (group !== undefined) world.addMember(group, THIRD.id);
    return world;
  });
  participants = [
    await productParticipant(bench, DEADLINE_MS),
    await teleprotoParticipant(bench.emulator, FRIEND.id),
    await mtcuteParticipant(bench.emulator, THIRD.id),
  ];
});
afterAll(async () => {
  await Promise.all(participants.map((participant) => participant.close()));
  await bench.close();
});

/** The trouble that one client meets, in order; the same each time. */
function troublesOf(account: bigint, count: number, chance: Chance): ((emulator: Emulator) => void)[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? 'error';
    const [code, message] = chance.pick(ERRORS).split(' ');
    if (kind === 'disconnect') return (emulator) => emulator.disconnect(account);
    if (kind === 'refuse') {
      return (emulator) => {
        emulator.refuseConnections(-429, 1);
        emulator.disconnect(account);
      };
    }
    if (kind === 'new_salts') return (emulator) => emulator.keys.rotateSalts();
    const fault: Fault = {
      method: '*',
      account: String(account),
      kind,
      delay_ms: 50 + chance.below(300),
      ...(kind.startsWith('error') && { code: Number(code), message: message ?? 'INTERNAL' }),
    };
    return (emulator) => emulator.faults.add(fault);
  });
}

/** One client's share of the calls, some at a time, with its share of the faults spread over them. */
async function runOf(by: Participant, share: number, faults: number, chance: Chance): Promise<Entry[]> {
  const trouble = troublesOf(by.account, faults, chance);
  const deadlineMs = by === participants[0] ? DEADLINE_MS + GRACE_MS : LIBRARY_DEADLINE_MS;
  const entries: Entry[] = [];
  const mine: number[] = [];
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < share) {
      begun += 1;
      if (begun * faults >= (faults - trouble.length + 1) * share) trouble.shift()?.(bench.emulator);
      const errand = errandOf(chance, `${by.name} ${begun}`, mine);
      let id: number | undefined;
      const call = by.run(errand).then((sent) => (id = sent));
      const ending = await endingOf(call, deadlineMs);
      if (id !== undefined) mine.push(id);
      entries.push({ by, errand, ending, id });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return entries;
}

/** A whole divided into one part for each participant. */
function shares(whole: number): number[] {
  return participants.map((_, index) => Math.floor((whole + index) / participants.length));
}

/** A message is edited or deleted once at most, so that its end can be told. */
function errandOf(chance: Chance, name: string, mine: number[]): Errand {
  const roll = chance.below(10);
  if (roll < 2) return { kind: 'state' };
  if (roll < 4) return { kind: 'history' };
  const id = roll < 8 ? undefined : mine.shift();
  if (id === undefined) return { kind: 'send', text: `${name};` };
  return roll === 8 ? { kind: 'edit', id, text: `${name}; edited` } : { kind: 'delete', id };
}

/** What the chat must look like after these calls; each entry is something that does not fit. */
function misfits(world: World, entries: readonly Entry[]): string[] {
  const history = world.channels.get(GROUP.bare)?.history;
  if (history === undefined) throw new Error('the group is gone');
  const found: string[] = [];
  const texts = history.messages.map((message) => message.text);
  const touched = new Set(entries.flatMap(({ errand }) => ('id' in errand ? [errand.id] : [])));
  for (const { by, errand, ending, id } of entries) {
    const where = `${by.name}: ${JSON.stringify(errand)} ${ending}`;
    if (errand.kind === 'send') {
      const times = texts.filter((text) => text === errand.text).length;
      if (times > 1) found.push(`${where}, stands ${times} times`);
      if (id !== undefined && !touched.has(id) && history.get(id)?.text !== errand.text) {
        found.push(`${where}, does not stand at ${id}`);
      }
    }
    if (ending !== 'done') continue;
    if (errand.kind === 'edit' && history.get(errand.id)?.text !== errand.text)
      found.push(`${where}, is not`);
    if (errand.kind === 'delete' && history.get(errand.id) !== undefined)
      found.push(`${where}, still stands`);
  }
  return found;
}

it(`${CALLS} calls of three clients with ${FAULTS} faults among them all end, and the world stays whole`, async () => {
  const [calls, faults] = [shares(CALLS), shares(FAULTS)];
  const runs = participants.map((by, index) =>
    runOf(by, calls[index] ?? 0, faults[index] ?? 0, new Chance(SEED + index)),
  );
  const entries = (await Promise.all(runs)).flat();
  const { emulator } = bench;
  const count = (name: string, ending: Ending) =>
    entries.filter((entry) => entry.by.name === name && entry.ending === ending).length;
  expect(entries).toHaveLength(CALLS);
  expect(count('the product', 'overdue')).toBe(0);
  for (const { name } of participants) expect(count(name, 'done'), name).toBeGreaterThan(CALLS / 4);

  // A client that had no connection at last meets what is left of its faults in these calls.
  for (const { name, account, run: ask } of participants) {
    const isWell = async () => {
      const ending = await endingOf(ask({ kind: 'state' }), LIBRARY_DEADLINE_MS);
      return { ending, faults: emulator.faults.pending.filter((fault) => fault.account === String(account)) };
    };
    await expect.poll(isWell, { timeout: 60_000, message: name }).toEqual({ ending: 'done', faults: [] });
  }
  expect(emulator.faults.pending).toEqual([]);
  expect(misfits(emulator.world, entries)).toEqual([]);
  expect(brokenRules(emulator.world)).toEqual([]);
  expect(emulator.protocolErrors).toEqual([]);
  expect(emulator.unimplemented).toEqual([]);
});

it('a key that the service forgets ends no call later than the deadline', async () => {
  const [product] = participants;
  if (product === undefined) throw new Error('no participant');
  expect(bench.emulator.endSessions('forgotten', { userId: product.account })).toBeGreaterThan(0);
  const calls = Array.from({ length: 10 }, () => product.run({ kind: 'state' }));
  const endings = await Promise.all(calls.map((call) => endingOf(call, DEADLINE_MS + GRACE_MS)));
  expect(new Set(endings)).toEqual(new Set(['failed']));
});
