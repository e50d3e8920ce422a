import { basename } from 'node:path';
import * as z from 'zod';
import { sessionPathConflict } from '../config/contradictions.js';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { READS } from './fields.js';

const ABOUT_SESSION = new Set([
  'NOT_AUTHORIZED',
  'SESSION_UNSAFE',
  'SESSION_BUSY',
  'ACCOUNT_MISMATCH',
  'SESSION_KEY_MISSING',
]);

/** Whose account this is and whether its session works: a broken session is an answer here, not a refusal. */
export const authStatus = defineTool<CoreServices>()({
  name: 'tg_auth_status',
  title: 'Account and session',
  description:
    'Whose account this is and whether its session works. Check it before the first use, and stop if it is not the account you expect.',
  input: z.strictObject({}),
  output: z.strictObject({
    authorized: z.boolean(),
    account: z
      .strictObject({ id: z.string(), first_name: z.string(), username: z.string().optional() })
      .optional(),
    session: z.string(),
    session_conflict: z.string().optional(),
    problem: z.strictObject({ code: z.string(), message: z.string(), next_step: z.string() }).optional(),
  }),
  hints: READS,
  async handle(_args, services) {
    const { settings, program } = services;
    const conflict = sessionPathConflict(program, settings);
    const common = {
      session: basename(services.sessionFile),
      ...(conflict === undefined ? {} : { session_conflict: conflict }),
    };
    const opened = await services.account();
    const account = opened.ok ? await opened.value.telegram.account() : opened;
    if (account.ok) {
      const { id, first_name, username } = account.value;
      const named = username === undefined ? { id, first_name } : { id, first_name, username };
      return done({ authorized: true, account: named, ...common });
    }
    const { code, message, next_step } = account.refusal;
    if (!ABOUT_SESSION.has(code)) return account;
    return done({ authorized: false, ...common, problem: { code, message, next_step } });
  },
});
