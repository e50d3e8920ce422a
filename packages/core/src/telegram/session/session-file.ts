/**
 * The session file of one program: JSON with the account it belongs to and the key that opens the account. Whoever can
 * read it has the account, so it is private or it is not used, and it is never printed.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  statSync,
  type Stats,
} from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { diskTrouble } from '../../state/files/disk-trouble.js';

const FORMAT = 1;
const KEY_BYTES = 256;

const sessionSchema = z.strictObject({
  format: z.literal(FORMAT),
  account: z.strictObject({
    id: z.string().regex(/^[1-9][0-9]{0,18}$/),
    username: z.string().optional(),
    first_name: z.string(),
  }),
  /** The account's data centre. */
  dc: z.int().min(1).max(1000),
  /** The library's string session. */
  session: z
    .string()
    .regex(/^1[A-Za-z0-9+/=_-]+$/)
    .refine(holdsKey),
});

/** What a session file holds. */
export type SessionFile = Omit<z.infer<typeof sessionSchema>, 'format'>;

/** Reads a session file; undefined when there is none. Refused with SESSION_UNSAFE. */
export function readSession(file: string): Outcome<SessionFile | undefined> {
  const folder = dirname(file);
  const problem = folderProblem(folder);
  if (problem !== undefined) return unsafe(folder, problem.reason, problem.fix);
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return done(undefined);
    if (code === 'ELOOP') return unsafe(file, 'it is a symbolic link', `rm '${file}'`);
    return unsafe(file, `it cannot be read (${code})`, `chmod 600 '${file}'`);
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) return unsafe(file, 'it is not a regular file', `rm -r '${file}'`);
    if (process.getuid !== undefined && found.uid !== process.getuid()) {
      return unsafe(file, 'it belongs to another user', `chown ${process.getuid()} '${file}'`);
    }
    if ((found.mode & 0o077) !== 0) {
      return unsafe(file, 'it is open to other users', `chmod 600 '${file}'`);
    }
    return parse(file, readFileSync(descriptor, 'utf8'));
  } finally {
    closeSync(descriptor);
  }
}

/** Changes when the file does; undefined when there is none. Costs no more than a look at the folder. */
export function sessionStamp(file: string): string | undefined {
  const found = statsOf(file, statSync);
  return found === undefined
    ? undefined
    : `${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}:${found.mode}`;
}

/** Writes a session file whole or not at all, private from its first byte. */
export async function writeSession(file: string, content: SessionFile): Promise<Outcome<void>> {
  const text = `${JSON.stringify(sessionSchema.parse({ format: FORMAT, ...content }), undefined, 1)}\n`;
  const folder = dirname(file);
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await chmod(folder, 0o700);
    const problem = folderProblem(folder);
    if (problem !== undefined) return unsafe(folder, problem.reason, problem.fix);
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(file, text, { mode: 0o600, fsync: true });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return refuse('STATE_UNWRITABLE', {
      message: `The session file ${file} cannot be written (${diskTrouble(reason)}).`,
      data: { file, reason },
    });
  }
  const written = readSession(file);
  if (!written.ok) return written;
  return written.value?.session === content.session
    ? done(undefined)
    : refuse('STATE_UNWRITABLE', {
        message: `The session file ${file} could not be written whole.`,
        data: { file, reason: 'short write' },
      });
}

function parse(file: string, text: string): Outcome<SessionFile> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const parsed = sessionSchema.safeParse(content);
  // Only our own words: a parser's message could repeat the key.
  if (!parsed.success) return unsafe(file, 'it is damaged or no session file', 'tgmcp login');
  const { account, dc, session } = parsed.data;
  return done({ account, dc, session });
}

/** Others who may write into the folder could exchange the file for one of theirs. */
function folderProblem(folder: string): { reason: string; fix: string } | undefined {
  const found = statsOf(folder, lstatSync);
  if (found === undefined || process.getuid === undefined) return undefined;
  const target = found.isSymbolicLink() ? statsOf(folder, statSync) : found;
  if (target === undefined || !target.isDirectory()) return undefined;
  if ((target.mode & 0o022) === 0 || (target.mode & 0o1000) !== 0) return undefined;
  return { reason: 'its folder can be changed by other users', fix: `chmod 700 '${folder}'` };
}

/** What is there; undefined when nothing is, also because a folder on the way is none. */
function statsOf(path: string, look: typeof statSync): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Whether a string session is whole: data centre, address (four bytes, sixteen, or text after its length), port, and a
 * key of 256 bytes. The library throws on a shorter one and connects with a wrong key on a longer one.
 */
function holdsKey(session: string): boolean {
  const bytes = Buffer.from(session.slice(1), 'base64');
  if (session.length === 353) return bytes.length === 1 + 4 + 2 + KEY_BYTES;
  if (bytes.length < 3) return false;
  const length = bytes.readInt16BE(1);
  return bytes.length === 1 + (length > 100 ? 16 : 2 + length) + 2 + KEY_BYTES;
}

function unsafe(file: string, reason: string, fix: string): Outcome<never> {
  return refuse('SESSION_UNSAFE', {
    message: `The session file cannot be used: ${reason} (${file}).`,
    data: { file, reason, fix },
  });
}
