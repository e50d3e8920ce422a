import { WrongUsage } from './run.js';

/** The value of an option that counts something. */
export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 2_147_483_647)
    throw new WrongUsage(`${name}: a whole number, 0 or more.`);
  return value;
}
