import { namedChats, USUAL_VERBS } from '../allow/entries.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { quoted } from '../doctor/finding.js';
import { sayNext } from '../setup/next.js';
import { prepareSettingsFile } from '../setup/settings-file.js';
import { setupOf, type Setup } from '../setup/setup.js';
import { beginWalk, STEPS, type InitOptions, type Walk } from '../setup/steps.js';
import { STAGES } from '../setup/walk.js';
import { usableSettings } from '../usable-settings.js';
import { doctor } from './doctor.js';

/**
 * `tgmcp init`: goes from nothing to a client that reads and, where it is wanted, writes. What is set already is shown and
 * passed over, so that it goes on after a stop anywhere. Each step is done by the command that does it alone.
 */
export async function init(options: InitOptions, context: Context): Promise<ExitCode> {
  const { console } = context;
  refuseContradictions(options);
  await prepareSettingsFile(context);
  const walk = beginWalk(options, context);
  for (const step of STEPS) {
    const setup = await setupNow(context);
    if (step.forWriting === true && walk.profile !== 'full') continue;
    const standing = step.standing(setup, walk);
    if (standing !== undefined) {
      console.print(`${console.bold(step.title)}: ${standing}`);
      continue;
    }
    console.print();
    console.print(console.bold(step.title));
    try {
      await step.take(setup, walk);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return stopped(error, setup, step.part, walk);
    }
  }
  console.print();
  const code = await doctor({ online: true }, context);
  console.print();
  if (code === EXIT.ok) await sayNext(context, undefined, true);
  else console.note(`Once that is mended: ${again(walk)}`);
  return code;
}

function refuseContradictions({ readOnly, profile, allow, verbs, approval }: InitOptions): void {
  if (readOnly === true && profile === 'full')
    throw new Stop(EXIT.usage, 'Choose one of --read-only and --profile full.');
  const isReading = readOnly === true || profile === 'read';
  if (isReading && (allow.length > 0 || approval !== undefined))
    throw new Stop(EXIT.usage, '--allow and --approval are for writing: --profile full.');
  // Known before anything is done, and long before the chats are looked up.
  namedChats(allow, verbs ?? USUAL_VERBS);
}

/** Ends with every problem where settings cannot be used. */
async function setupNow(context: Context): Promise<Setup> {
  const setup = await setupOf(context.env);
  if (setup !== undefined) return setup;
  usableSettings(context);
  throw new Stop(EXIT.usage, 'The settings were changed meanwhile. To go on: tgmcp init');
}

/** Says why it stopped, the command that does this step alone, and how to go on. */
function stopped(stop: Stop, setup: Setup, part: string, walk: Walk): ExitCode {
  const { console } = walk.context;
  console.note(stop.message);
  const alone = STAGES.find((stage) => stage.part === part)?.command(setup);
  if (alone !== undefined) console.note(`This step alone: ${alone}`);
  console.note(`Next, to go on from here: ${again(walk)}`);
  return stop.reason === 'unasked' ? EXIT.unfinished : stop.exitCode;
}

/** The command that goes on, with what was said by options and is no part of what is done. */
function again({ options, profile }: Walk): string {
  const words = ['tgmcp init'];
  const chosen = options.readOnly === true ? 'read' : (options.profile ?? profile);
  if (chosen !== undefined) words.push(`--profile ${chosen}`);
  for (const chat of options.allow) words.push(`--allow ${quoted(chat)}`);
  if (options.verbs !== undefined) words.push(`--verbs ${quoted(options.verbs)}`);
  if (options.client !== undefined) words.push(`--client ${options.client}`);
  if (options.file !== undefined) words.push(`--file ${quoted(options.file)}`);
  if (options.stdin === true) words.push('--stdin');
  if (options.qr === true) words.push('--qr');
  if (options.yes === true) words.push('--yes');
  return words.join(' ');
}
