import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFileStore, systemClock, verifyAudit, type AuditVerdict, type StateStore } from '@tgmcp/core';
import { openHouse, PHRASE, type House } from '../../support/house.js';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { GROUP, PERSON } from '../../support/small-world.js';
import { approve, preview } from '../../support/writing.js';
import type { Approval, Cell } from './cells.js';
import { deathSettings, gone, stepOf, toMidWindow, WINDOW_MS } from './death.js';
import { deadlineOf, FLOOD_WAIT_SEC } from './faults.js';

/** What was seen of a cell. */
export interface Report {
  /** The step at which the process died by itself; undefined when it came through and was killed after its answer. */
  readonly step: string | undefined;
  /** Copies of the message in the chat before the send that was killed. */
  readonly before: number;
  /** After the kill, the restart and two retries. */
  readonly after: number;
  readonly retries: readonly Answer[];
  /** After a demanded wait had passed and the call was made once more. */
  readonly afterWait: number;
  /** After an approved force_resend, and after the same text in the next window. */
  readonly afterForced: number;
  readonly afterWindow: number;
  /** Whether the audit log of the account is whole. */
  readonly audit: AuditVerdict;
  /** What the emulator found wrong with the calls that reached it. */
  readonly complaints: readonly string[];
}

/** Opens a house, kills a send as the cell says, and reports what came of it. */
export async function runCell(cell: Cell): Promise<Report> {
  const house = await openHouse();
  try {
    return await new CrashRun(house, cell).run();
  } finally {
    await house.close();
  }
}

class CrashRun {
  readonly #text: string;
  readonly #armed: string;
  readonly #hit: string;

  constructor(
    readonly house: House,
    readonly cell: Cell,
  ) {
    this.#text = longText(Object.values(cell).map(String).join());
    this.#armed = join(house.dir, 'armed');
    this.#hit = join(house.dir, 'hit');
  }

  async run(): Promise<Report> {
    const { house, cell } = this;
    await this.#pass(toMidWindow());
    const forced = cell.situation === 'forced';
    const first = await this.#start(true);
    if (forced) await this.#sendAnew(first, false);
    const before = this.#copies();
    let code = await this.#approved(first, forced);
    const { fault } = cell.trouble;
    if (fault !== undefined) house.emulator.faults.add({ method: 'messages.sendMessage', ...fault });
    const step = await this.#executeAndKill(first, code, forced);

    // The hold of a dead process ends after seconds; that this is so is shown elsewhere, and need not be waited for.
    await this.#pass(4_000);
    if (cell.situation === 'lost') await this.#loseFolder();
    const second = await this.#start(false);
    if (cell.situation === 'lost') code = await this.#approved(second, false);
    const retries = [await this.#execute(second, code, forced), await this.#execute(second, code, forced)];
    const after = this.#copies();

    await this.#pass((FLOOD_WAIT_SEC + 1) * 1_000);
    await this.#execute(second, code, forced);
    const afterWait = this.#copies();
    await this.#sendAnew(second, true);
    const afterForced = this.#copies();
    await this.#pass(WINDOW_MS + 1_000);
    await this.#sendAnew(second, false);
    return {
      step,
      before,
      after,
      retries,
      afterWait,
      afterForced,
      afterWindow: this.#copies(),
      audit: await verifyAudit(stateOf(house)),
      complaints: [...house.emulator.unimplemented, ...house.emulator.protocolErrors],
    };
  }

  /** Lets time pass for everybody; processes look for a shift of their clock every few milliseconds. */
  async #pass(ms: number): Promise<void> {
    this.house.emulator.clock.advance(ms);
    await sleep(20);
  }

  #start(deadly: boolean): Promise<Agent> {
    const { house, cell } = this;
    const settings = {
      TG_CALL_DEADLINE_SEC: deadlineOf(cell.trouble),
      TG_ACTIONS_APPROVAL_CHANNEL: channelOf(cell.approval),
    };
    if (!deadly) return house.start('actions', settings);
    return house.start('actions', {
      ...settings,
      ...deathSettings(house, { ...cell.point.moment, armed: this.#armed, hit: this.#hit }),
    });
  }

  /** Previews, sees to the approval, and lets the code grow old enough. */
  async #approved(agent: Agent, forced: boolean, approval = this.cell.approval): Promise<string> {
    const { house } = this;
    const shown = await preview(agent, this.#arguments(forced));
    if (approval === 'desk') await approve(house, shown);
    if (approval === 'command') {
      const ran = await house.operator(
        ['approve', String(shown['proposal_id']), '--phrase-stdin'],
        `${PHRASE}\n`,
      );
      if (ran.code !== 0) throw new Error(`tgmcp approve: ${ran.stderr}`);
    }
    await this.#pass(1_100);
    return String(shown['approval_code']);
  }

  #execute(agent: Agent, code: string, forced: boolean): Promise<Answer> {
    return agent.call('tg_send_message', {
      ...this.#arguments(forced),
      dry_run: false,
      confirm: true,
      approval_code: code,
      ...(this.cell.approval === 'phrase' ? { confirmation_text: PHRASE } : {}),
    });
  }

  async #sendAnew(agent: Agent, forced: boolean): Promise<void> {
    // The command is a process of its own, and has shown what it can with the send that was killed.
    const approval = this.cell.approval === 'command' ? 'desk' : this.cell.approval;
    const code = await this.#approved(agent, forced, approval);
    const answer = await this.#execute(agent, code, forced);
    if (answer.refused) throw new Error(`an approved send was refused: ${JSON.stringify(answer.body)}`);
  }

  /** Executes with the preload armed. Whoever comes through it is killed after its answer. */
  async #executeAndKill(agent: Agent, code: string, forced: boolean): Promise<string | undefined> {
    await writeFile(this.#armed, '');
    await this.#execute(agent, code, forced).catch(() => undefined);
    await rm(this.#armed);
    const step = stepOf(this.#hit);
    if (step === undefined) process.kill(agent.pid, 'SIGKILL');
    await gone(agent.pid);
    return step;
  }

  /** The data folder is lost with all that was in it; the person logs in again. */
  async #loseFolder(): Promise<void> {
    await rm(join(this.house.dir, 'state'), { recursive: true });
    await rm(join(this.house.dir, 'sessions'), { recursive: true });
    await this.house.logIn('actions');
  }

  #arguments(forced: boolean): Record<string, unknown> {
    return { group: GROUP.id, message_text: this.#text, ...(forced ? { force_resend: true } : {}) };
  }

  /** How often the message stands in the chat, in the world itself. */
  #copies(): number {
    const chat = this.house.emulator.world.channels.get(GROUP.bare);
    return chat?.history.messages.filter((message) => message.text === this.#text).length ?? 0;
  }
}

function stateOf({ dir }: House): StateStore {
  return createFileStore({ root: join(dir, 'state', String(PERSON.id)), clock: systemClock() });
}

function channelOf(approval: Approval): string {
  return approval === 'phrase' ? 'preview' : 'operator';
}

/** A text that cannot be packed small, so that the packet of the message is the large one. */
function longText(seed: string): string {
  let block = seed;
  let text = '';
  while (text.length < 800) {
    block = createHash('sha512').update(block).digest('base64');
    text += block;
  }
  return text;
}
