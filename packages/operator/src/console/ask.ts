import { autocomplete, autocompleteMultiselect, confirm, isCancel, password, text } from '@clack/prompts';
import { EXIT, Stop } from './exit.js';

/** One thing a person can choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

const NO_SUCH = 'None begins like that; press Backspace, then type a number';
/** Stands between a number and its words. */
const BESIDE = '  ';

/** Questions to a person at a terminal. Each ends the command on Ctrl-C or Escape, and what was not answered stays as it was. */
export const ask = {
  async line(message: string, hint: string): Promise<string> {
    const validate = (value: string | undefined) => (value?.trim() ? undefined : hint);
    return answered(await text({ message, placeholder: hint, validate })).trim();
  },
  /** Typed without being shown. */
  async hidden(message: string): Promise<string> {
    return answered(await password({ message, mask: '•', validate: typed }));
  },
  /** Chosen by the arrow keys, or by typing its number, or how it begins in words; Enter takes it. It begins at the first. */
  async choice(message: string, options: readonly Choice[]): Promise<string> {
    const numbered = options.map((one, index) => ({ ...one, label: `${index + 1}${BESIDE}${one.label}` }));
    return answered(await autocomplete({ message, options: numbered, validate: chosen, filter: isMeant }));
  },
  /** Answered by "y" or "n", or by the arrow keys and Enter; it begins at no. The labels begin with Yes and No. */
  async yes(message: string, labels: { readonly yes: string; readonly no: string }): Promise<boolean> {
    const words = { active: labels.yes, inactive: labels.no };
    return answered(
      await confirm({ message: `${message} (y/n)`, ...words, initialValue: false, vertical: true }),
    );
  },
  /** Any number of them, none included; typing narrows the list. */
  async several(message: string, options: readonly Choice[]): Promise<readonly string[]> {
    return answered(await autocompleteMultiselect({ message, options: [...options], maxItems: 12 }));
  },
};

function chosen(value: unknown): string | undefined {
  return value === undefined ? NO_SUCH : undefined;
}

/**
 * Whether what was typed is the number of a choice, or the beginning of its words. Digits are a number and nothing else: what
 * else begins with them would stay in the list, and the one that was in focus before would be taken.
 */
function isMeant(search: string, { label = '' }: { readonly label?: string }): boolean {
  const wanted = search.trim().toLowerCase();
  const [number = '', words = ''] = label.toLowerCase().split(BESIDE);
  return /^[0-9]+$/u.test(wanted) ? number === wanted : words.startsWith(wanted);
}

/** What was typed, or why it is no answer. */
export function typed(value: string | undefined): string | undefined {
  return value ? undefined : 'Type it, or press Ctrl-C to stop';
}

/** The answer, or the end of the command where there was none. */
export function answered<T>(value: T): Exclude<T, symbol> {
  if (isCancel(value)) throw new Stop(EXIT.interrupted, 'Stopped; what was not answered stays as it was.');
  return value as Exclude<T, symbol>;
}
