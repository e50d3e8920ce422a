import { refuse } from '@tgmcp/core';
import { expect, it } from 'vitest';
import { stopFor } from './refusal.js';

it.each([
  [undefined, 'To log in: tgmcp login;'],
  ['read', 'To log in: tgmcp login;'],
  ['actions', 'To log in: tgmcp login --profile actions;'],
] as const)('a refusal for want of a session names the login of its server: %s', (profile, said) => {
  const { refusal } = refuse('NOT_AUTHORIZED');
  expect(stopFor(refusal, profile).message).toContain(said);
});
