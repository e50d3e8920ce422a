import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFileStore, systemClock, verifyAudit, type AuditVerdict } from '@tgmcp/core';
import { CHATS } from '../../scenarios/write-tools/bench.js';
import { writeWorld } from '../../scenarios/write-tools/world.js';
import { openHouse, type House } from '../../support/house.js';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { PERSON } from '../../support/small-world.js';
import { approve } from '../../support/writing.js';
import type { ClassCell } from './class-cells.js';
import { deathSettings, gone, stepOf, toMidWindow } from './death.js';
import { deadlineOf, FLOOD_WAIT_SEC } from './faults.js';
import { START } from './points.js';

/** One reply, and how often the action was done before and after the call. */
export interface Reply {
  readonly answer: Answer;
  readonly before: number;
  readonly after: number;
}

/** What was seen of a cell. */
export interface ClassReport {
  /** Two repeats, one after the demanded wait, and where nobody knows still, one each time that a person looked. */
  readonly replies: readonly Reply[];
  readonly audit: AuditVerdict;
  readonly complaints: readonly string[];
}

// Smaller packets keep the connection alive; what the execution reads goes out before its attempt is recorded.
const REQUEST_BYTES = 112;

/** Opens a house, kills an execution as the cell says, repeats it, and reports what came of it. */
export async function runClassCell(cell: ClassCell): Promise<ClassReport> {
  const house = await openHouse(writeWorld);
  try {
    return await run(house, cell);
  } finally {
    await house.close();
  }
}

async function run(house: House, { kind, point, trouble }: ClassCell): Promise<ClassReport> {
  const { tool, args, method } = kind;
  const settings = { TG_CALL_DEADLINE_SEC: deadlineOf(trouble), TG_ACTIONS_ALLOWED_GROUPS: CHATS.join(',') };
  const armed = join(house.dir, 'armed');
  const hit = join(house.dir, 'hit');
  const pass = async (ms: number): Promise<void> => {
    house.emulator.clock.advance(ms);
    await sleep(20);
  };

  await pass(toMidWindow());
  const moment = { ...point.moment, since: START, bytes: REQUEST_BYTES, armed, hit };
  const first = await house.start('actions', { ...settings, ...deathSettings(house, moment) });
  const shown = await first.call(tool, { ...args });
  if (shown.refused) throw new Error(JSON.stringify(shown.body));
  await approve(house, shown.body);
  await pass(1_100);
  const execute = (agent: Agent): Promise<Answer> => {
    const go = { dry_run: false, confirm: true, approval_code: shown.body['approval_code'] };
    return agent.call(tool, { ...args, ...go });
  };
  if (trouble.fault !== undefined) house.emulator.faults.add({ method, ...trouble.fault });
  await writeFile(armed, '');
  await execute(first).catch(() => undefined);
  await rm(armed);
  if (stepOf(hit) === undefined) process.kill(first.pid, 'SIGKILL');
  await gone(first.pid);

  // The hold of a dead process ends after seconds; that this is so is shown elsewhere, and need not be waited for.
  await pass(4_000);
  const second = await house.start('actions', settings);
  const replies: Reply[] = [];
  const repeat = async (): Promise<void> => {
    const before = kind.effects(house.emulator.world);
    const answer = await execute(second);
    replies.push({ answer, before, after: kind.effects(house.emulator.world) });
  };
  await repeat();
  await repeat();
  await pass((FLOOD_WAIT_SEC + 1) * 1_000);
  await repeat();
  const settle = async (): Promise<void> => {
    const seen = kind.effects(house.emulator.world) > 0 ? '--done' : '--not-done';
    const said = await house.operator(['settle', String(shown.body['proposal_id']), seen]);
    if (said.code !== 0) throw new Error(`tgmcp settle: ${said.stderr}`);
  };
  // The first time a person says that it was not done, the trouble may still lie in wait for the next attempt.
  for (let looks = 0; looks < 2; looks += 1) {
    const last = replies.at(-1)?.answer;
    if (last?.refused !== true) break;
    const { sent } = last.body['data'] as { readonly sent?: string };
    // What is known to have failed needs nobody to look, only the wait that was demanded.
    if (sent === 'no') await pass((FLOOD_WAIT_SEC + 1) * 1_000);
    else await settle();
    await repeat();
  }
  const root = join(house.dir, 'state', String(PERSON.id));
  return {
    replies,
    audit: await verifyAudit(createFileStore({ root, clock: systemClock() })),
    complaints: [...house.emulator.unimplemented, ...house.emulator.protocolErrors],
  };
}
