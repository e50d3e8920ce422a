import { neutraliseText } from '@tgmcp/core';

/** A name that other people chose, on one line: nothing invisible in it, nothing a terminal would obey. */
export function oneLine(text: string): string {
  return neutraliseText(text).value.replaceAll(/\s+/gu, ' ').trim();
}
