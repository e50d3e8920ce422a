/** Arguments that choose among messages, wherever they are read or searched. */
import { MESSAGE_KINDS } from '@tgmcp/core';
import * as z from 'zod';

/** Who wrote them; empty for anybody. */
export const sender = z.string().max(512).default('').describe('sender');

/** What they carry. */
export const kind = z.enum(MESSAGE_KINDS).default('any');
