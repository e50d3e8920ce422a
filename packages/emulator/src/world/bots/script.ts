import { HIDE_KEYBOARD, inlineKeyboard, replyKeyboard } from '../keyboards.js';
import type { InlineButton, ReplyButton } from '../keyboards.js';
import type { BotBrain, BotEvent, BotHands, BotText, InlineResult } from './brain.js';
import type { BotRule, BotScript, BotStep } from './script-shape.js';

/** Where the conversation stands lies in the bot's memory under this name. */
const STATE = ' state';

type Words = Readonly<Record<string, string>>;

/** A brain that follows a script. Throws a SyntaxError for a regular expression that is none. */
export function scriptedBot(script: BotScript): BotBrain {
  const rules = script.rules.map((rule) => ({ rule, fits: matcher(rule) }));
  const inline = (script.inline ?? []).map((one) => ({ ...one, form: new RegExp(one.match, 'iu') }));
  return {
    hear: (event, hands) => {
      const state = hands.memory.get(STATE) ?? '';
      for (const { rule, fits } of rules) {
        const words = rule.state === undefined || rule.state === state ? fits(event) : undefined;
        if (words === undefined) continue;
        for (const step of rule.do) take(step, hands, { ...words, user: String(event.user) });
        return;
      }
    },
    ...(script.inline !== undefined && {
      inline: (query: string): InlineResult[] =>
        inline.flatMap(({ form, results }) => {
          const found = form.exec(query);
          if (found === null) return [];
          const words = { ...groupsOf(found), text: query };
          return results.map((result, index) => ({
            id: `${form.source}:${index}`,
            title: fill(result.title, words),
            text: fill(result.text, words),
            ...(result.description !== undefined && { description: fill(result.description, words) }),
          }));
        }),
    }),
  };
}

function groupsOf(found: RegExpExecArray): Words {
  return Object.fromEntries(found.map((group, index) => [String(index), group]));
}

/** The text of an event of that kind: what was written, or the data of the button. */
function read(event: BotEvent, kind: BotEvent['kind']): string | undefined {
  if (event.kind !== kind) return undefined;
  return event.kind === 'message' ? event.message.text : event.data;
}

type Matcher = (event: BotEvent) => Words | undefined;

/** Finds a regular expression in what was written or pressed; a bad one throws now, not when somebody writes. */
function matching(kind: BotEvent['kind'], source: string): Matcher {
  const form = new RegExp(source, 'iu');
  return (event) => {
    const text = read(event, kind);
    const found = text === undefined ? null : form.exec(text);
    return found === null ? undefined : { ...groupsOf(found), text: text ?? '' };
  };
}

/** What a rule finds in an event, as words for its texts; undefined when the event is not for it. */
function matcher({ on }: BotRule): Matcher {
  if ('match' in on) return matching('message', on.match);
  if ('callbackMatch' in on) return matching('callback', on.callbackMatch);
  if ('command' in on) {
    const form = new RegExp(`^/${on.command}(?:@\\w+)?(?:\\s+([^]*))?$`, 'iu');
    return (event) => {
      const found = form.exec(read(event, 'message') ?? '');
      return found === null ? undefined : { text: found[0], args: found[1] ?? '' };
    };
  }
  return (event) => {
    if ('any' in on) return { text: event.kind === 'message' ? event.message.text : event.data };
    const [kind, wanted] =
      'text' in on ? (['message', on.text] as const) : (['callback', on.callback] as const);
    const text = read(event, kind);
    return text === wanted ? { text } : undefined;
  };
}

function take(step: BotStep, hands: BotHands, words: Words): void {
  const said = (text: string): string => fill(text, { ...Object.fromEntries(hands.memory), ...words });
  if ('wait' in step) hands.wait(step.wait);
  else if ('state' in step) hands.memory.set(STATE, step.state);
  else if ('remove' in step) hands.remove();
  else if ('send' in step) {
    hands.send(said(step.send), { ...looksOf(step), ...(step.reply === true && { reply: true }) });
  } else if ('edit' in step) hands.edit(said(step.edit), looksOf(step));
  else if ('remember' in step) {
    for (const [name, value] of Object.entries(step.remember)) hands.memory.set(name, said(value));
  } else {
    const { answer, alert, url, cacheSeconds } = step;
    hands.answer(answer === '' ? undefined : said(answer), {
      ...(alert !== undefined && { alert }),
      ...(url !== undefined && { url: said(url) }),
      ...(cacheSeconds !== undefined && { cacheSeconds }),
    });
  }
}

function looksOf(step: {
  readonly buttons?: readonly (readonly unknown[])[] | undefined;
  readonly keyboard?: readonly (readonly unknown[])[] | undefined;
}): BotText {
  if (step.buttons !== undefined) return { keyboard: inlineKeyboard(step.buttons as InlineButton[][]) };
  if (step.keyboard === undefined) return {};
  const rows = step.keyboard as ReplyButton[][];
  return { keyboard: rows.length === 0 ? HIDE_KEYBOARD : replyKeyboard(rows) };
}

/** Puts words into a text: `{name}`; an unknown one stays as it is. */
function fill(text: string, words: Words): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => words[name] ?? whole);
}
