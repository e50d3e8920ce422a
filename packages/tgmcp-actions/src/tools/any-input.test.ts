/** A thousand inputs for every write tool: whatever is asked, and whatever Telegram refuses, the answer is a typed one. */
import { done, manualClock, readArguments, REFUSALS, type Outcome } from '@tgmcp/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowlist } from '../allowlist/allowlist.js';
import { gateBench, noForms, type GateBench } from '../gates/test-bench.js';
import { createWritePipeline } from '../gates/pipeline.js';
import type { ActionServices } from '../services.js';
import { anyArguments, THOUSANDS } from './any-arguments.js';
import { silentTelegram } from './silent-telegram.js';
import type { WriteTool } from './write-tool.js';
import { WRITE_TOOLS } from './write-tools.js';

const RUNS = 1_000;
const SEED = 20_261_126;
const BETWEEN_MS = 120_000;

/** A tool in surroundings in which everybody is on the allowlist, and waits take no time. */
function openTrial({ tool }: WriteTool) {
  const clock = {
    ...manualClock(),
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        setImmediate(() => (signal?.aborted === true ? reject(signal.reason as Error) : resolve()));
      }),
  };
  const bench = gateBench({ clock });
  const writer = silentTelegram(() => clock.now());
  const { store, parts } = bench;
  const resolve = (name: string) => writer.peers.resolve(name);
  const allowlist = createAllowlist({ entries: [], required: false, store, clock, resolve });
  const pipeline = createWritePipeline({
    ...parts,
    resolve,
    allowlist,
    openWrites: (_approved, run) => run(writer),
  });
  const services = {
    policy: parts.policy,
    clock,
    writes: async () => done({ pipeline, allowlist, quotas: parts.quotas, writer }),
  } as unknown as ActionServices;
  const ask = async (given: Record<string, unknown>): Promise<Outcome<Record<string, unknown>>> => {
    const args = readArguments(tool.input, given);
    return args.ok ? tool.handle(args.value, services, noForms) : args;
  };
  return { bench, clock, ask };
}

/** What of an answer is not as it was promised. */
function untyped({ tool }: WriteTool, outcome: Outcome<Record<string, unknown>>): unknown {
  if (!outcome.ok) return Object.hasOwn(REFUSALS, outcome.refusal.code) ? undefined : outcome.refusal;
  return tool.output.safeParse(outcome.value).error;
}

/** The person says yes, and the code grows old enough. */
async function approve({ approvals }: GateBench, code: unknown): Promise<void> {
  const proposal = await approvals.byCode(String(code));
  if (proposal !== undefined) await approvals.approve(proposal, 'terminal');
}

describe('whatever it is asked, the answer is a typed one:', () => {
  const previewed = new Set<string>();

  it.each(WRITE_TOOLS.map((tool) => [tool.tool.name, tool] as const))('%s', THOUSANDS, async (name, tool) => {
    const { bench, clock, ask } = openTrial(tool);
    await fc.assert(
      fc.asyncProperty(anyArguments(tool.tool.input), async (args) => {
        const asked = await ask(args);
        expect(untyped(tool, asked)).toBeUndefined();
        const code = asked.ok ? asked.value['approval_code'] : undefined;
        if (code === undefined) return;
        previewed.add(name);
        await approve(bench, code);
        await clock.advance(BETWEEN_MS);
        const ran = await ask({ ...args, dry_run: false, confirm: true, approval_code: code });
        expect(untyped(tool, ran)).toBeUndefined();
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  });

  it('and that of most tools is a preview at times, and an execution then', () => {
    expect(previewed.size).toBeGreaterThan(WRITE_TOOLS.length / 3);
  });
});
