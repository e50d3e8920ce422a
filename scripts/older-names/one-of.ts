import { WrongUsage } from './run.js';

/** The value of an option that takes one word of several. */
export function oneOf<W extends string>(name: string, text: string, words: readonly W[]): W {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new WrongUsage(`${name}: one of ${words.join(', ')}.`);
  return found;
}
