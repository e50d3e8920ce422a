/** A thousand inputs for every batch tool, and lists of any content: the answer is a typed one. */
import { done, readArguments, REFUSALS, type Outcome } from '@tgmcp/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowlist } from '../../allowlist/allowlist.js';
import { gateBench, noForms } from '../../gates/test-bench.js';
import type { ActionServices } from '../../services.js';
import { anyArguments, THOUSANDS } from '../../tools/any-arguments.js';
import { silentTelegram } from '../../tools/silent-telegram.js';
import { BATCH_KINDS } from '../kinds.js';
import { readCandidates } from '../lists/candidates.js';
import { readManifest } from '../lists/manifest.js';
import { readReport } from '../lists/report.js';
import { batchesOver } from '../test-bench.js';
import { BATCH_TOOLS } from './index.js';

const RUNS = 1_000;
const SEED = 20_261_126;

const settings = {
  TG_DATA_DIR: '/nowhere/at/all',
  TG_ACTIONS_FILE_ROOTS: [],
  TG_ACTIONS_BATCH_TTL_HOURS: 168,
  TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
};

/** The services over a Telegram that refuses most, with everybody on the allowlist; batches that were made, by type. */
function openTrial() {
  const bench = gateBench({ channel: 'preview' });
  const { store, clock, parts } = bench;
  const writer = silentTelegram(() => clock.now());
  const resolve = (name: string) => writer.peers.resolve(name);
  const { batches } = batchesOver(bench, {
    parts: {
      ...parts,
      resolve,
      allowlist: createAllowlist({ entries: [], required: false, store, clock, resolve }),
      openWrites: (_approved, run) => run(writer),
    },
    specOf: (type) => BATCH_KINDS[type].onAccount(writer),
  });
  const services = { policy: parts.policy, clock, settings, writes: async () => done({ batches }) };
  return { bench, services: services as unknown as ActionServices };
}

describe('whatever it is asked, the answer is a typed one:', () => {
  it.each(BATCH_TOOLS.map((tool) => [tool.name, tool] as const))('%s', THOUSANDS, async (_name, tool) => {
    const { bench, services } = openTrial();
    const [create] = BATCH_TOOLS;
    const made = await create?.handle(
      { user: '@kites', groups: ['-1000000000042', 'me', 'a', 'b'], note: '' },
      services,
      noForms,
    );
    const id = made?.ok === true ? made.value['batch_id'] : undefined;
    await fc.assert(
      fc.asyncProperty(anyArguments(tool.input), fc.boolean(), async (given, ofIt) => {
        const args = ofIt && id !== undefined && 'batch_id' in given ? { ...given, batch_id: id } : given;
        const read = readArguments(tool.input, args);
        const answer: Outcome<Record<string, unknown>> = read.ok
          ? await tool.handle(read.value, services, noForms)
          : read;
        const isTyped = answer.ok
          ? tool.output.safeParse(answer.value).success
          : Object.hasOwn(REFUSALS, answer.refusal.code);
        expect(isTyped, JSON.stringify(answer)).toBe(true);
        await bench.clock.advance(60_000);
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  });
});

const likely = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('record')),
  leaf: fc.oneof(
    fc.constantFrom('@kites', -1_000_000_000_042, 7, true, false, null, '', 'join quota exceeded', 1.5),
    fc.jsonValue(),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc.dictionary(
    fc.constantFrom(
      'group',
      'chat_id',
      'message_ids',
      'targets',
      'target',
      'candidates',
      'leave_candidate',
      'review',
      'items',
      'result',
      'error',
      'success',
    ),
    tie('value'),
    { maxKeys: 4 },
  ),
})).value;

it('lists of any content are read, or refused by their argument', THOUSANDS, () => {
  fc.assert(
    fc.property(
      fc.oneof(
        likely.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      (text) => {
        for (const read of [readManifest(text, 2), readCandidates(text), readReport(text, '')]) {
          if (read.ok) expect(Array.isArray(read.value)).toBe(true);
          else expect(read.refusal.code).toBe('INPUT_INVALID');
        }
      },
    ),
    { numRuns: 5_000, seed: SEED },
  );
});
