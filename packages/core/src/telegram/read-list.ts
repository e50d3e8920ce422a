import type { Settings } from '../config/settings.js';
import { READ_METHODS } from './read-methods.js';
import { TAKEOUT_METHODS } from './takeout-methods.js';

/** TL names of what an account may send without any approval; fixed for the life of the process. */
export function readList(
  profile: 'read' | 'actions',
  settings: Pick<Settings, 'TG_READ_TAKEOUT'>,
): ReadonlySet<string> {
  const takeout = profile === 'read' && settings.TG_READ_TAKEOUT ? Object.keys(TAKEOUT_METHODS) : [];
  return new Set([...Object.keys(READ_METHODS), ...takeout]);
}
