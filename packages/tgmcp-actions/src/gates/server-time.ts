import type { Moment } from '@tgmcp/core';
import type { GateParts } from './parts.js';
import type { Span } from './spec.js';

/** After a reboot the wall clock alone tells of what was before, and it may have been wrong then: by its zone, at most. */
const WRONG_MS = 86_400_000;

/** When a stored moment was by Telegram's clock: a span, since the wall clock may have been stepped in between. */
export function serverTimeOf(
  moment: Moment,
  { clock, serverNow }: Pick<GateParts, 'clock' | 'serverNow'>,
): Span {
  const now = serverNow();
  const byWall = now - (clock.now() - moment.wall);
  if (moment.boot !== clock.bootId()) return { fromMs: byWall - WRONG_MS, toMs: byWall + WRONG_MS };
  const sinceBoot = now - (clock.monotonic() - moment.monotonic);
  return { fromMs: Math.min(byWall, sinceBoot), toMs: Math.max(byWall, sinceBoot) };
}
