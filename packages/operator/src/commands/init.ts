import { endSignals } from '@tgmcp/core';
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
import type { Profile } from './session/places.js';

/**
 * `tgmcp init`: goes from nothing to a client that reads and, where it is wanted, writes. What is set already is shown and
 * passed over, so that it goes on after a stop anywhere. Each step is done by the command that does it alone.
 */
export async function init(options: InitOptions, context: Context): Promise<ExitCode> {
  refuseContradictions(options);
  await prepareSettingsFile(context);
  refuseUnsaid(options, await setupNow(context), context);
  const walk = beginWalk(options, context);
  const off = onEndSignal(() => {
    // At a question Ctrl-C is a key; this is one while something is waited for.
    context.console.note('Stopped; what is not done stays as it was.');
    goOn(walk);
    process.exit(EXIT.interrupted);
  });
  try {
    return await go(walk);
  } finally {
    off();
  }
}

async function go(walk: Walk): Promise<ExitCode> {
  const { context } = walk;
  const { console } = context;
  for (const step of STEPS) {
    const setup = await setupNow(context);
    walk.setup = setup;
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

function onEndSignal(stop: () => void): () => void {
  const signals = endSignals();
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.removeListener(signal, stop);
  };
}

const FOR_WRITING = '--allow and --approval are for writing: --profile full.';

function refuseContradictions({ readOnly, profile, allow, verbs, approval }: InitOptions): void {
  if (readOnly === true && profile === 'full')
    throw new Stop(EXIT.usage, 'Choose one of --read-only and --profile full.');
  const isReading = readOnly === true || profile === 'read';
  if (isReading && (allow.length > 0 || approval !== undefined)) throw new Stop(EXIT.usage, FOR_WRITING);
  // Known before anything is done, and long before the chats are looked up.
  namedChats(allow, verbs ?? USUAL_VERBS);
}

/** Where nobody is asked, or reading alone was chosen before, options for writing do not decide by themselves that there is to be any. */
function refuseUnsaid(
  { readOnly, profile, allow, approval }: InitOptions,
  setup: Setup,
  { console }: Context,
): void {
  const isUnasked = !console.interactive || setup.isSet('TG_ACTIONS_ENABLED');
  const isOpen = readOnly !== true && profile === undefined && !setup.writing;
  if (isOpen && isUnasked && (allow.length > 0 || approval !== undefined))
    throw new Stop(EXIT.usage, FOR_WRITING);
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
  const how = part.endsWith('session') && walk.options.qr === true ? ' --qr' : '';
  if (alone !== undefined) console.note(`This step alone: ${alone}${how}`);
  goOn(walk);
  return stop.reason === 'unasked' ? EXIT.unfinished : stop.exitCode;
}

/** Says how to go on. */
function goOn(walk: Walk): void {
  const { options, context, profile, setup } = walk;
  context.console.note(`Next, to go on from here: ${again(walk)}`);
  const lacks = (one: Profile): boolean => setup?.hasSession(one) !== true;
  // The number of the login for reading is that of the other, too, unless it has one of its own.
  const isForBoth = (options.profile ?? profile) === 'full' && options.actionsPhone === undefined;
  const needsPhone = lacks('read') || (isForBoth && lacks('actions'));
  const numbers = [
    options.phone !== undefined && needsPhone ? ['--phone'] : [],
    options.actionsPhone !== undefined && lacks('actions') ? ['--actions-phone'] : [],
  ].flat();
  if (numbers.length > 0)
    context.console.note(`Give ${numbers.join(' and ')} with it again: numbers are kept nowhere.`);
}

/** The command that goes on, with what was said by options and is no part of what is done. */
function again({ options, profile, setup }: Walk): string {
  const words = ['tgmcp init'];
  const chosen = options.readOnly === true ? 'read' : (options.profile ?? profile);
  if (chosen !== undefined) words.push(`--profile ${chosen}`);
  if (setup?.credentials === false) {
    if (/^[1-9]\d*$/u.test(options.apiId ?? '')) words.push(`--api-id ${options.apiId}`);
    if (options.apiHashFile !== undefined) words.push(`--api-hash-file ${quoted(options.apiHashFile)}`);
  }
  if (chosen !== 'read') {
    if (options.approval !== undefined) words.push(`--approval ${options.approval}`);
    for (const chat of options.allow) words.push(`--allow ${quoted(chat)}`);
    if (options.verbs !== undefined) words.push(`--verbs ${quoted(options.verbs)}`);
  }
  if (options.client !== undefined) words.push(`--client ${options.client}`);
  if (options.file !== undefined) words.push(`--file ${quoted(options.file)}`);
  if (options.stdin === true) words.push('--stdin');
  if (options.qr === true) words.push('--qr');
  if (options.yes === true) words.push('--yes');
  return words.join(' ');
}
