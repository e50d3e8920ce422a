import { describe, expect, it } from 'vitest';
import { unknownNames } from './unknown-names.js';

describe('a variable that no setting has', () => {
  it('is named when it begins as ours do, in order, with the setting that was meant', () => {
    expect(unknownNames(['TG_READ_SESION_PATH', 'TG_ACTIONS_ENABLED', 'TG_ACTION_ENABLED', 'TG_Q'])).toEqual([
      'TG_ACTION_ENABLED is not a known setting; did you mean TG_ACTIONS_ENABLED?',
      'TG_Q is not a known setting',
      'TG_READ_SESION_PATH is not a known setting; did you mean TG_READ_SESSION_PATH?',
    ]);
  });

  it('is nothing to us otherwise', () => {
    expect(unknownNames(['PATH', 'MY_TG_THING', 'tg_lower', 'RATE_RPS'])).toEqual([]);
  });
});
