/** Sessions that Telegram has ended for good. A key that is dead stays dead, so no process asks with it again. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { DocumentKind, StateStore } from '../../state/store.js';

const endedSchema = z.strictObject({ reason: z.string(), at: z.string() });

const ENDED: DocumentKind<z.infer<typeof endedSchema>> = {
  folder: 'ended-sessions',
  version: 1,
  schema: endedSchema,
};

/** Why Telegram ended this session; undefined when it did not, as far as is known. Throws {@link StateError}. */
export async function endOf(store: StateStore, session: string): Promise<string | undefined> {
  return (await store.get(ENDED, sessionKey(session)))?.value.reason;
}

/** Notes for all processes that Telegram ended this session. Throws {@link StateError}. */
export async function noteEnd(
  store: StateStore,
  session: string,
  reason: string,
  now: number,
): Promise<void> {
  await store.create(ENDED, sessionKey(session), { reason, at: new Date(now).toISOString() });
}

/** Names a session in the state, wherever its file lies, without telling anything about it. */
export function sessionKey(session: string): string {
  return createHash('sha256').update(session).digest('hex').slice(0, 32);
}
