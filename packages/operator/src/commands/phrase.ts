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
  const chosen = options.stdin === true ? await console.readLine('the phrase') : await asked();
  const least = Math.max(4, settings.TG_ACTIONS_MIN_CONFIRM_TEXT_LEN);
  if (Array.from(chosen.trim()).length < least)
    throw new Stop(EXIT.usage, `The phrase is shorter than ${least} characters; choose a longer one.`);
  if (isPublicPhrase(chosen)) throw new Stop(EXIT.usage, 'Everybody knows this phrase; choose your own.');
  const hash = hashPhrase(chosen);
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

async function asked(): Promise<string> {
  const first = await ask.hidden('Your new confirmation phrase');
  const second = await ask.hidden('The same once more');
  if (comparablePhrase(first) !== comparablePhrase(second))
    throw new Stop(EXIT.usage, 'The two are not the same; nothing was made.');
  return first;
}
