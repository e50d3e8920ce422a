import * as z from 'zod';

const KEY_BYTES = 256;

/** Whose session a file is for. A sealed session of one server cannot be opened as that of the other. */
export type SessionPurpose = 'read' | 'actions';

/** Numeric user id as text. */
export const accountId = z.string().regex(/^[1-9][0-9]{0,18}$/);

/** The account, its data centre and the key that opens it, in the library's own string form. */
export const sessionContent = z.strictObject({
  account: z.strictObject({
    id: accountId,
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
export type SessionFile = z.infer<typeof sessionContent>;

/**
 * Whether a string session is whole: data centre, address (four bytes, sixteen, or text after its length), port, and a
 * key of 256 bytes. The library throws on a shorter one and connects with a wrong key on a longer one.
 */
export function holdsKey(session: string): boolean {
  const bytes = Buffer.from(session.slice(1), 'base64');
  if (session.length === 353) return bytes.length === 1 + 4 + 2 + KEY_BYTES;
  if (bytes.length < 3) return false;
  const length = bytes.readInt16BE(1);
  return bytes.length === 1 + (length > 100 ? 16 : 2 + length) + 2 + KEY_BYTES;
}

/** The content in one order of fields, so that equal contents are equal texts. */
export function ordered({ account, dc, session }: SessionFile): SessionFile {
  const { id, username, first_name } = account;
  return {
    account: username === undefined ? { id, first_name } : { id, username, first_name },
    dc,
    session,
  };
}
