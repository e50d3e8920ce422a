import { setTimeout as sleep } from 'node:timers/promises';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { Context } from '../context.js';
import type { Called, Connection } from './connection.js';
import { stoppable, type Stoppable } from './stopping.js';
import { askHere, awaitWord, phraseHere, type Said } from './waiting.js';

/** One write, from its preview to its end. */
export interface WriteAsked {
  readonly tool: Tool;
  /** Without the flow's own. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Of a preview that was made before; without one, this makes it. */
  readonly approvalCode: string | undefined;
  /** For channel `preview` alone: what the person told. */
  readonly confirmationText: string | undefined;
  /** Seconds from the preview to the execution; `auto`: as long as the code needs. */
  readonly waitSec: 'auto' | number;
  /** Seconds to wait for a person at `tgmcp approve`. */
  readonly approvalSec: number | undefined;
  /** The command that goes on, for whoever reads the answer. */
  readonly goOn: string;
}

/** What came of it. Without `execution` it stopped after the preview, and `next` says how to go on. */
export interface Written {
  readonly preview?: Record<string, unknown>;
  readonly execution?: Record<string, unknown>;
  readonly next?: string;
  readonly refused: boolean;
}

/** Of a call's arguments these are the flow's own. */
const OF_THE_FLOW = new Set(['dry_run', 'confirm', 'approval_code', 'confirmation_text']);
const FRESH_TRIES = 3;
/** The server's clock reads whole milliseconds. */
const SLACK_MS = 50;

/** A call's arguments without the flow's own, one of which may be a phrase. */
export function withoutFlow(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !OF_THE_FLOW.has(name)));
}

/**
 * Preview, approval, execution with the same arguments. Who approves is the server's channel: a person at this terminal
 * or at `tgmcp approve`, or whoever was told the phrase. Sends nothing a preview did not show.
 */
export function writeCall(asked: WriteAsked, connection: Connection, context: Context): Promise<Written> {
  return stoppable(context.console, repeating(asked), (write) =>
    written(asked, { connection, write }, context),
  );
}

/** The command that repeats a write which an earlier run may have carried out; undefined where this run makes the preview. */
export function repeating(
  asked: Pick<WriteAsked, 'approvalCode' | 'confirmationText' | 'goOn'>,
): string | undefined {
  const { approvalCode, confirmationText } = asked;
  return approvalCode === undefined
    ? undefined
    : goingOn(asked, approvalCode, confirmationText !== undefined);
}

/** Where the calls go, and what is said of a write that is cut off. */
interface Way {
  readonly connection: Connection;
  readonly write: Stoppable;
}

async function written(asked: WriteAsked, way: Way, context: Context): Promise<Written> {
  const { connection, write } = way;
  const { args } = asked;
  if (asked.approvalCode !== undefined) {
    const told = asked.confirmationText === undefined ? {} : { confirmation_text: asked.confirmationText };
    const execution = await execute(asked, way, { ...args, ...told }, asked.approvalCode);
    return ended({}, execution, asked, asked.approvalCode);
  }
  const shown = await connection.call(asked.tool, { ...args, dry_run: true });
  const preview = shown.body;
  if (shown.refused) return { preview, refused: true };
  const code = preview['approval_code'];
  const stop = (next: string): Written => ({ preview, next, refused: false });
  if (typeof code !== 'string')
    return stop('A person refused this before. Do not try again unless they ask for it.');

  write.goOn = goingOn(asked, code, preview['approval'] === 'not_needed');
  let told = {};
  if (preview['approval'] === 'not_needed') {
    const phrase = await phraseOf(asked, String(preview['proposal_id']), context);
    if (phrase === undefined)
      return stop(`Nothing was done. Once the person agreed and told the phrase: ${write.goOn}`);
    told = { confirmation_text: phrase };
  } else {
    const said = await wordOf(asked, preview, context);
    if (said === 'nothing') return stop(waiting(asked, code));
  }
  await oldEnough(asked, preview, context);
  const execution = await execute(asked, way, { ...args, ...told }, code);
  return ended({ preview }, execution, asked, code);
}

function waiting(asked: WriteAsked, code: string): string {
  return `Nothing was done. Ask the person to run "tgmcp approve"; then: ${goingOn(asked, code, false)}`;
}

/** The command that goes on with a preview; where a phrase goes with it, with a place for that. */
function goingOn({ goOn }: Pick<WriteAsked, 'goOn'>, code: string, phrase: boolean): string {
  return `${goOn} --approval-code ${code}${phrase ? ' --confirmation-text PHRASE' : ''}`;
}

function ended(
  before: Pick<Written, 'preview'>,
  execution: Called,
  asked: WriteAsked,
  code: string,
): Written {
  const isWaiting = execution.refused && execution.body['code'] === 'APPROVAL_PENDING';
  const next = isWaiting ? { next: waiting(asked, code) } : {};
  return { ...before, execution: execution.body, ...next, refused: execution.refused };
}

async function wordOf(
  { approvalSec }: WriteAsked,
  preview: Record<string, unknown>,
  context: Context,
): Promise<Said> {
  const id = String(preview['proposal_id']);
  if (preview['approval'] === 'approved') return 'approved';
  if (approvalSec !== undefined) return awaitWord(id, approvalSec * 1000, context);
  return context.console.interactive ? askHere(id, context) : 'nothing';
}

async function phraseOf(
  { confirmationText }: WriteAsked,
  id: string,
  context: Context,
): Promise<string | undefined> {
  return context.console.interactive ? phraseHere(id, confirmationText, context) : confirmationText;
}

/** Sleeps until the code of a preview may be used. */
async function oldEnough(
  { waitSec }: WriteAsked,
  preview: Record<string, unknown>,
  { console }: Context,
): Promise<void> {
  const after = Date.parse(String(preview['approval_execute_after']));
  const ms = waitSec === 'auto' ? after - Date.now() + SLACK_MS : waitSec * 1000;
  if (!(ms > 0)) return;
  console.status(`Waiting ${Math.ceil(ms / 1000)} s, until the approval is old enough …`);
  await sleep(ms);
  console.status('');
}

/** Executes; a code that is too fresh gets the seconds it asks for, when nobody said how long to wait. */
async function execute(
  { tool, waitSec }: WriteAsked,
  { connection, write }: Way,
  args: Record<string, unknown>,
  code: string,
): Promise<Called> {
  const call = { ...args, dry_run: false, confirm: true, approval_code: code };
  for (let tries = 1; ; tries += 1) {
    const answer = await write.carryOut(() => connection.call(tool, call));
    const isFresh = answer.refused && answer.body['code'] === 'TOO_FRESH';
    if (!isFresh || waitSec !== 'auto' || tries === FRESH_TRIES) return answer;
    await sleep(Number(answer.body['retry_after'] ?? 1) * 1000 + SLACK_MS);
  }
}
