import { expect, it } from 'vitest';
import { refuseState } from './refuse-state.js';
import { StateError } from './store.js';

it('refuses what the state says, with its file and the command that mends it', () => {
  const error = new StateError('STATE_UNSAFE_MODE', '/data/a', 'Open to others.', { fix: 'chmod 700' });
  expect(error.name).toBe('StateError');
  expect(refuseState(error)).toMatchObject({
    ok: false,
    refusal: {
      code: 'STATE_UNSAFE_MODE',
      message: 'Open to others.',
      data: { file: '/data/a', fix: 'chmod 700' },
    },
  });
});

it('takes nothing else for trouble with the state', () => {
  const bug = new TypeError('a bug');
  expect(() => refuseState(bug)).toThrow(bug);
});
