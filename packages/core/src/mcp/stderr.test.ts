import { afterEach, beforeEach, expect, it } from 'vitest';
import { printToStderr } from './stderr.js';

let before: PropertyDescriptor | undefined;
beforeEach(() => {
  before = Object.getOwnPropertyDescriptor(globalThis, 'console');
});
afterEach(() => {
  if (before !== undefined) Object.defineProperty(globalThis, 'console', before);
});

it('a library that puts a console of its own in the place of the global one has it', () => {
  const theirs = { ...globalThis.console };
  printToStderr();
  expect(globalThis.console).not.toBe(theirs);
  globalThis.console = theirs;
  expect(globalThis.console).toBe(theirs);
});
