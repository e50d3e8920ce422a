import { comparablePhrase, hashPhrase, isPublicPhrase } from '@tgmcp/core';
import { ask } from '../console/ask.js';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';
import { writeSettings } from '../setup/settings-file.js';
import { usableSettings } from '../usable-settings.js';

/** What `tgmcp phrase` was asked to do. */
export interface PhraseOptions {
  readonly stdin?: true;
  /** Put the line into the settings file instead of printing it. */
  readonly write?: true;
  readonly overwrite?: true;
}

/**
 * `tgmcp phrase`: asks for a confirmation phrase, unseen, and prints the settings line that holds its salted hash, or
 * writes it into the settings file.
 */
export async function phrase(options: PhraseOptions, context: Context): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  const isSet = settings.TG_ACTIONS_CONFIRMATION_PHRASE !== '';
  if (options.write === true && isSet && options.overwrite !== true)
    throw new Stop(
      EXIT.refused,
      'There is a phrase already, and it is kept. To replace it: tgmcp phrase --write --overwrite',
    );
  if (options.stdin !== true && !console.interactive)
    throw new Stop(
      EXIT.usage,
      'There is no terminal to ask at. For scripts: tgmcp phrase --write --stdin',
      'unasked',
    );
  const least = Math.max(4, settings.TG_ACTIONS_MIN_CONFIRM_TEXT_LEN);
  const hash = hashPhrase(options.stdin === true ? await given(least, context) : await asked(least, context));
  const keep =
    settings.TG_ACTIONS_APPROVAL_CHANNEL === 'operator'
      ? 'tell it to no agent'
      : 'an agent that you tell it can write what it has previewed';
  if (options.write !== true) {
    console.note(
      `Put this line into .env in place of the one that is there. Keep the phrase itself; ${keep}:`,
    );
    console.print(`TG_ACTIONS_CONFIRMATION_PHRASE=${hash}`);
    return;
  }
  const file = await writeSettings({ TG_ACTIONS_CONFIRMATION_PHRASE: hash }, context);
  console.print(`The salted hash of the phrase is in ${file}. Keep the phrase itself; ${keep}.`);
}

async function given(least: number, { console }: Context): Promise<string> {
  const phrase = await console.readLine('the phrase');
  const problem = problemWith(phrase, least);
  if (problem !== undefined) throw new Stop(EXIT.usage, problem);
  return phrase;
}

/** A person may answer again. */
async function asked(least: number, { console }: Context): Promise<string> {
  for (;;) {
    const first = await ask.hidden('Your new confirmation phrase');
    const problem = problemWith(first, least) ?? (await repeated(first));
    if (problem === undefined) return first;
    console.note(problem);
  }
}

async function repeated(first: string): Promise<string | undefined> {
  const second = await ask.hidden('The same once more');
  return comparablePhrase(first) === comparablePhrase(second)
    ? undefined
    : 'The two are not the same; nothing was made.';
}

function problemWith(phrase: string, least: number): string | undefined {
  if (Array.from(phrase.trim()).length < least)
    return `The phrase is shorter than ${least} characters; choose a longer one.`;
  return isPublicPhrase(phrase) ? 'Everybody knows this phrase; choose your own.' : undefined;
}
