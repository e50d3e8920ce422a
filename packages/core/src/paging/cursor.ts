/**
 * Cursors: opaque to the agent, complete in themselves, so that they outlive a restart. A cursor says where the next
 * page begins and to which question it belongs; it opens nothing, so it needs no secret.
 */
import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';

const FORMAT = 1;

/** Makes the cursor of a question: the tool, the arguments that decide what is listed, and the position. */
export function writeCursor(tool: string, question: unknown, position: unknown): string {
  return Buffer.from(JSON.stringify([FORMAT, digest(tool, question), position])).toString('base64url');
}

/** Reads a cursor back, or undefined for an empty one. CURSOR_INVALID when it belongs to another question. */
export function readCursor<P>(
  tool: string,
  question: unknown,
  cursor: string | undefined,
  position: z.ZodType<P>,
): Outcome<P | undefined> {
  if (cursor === undefined || cursor === '') return done(undefined);
  const parts = decode(cursor);
  if (parts === undefined || parts[0] !== FORMAT || parts[1] !== digest(tool, question))
    return refuse('CURSOR_INVALID');
  const parsed = position.safeParse(parts[2]);
  return parsed.success ? done(parsed.data) : refuse('CURSOR_INVALID');
}

function decode(cursor: string): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

function digest(tool: string, question: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([tool, question]))
    .digest('base64url')
    .slice(0, 10);
}
