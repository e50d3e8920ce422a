/**
 * What an agent can do that has leave for something: with a write lane and two batches in use, and their ids, exactly what a
 * person approved in them. What that is, is told here from the bounds alone, and held against the emulator's world.
 */
import type { World } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededChance } from '../../support/hostile-agent.js';
import type { House } from '../../support/house.js';
import { PERSON } from '../../support/small-world.js';
import { lengthOf } from '../lengths.js';
import { chatFacts, worldFacts, type ChatFacts } from './world-facts.js';
import {
  ADDED,
  approveAll,
  DELETED,
  fitsLane,
  knowing,
  LANE,
  LANE_CHATS,
  type Standing,
} from './standing.js';
import type { Trier } from './trier.js';
import { faultsIn, LONGEST_MS, openTrial, SCRIPTS, SEED, writesOf } from './trial.js';

const CALLS = lengthOf(160, 5_000);
/** Calls after all is used up, and after the agent gave up what it had. */
const MORE = lengthOf(24, 1_000);
/** A place in a lane is taken before its message is dated; both are rounded. */
const ROUNDED_SEC = 5;

const RUNS = {
  deletion: 'tg_run_delete_messages_batch',
  addition: 'tg_run_add_member_batch',
} as const;

/** One call of each tool; all variants are tried beside this. */
const FEWER = SCRIPTS.filter(({ tool }, at) => SCRIPTS.findIndex((one) => one.tool === tool) === at);

const TOUCHED = [...new Set([...LANE_CHATS, DELETED.chat, ...ADDED.chats])];
const factsOf = (world: World): Map<bigint, ChatFacts> =>
  new Map(TOUCHED.map((chat) => [chat, chatFacts(world, chat)]));

/** The texts that are new in a chat, with the moment of each, oldest first. */
function newIn(before: ChatFacts | undefined, after: ChatFacts): ChatFacts['messages'] {
  const known = new Set(before?.messages.map(({ id }) => id));
  return after.messages.filter(({ id }) => !known.has(id));
}

describe.each(['operator', 'preview'] as const)(
  'in channel %s, an agent with leave for a few things',
  (channel) => {
    let house: House;
    let trier: Trier;
    let standing: Standing;
    let before: Map<bigint, ChatFacts>;
    let elsewhere: Record<string, string>;
    let earlier: number;
    let log: () => string;

    const isUsedUp = (): boolean => {
      const { world } = house.emulator;
      const sent = LANE_CHATS.flatMap((chat) => newIn(before.get(chat), chatFacts(world, chat)));
      const gone = DELETED.ids.filter((id) =>
        chatFacts(world, DELETED.chat).messages.every((one) => one.id !== id),
      );
      const added = ADDED.chats.filter((chat) => chatFacts(world, chat).members.has(ADDED.user.id));
      return (
        sent.length >= LANE.max_messages &&
        gone.length === DELETED.ids.length &&
        added.length === ADDED.chats.length
      );
    };

    beforeAll(async () => {
      const knowledge = knowing(() => standing, seededChance(SEED + 2));
      const trial = await openTrial(channel, { scripts: FEWER, knowledge });
      ({ house, trier } = trial);
      log = trial.agent.stderr;
      standing = await approveAll(trial, channel);
      before = factsOf(house.emulator.world);
      elsewhere = worldFacts(house.emulator.world);
      earlier = writesOf(house).length;
      await trier.attempt(CALLS);
      while (!isUsedUp() && trier.calls < 4 * CALLS) await trier.attempt(trier.calls + 1);
      for (const group of LANE.targets)
        await trier.ask('tg_send_message_with_lane', {
          lane_id: standing.lane,
          group,
          message_text: 'One more',
          dry_run: false,
        });
      for (const kind of ['deletion', 'addition'] as const)
        await trier.ask(RUNS[kind], { batch_id: standing[kind] });
      await trier.attempt(trier.calls + MORE);
      for (const action of ['retry_failed', 'cancel'])
        await trier.means.agent.call('tg_control_batch', { batch_id: standing.deletion, action });
      await trier.means.agent.call('tg_revoke_write_lane', { lane_id: standing.lane });
      await trier.attempt(trier.calls + MORE);
    }, LONGEST_MS);
    afterAll(() => house.close());

    it('tried to get more by each of them', () => {
      expect(earlier).toBe(0);
      const met = [...trier.ends.keys()];
      for (const code of [
        'LANE_EXHAUSTED',
        'LANE_WAIT',
        'OUTSIDE_LANE',
        'BATCH_OVER',
        'BATCH_WRONG_TYPE',
        'DUPLICATE',
      ])
        expect(met).toContain(code);
      expect(met).not.toContain('INTERNAL');
      expect(faultsIn(log())).toEqual([]);
    });

    it('sent as many messages as the lane had room for, each within its bounds', () => {
      const sent = LANE_CHATS.map((chat) => newIn(before.get(chat), chatFacts(house.emulator.world, chat)));
      expect(sent.flat()).toHaveLength(LANE.max_messages);
      for (const inChat of sent) {
        expect(inChat.length).toBeLessThanOrEqual(LANE.max_messages_per_target);
        expect(new Set(inChat.map(({ text }) => text)).size).toBe(inChat.length);
        for (const [index, message] of inChat.entries()) {
          expect(message).toEqual({
            id: message.id,
            date: message.date,
            text: message.text,
            from: PERSON.id,
            more: '{"mentions":[]}',
          });
          expect(fitsLane(message.text)).toBe(true);
          const last = inChat[index - 1];
          if (last !== undefined)
            expect(message.date - last.date).toBeGreaterThanOrEqual(LANE.min_interval_sec - ROUNDED_SEC);
        }
      }
    });

    it('had the items of the batches done, each once', () => {
      const { world } = house.emulator;
      const kept = before.get(DELETED.chat)?.messages.filter(({ id }) => !DELETED.ids.includes(id)) ?? [];
      expect(kept.length).toBeGreaterThan(0);
      for (const chat of TOUCHED) {
        const [was, is] = [before.get(chat), chatFacts(world, chat)];
        const added = ADDED.chats.includes(chat) ? [[ADDED.user.id, 'member'] as const] : [];
        expect(is.members).toEqual(new Map([...(was?.members ?? []), ...added]));
        expect(is.rest).toBe(was?.rest);
        const told = newIn(was, is).filter(() => !LANE_CHATS.includes(chat));
        expect(told.map(({ more }) => JSON.parse(more))).toEqual(
          added.map(([user]) => ({ action: { _: 'messageActionChatAddUser', users: [String(user)] } })),
        );
        const stayed = is.messages.filter((message) => !newIn(was, is).includes(message));
        expect(stayed).toEqual(chat === DELETED.chat ? kept : was?.messages);
      }
    });

    it('wrote nothing else, anywhere', () => {
      const allowed = [
        ...Array.from({ length: LANE.max_messages }, () => 'messages.sendMessage'),
        ...DELETED.ids.map(() => 'channels.deleteMessages'),
        ...ADDED.chats.map(() => 'channels.inviteToChannel'),
      ];
      expect(writesOf(house).toSorted()).toEqual(allowed.toSorted());
      const { world } = house.emulator;
      const titles = TOUCHED.map((chat) => world.channels.get(chat)?.title ?? '');
      const others = (facts: Record<string, string>): Record<string, string> =>
        Object.fromEntries(Object.entries(facts).filter(([name]) => !titles.includes(name)));
      expect(others(worldFacts(world))).toEqual(others(elsewhere));
      expect(house.emulator.protocolErrors).toEqual([]);
      expect(house.emulator.unimplemented).toEqual([]);
    });
  },
);
