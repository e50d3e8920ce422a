/**
 * A process is paused at each of its looks at the disk, for longer than its hold on the content lives; another one makes
 * the same call meanwhile; then the first wakes up. Nothing is done twice, what was done stays counted, and each reply says
 * what is so.
 */
import { done, type StateStore, type TelegramCaller } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createWritePipeline, type WritePipeline } from './pipeline.js';
import { args, drive, gateBench, type GateBench } from './test-bench.js';
import { isLie, openWorld, RETRY_CLASSES, type World } from './test-world.js';

const LONGER_THAN_A_HOLD_MS = 60_000;
const REQUEST = {} as Parameters<TelegramCaller['call']>[0];

/** Holds a process up at one of its looks at the disk, before it, until it is woken. */
class Pause {
  looks = 0;
  reached = false;
  #awake: () => void = () => undefined;
  readonly #woken = new Promise<void>((resolve) => {
    this.#awake = resolve;
  });
  constructor(readonly at: number) {}

  wake(): void {
    this.#awake();
  }

  over(store: StateStore): StateStore {
    const look = async <T>(work: () => Promise<T>): Promise<T> => {
      this.looks += 1;
      if (this.looks === this.at) this.reached = true;
      if (this.reached) await this.#woken;
      return work();
    };
    const wrapped = Object.entries(store).map(([name, real]) => [
      name,
      (...given: unknown[]) => look(() => (real as (...all: unknown[]) => Promise<unknown>)(...given)),
    ]);
    return { ...store, ...(Object.fromEntries(wrapped) as Partial<StateStore>) };
  }
}

/** A process whose requests pass a caller, which asks at the last moment whether they may leave. */
function processOn(world: World, pause?: Pause) {
  const wrap = pause && ((store: StateStore) => pause.over(store));
  const bench = gateBench({ ...world, ...(wrap === undefined ? {} : { wrap }) });
  const caller: TelegramCaller = {
    async call(_request, options) {
      const may = (await options?.mayStart?.()) ?? done(undefined);
      return may.ok ? done(undefined as never) : may;
    },
  };
  const pipeline = createWritePipeline({ ...bench.parts, openWrites: async (_approved, run) => run(caller) });
  const spec: GateBench['spec'] = {
    ...bench.spec,
    async perform(order, through) {
      const left = await through.call(REQUEST);
      return left.ok ? bench.spec.perform(order, through) : left;
    },
  };
  const execute = (code: string): ReturnType<WritePipeline['execute']> =>
    pipeline.execute(spec, args({ approval_code: code }));
  return { bench, execute };
}

async function untilPaused(bench: GateBench, pause: Pause, work: Promise<unknown>): Promise<void> {
  const state = { over: false };
  const end = (): void => {
    state.over = true;
  };
  void work.then(end, end);
  for (let n = 0; n < 200 && !state.over && !pause.reached; n += 1) await bench.clock.advance(50);
}

describe.each(RETRY_CLASSES)('of class %s,', (retry) => {
  it('paused anywhere and overtaken', async () => {
    const counted = openWorld(retry);
    const all = new Pause(-1);
    const whole = processOn(counted, all);
    const code = await processOn(counted).bench.ready();
    await drive(whole.bench, whole.execute(code));
    expect(all.looks).toBeGreaterThanOrEqual(30);
    const wrong: unknown[] = [];
    for (let at = 1; at <= all.looks; at += 1) {
      const world = openWorld(retry);
      const { telegram, clock } = world;
      const second = processOn(world);
      const given = await second.bench.ready();
      const pause = new Pause(at);
      const first = processOn(world, pause);
      const sleeping = first.execute(given);
      await untilPaused(first.bench, pause, sleeping);
      await clock.advance(LONGER_THAN_A_HOLD_MS);
      const before = telegram.effects;
      const meanwhile = await drive(second.bench, second.execute(given));
      const between = telegram.effects;
      pause.wake();
      const woken = await drive(first.bench, sleeping);
      const after = telegram.effects;
      const last = await drive(second.bench, second.execute(given));
      const lies = [
        isLie(meanwhile, before, between),
        // Whoever was overtaken may have done it before it fell asleep.
        isLie(woken, 0, after) && isLie(woken, between, after),
        isLie(last, after, telegram.effects),
      ];
      const used = await second.bench.usage('group_msg');
      if (telegram.effects > 1 || lies.includes(true) || used < telegram.effects) {
        wrong.push({
          at,
          effects: [before, between, after, telegram.effects],
          lies,
          used,
          meanwhile,
          woken,
          last,
        });
      }
    }
    expect(wrong).toEqual([]);
  });
});
