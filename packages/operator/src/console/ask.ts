import { autocompleteMultiselect, confirm, isCancel, password, select, text } from '@clack/prompts';
import { EXIT, Stop } from './exit.js';

/** One thing a person can choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

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
  async choice(message: string, options: readonly Choice[]): Promise<string> {
    return answered(await select({ message, options: [...options] }));
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

function typed(value: string | undefined): string | undefined {
  return value ? undefined : 'Type it, or press Ctrl-C to stop';
}

function answered<T>(value: T): Exclude<T, symbol> {
  if (isCancel(value)) throw new Stop(EXIT.interrupted, 'Stopped; what was not answered stays as it was.');
  return value as Exclude<T, symbol>;
}
