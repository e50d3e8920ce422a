import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { sessionNameOf, sessionNames } from '../telegram/session/session-names.js';
import { READS } from './fields.js';

/** The names of the sessions that can be switched to; asks Telegram nothing. */
export const listSessions = defineTool<CoreServices>()({
  name: 'tg_list_sessions',
  title: 'Sessions',
  description: 'Names of the Telegram sessions on this machine, and which one is in use.',
  input: z.strictObject({}),
  output: z.strictObject({ sessions: z.array(z.string()), current: z.string() }),
  hints: { ...READS, openWorldHint: false },
  async handle(_args, { settings, sessionFile }) {
    const sessions = await sessionNames(settings.TG_SESSIONS_DIR);
    return done({ sessions, current: sessionNameOf(sessionFile) });
  },
});
