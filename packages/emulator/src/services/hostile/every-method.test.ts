import { describe, expect, it } from 'vitest';
import { RpcError } from '../../rpc/handler.js';
import { knownLayers, loadSchema } from '../../tl/load.js';
import type { TestSession } from '../common/test-call.js';
import { services } from '../index.js';
import { bringToLife, crowdedTown } from './crowded-town.js';
import { poolOf } from './hostile-pool.js';
import { HostileSampler } from './hostile-values.js';
import { faultsOf } from './invariants.js';

const SEED = 20_260_726;
const TOWNS = 3;
const EACH = 4;
/** Logins have requests of their own; with them the sessions of this test would be others. */
const METHODS = Object.keys(services).filter((method) => !/^auth\.(?!export)/.test(method));
/** Seldom, so that there is something left. */
const ENDS_THINGS = /delete|leave|migrate|editBanned|editCreator|block/i;
const YEAR = 366 * 86_400;

/** Sends one request and returns what went wrong besides refusals. */
async function ask(session: TestSession, method: string, sampler: HostileSampler, seen: Set<string>) {
  const { userId = 0n } = session;
  const combinator = loadSchema(session.layer).functions.get(method);
  if (combinator === undefined) return `no layer has ${method}`;
  const { _: _method, ...request } = sampler.request(combinator, userId);
  try {
    await session.value(method, request);
    seen.add(method);
  } catch (error) {
    if (!(error instanceof RpcError)) return `${method}: ${String(error)}`;
    if (!/^[A-Z][A-Z\d_]*$/.test(error.text)) return `${method}: odd error ${error.text}`;
  }
  session.userId = userId;
  return undefined;
}

describe('every method', () => {
  it('answers hostile requests in all layers as the schema says or with an error of its own, and keeps the world whole', async () => {
    const broken: string[] = [];
    const seen = new Set<string>();
    for (let round = 0; round < TOWNS; round++) {
      const town = crowdedTown();
      await bringToLife(town);
      expect(faultsOf(town.world)).toEqual([]);
      const pool = poolOf(town);
      const samplers = new Map(
        knownLayers().map((layer) => [layer, new HostileSampler(loadSchema(layer), pool, SEED + round)]),
      );
      for (let n = 0; n < EACH; n++) {
        for (const method of METHODS) {
          const layers = knownLayers().filter((layer) => loadSchema(layer).functions.has(method));
          const layer = layers[(n + round) % layers.length] ?? 0;
          const sampler = samplers.get(layer);
          if (sampler === undefined || (ENDS_THINGS.test(method) && sampler.below(3) > 0)) continue;
          // Ann, who made everything, more often than the others.
          const session = town.sessions[Math.max(0, sampler.below(9) - 3)];
          if (session === undefined) continue;
          session.layer = layer;
          const problem = await ask(session, method, sampler, seen);
          if (problem !== undefined) broken.push(problem);
        }
        for (const session of town.sessions) session.pass(1);
      }
      for (const session of town.sessions) session.pass(YEAR);
      broken.push(...faultsOf(town.world));
    }
    expect(broken).toEqual([]);
    expect(seen.size).toBeGreaterThan(METHODS.length / 2);
  }, 60_000);
});
