/** Lists in files: what a report, a manifest or a list of candidates says, read as strictly as arguments are. */
import { done, refuse, type Outcome } from '@tgmcp/core';
import * as z from 'zod';

/** Refused with INPUT_INVALID, naming the argument and what is wrong with its file. */
export function unusable(argument: string, problem: string): Outcome<never> {
  return refuse('INPUT_INVALID', { data: { problems: [`${argument}: ${problem}`] } });
}

/** Reads a text as JSON of a shape. Refused with INPUT_INVALID; what stands in the file is not repeated. */
export function readList<T>(argument: string, text: string, schema: z.ZodType<T>, shape: string): Outcome<T> {
  let parsed: unknown;
  try {
    // Some editors begin a file with a mark of its encoding.
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return unusable(argument, 'the file is no JSON');
  }
  const read = schema.safeParse(parsed);
  if (read.success) return done(read.data);
  const place = read.error.issues[0]?.path.map(String).join('.') ?? '';
  return unusable(argument, `${place === '' ? 'the file' : place} is not as it must be; wanted: ${shape}`);
}

/** A chat in a list: an id as number or text, a name, a link. */
export const listedChat = z
  .union([z.string().trim().min(1).max(512), z.int()])
  .transform((named) => String(named));
