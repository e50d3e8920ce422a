import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatChecks } from './checks/chats.js';
import { connectingChecks } from './checks/connecting.js';
import { errorChecks } from './checks/errors.js';
import { fileChecks } from './checks/files.js';
import { groupChecks } from './checks/groups.js';
import { loginChecks } from './checks/login.js';
import { peopleChecks } from './checks/people.js';
import { readingChecks } from './checks/reading.js';
import { updateChecks } from './checks/updates.js';
import { writingChecks } from './checks/writing.js';
import { openLab, type Lab } from './lab.js';
import type { LibraryName } from './library.js';

const CHECKS: readonly ((lab: () => Lab) => void)[] = [
  connectingChecks,
  errorChecks,
  loginChecks,
  peopleChecks,
  readingChecks,
  writingChecks,
  fileChecks,
  groupChecks,
  chatChecks,
  updateChecks,
];

/** All checks for one library; call it once in a file of its own, as the library and the preload are the process's. */
export function clientSuite(name: LibraryName): void {
  let opened: Lab | undefined;
  const lab = (): Lab => {
    if (opened === undefined) throw new Error('the lab is not open');
    return opened;
  };
  beforeAll(async () => {
    opened = await openLab(name);
  });
  afterAll(() => opened?.close());

  for (const checks of CHECKS) checks(lab);

  it('leaves no broken rule of the protocol and no method unanswered', () => {
    expect(lab().emulator.protocolErrors.slice(0, 5)).toEqual([]);
    expect(lab().emulator.unimplemented).toEqual([]);
  });
}
