import { describe, expect, it } from 'vitest';
import { sessionPath } from './session-path.js';
import type { Settings } from './settings.js';

const PATHS = {
  SESSION_DIR: '/s',
  TG_SESSION_PATH: '',
  TG_READ_SESSION_PATH: '',
  TG_ACTIONS_SESSION_PATH: '',
} as Settings;

describe('the session file of a server', () => {
  it.each([
    ['read', {}, '/s/read.session'],
    ['actions', {}, '/s/actions.session'],
    ['read', { TG_READ_SESSION_PATH: '/r', TG_ACTIONS_SESSION_PATH: '/a' }, '/r'],
    ['actions', { TG_READ_SESSION_PATH: '/r', TG_ACTIONS_SESSION_PATH: '/a' }, '/a'],
    ['read', { TG_ACTIONS_SESSION_PATH: '/a' }, '/s/read.session'],
    ['read', { TG_SESSION_PATH: '/own', TG_READ_SESSION_PATH: '/r' }, '/own'],
    ['actions', { TG_SESSION_PATH: '/own', TG_ACTIONS_SESSION_PATH: '/a' }, '/own'],
  ] as const)('%s with %j is %s', (profile, named, path) => {
    expect(sessionPath({ ...PATHS, ...named }, profile)).toBe(path);
  });
});
