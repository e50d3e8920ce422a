/**
 * The text of a session file, plain or sealed. A text that is not exactly what would be written for its content is
 * damaged: so a change of any bit is found, and in a sealed file also one that was made on purpose.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { seal, unseal } from './sealing.js';
import {
  accountId,
  ordered,
  sessionContent,
  type SessionFile,
  type SessionPurpose,
} from './session-content.js';
import { SCRYPT, type KeyName, type SealingKey } from './sealing-key.js';

const FORMAT = 2;

const plainSchema = z.strictObject({
  format: z.literal(FORMAT),
  protection: z.literal('none'),
  ...sessionContent.shape,
  /** Of the content, against damage; nothing keeps a person from making a new one. */
  sha256: z.string(),
});

const keyNameSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  scrypt: z
    .strictObject({
      N: z.literal(SCRYPT.N),
      r: z.literal(SCRYPT.r),
      p: z.literal(SCRYPT.p),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
    })
    .optional(),
}) satisfies z.ZodType<KeyName>;

const sealedSchema = z.strictObject({
  format: z.literal(FORMAT),
  protection: z.literal('aes-256-gcm'),
  purpose: z.enum(['read', 'actions']),
  account_id: accountId,
  key: keyNameSchema,
  nonce: z.string(),
  sealed: z.string(),
});

/** A sealed session before it is opened. */
export type SealedText = z.infer<typeof sealedSchema>;

/** What a text is. */
export type ParsedText =
  | { readonly protection: 'none'; readonly content: SessionFile }
  | { readonly protection: 'aes-256-gcm'; readonly text: SealedText };

/** The text of a session that is not encrypted. */
export function plainText(content: SessionFile): string {
  const exact = ordered(content);
  return written({ format: FORMAT, protection: 'none', ...exact, sha256: digest(exact) });
}

/** The text of a session sealed with a key, for one purpose. */
export function sealedText(content: SessionFile, purpose: SessionPurpose, key: SealingKey): string {
  const exact = ordered(content);
  const head = headOf({ purpose, account_id: exact.account.id, key: key.name });
  return written({ ...head, ...seal(key.bytes, JSON.stringify(head), JSON.stringify(exact)) });
}

/** Reads a text; undefined when it is damaged or no session. */
export function parseSessionText(text: string): ParsedText | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const plain = plainSchema.safeParse(value);
  if (plain.success) {
    const { account, dc, session } = plain.data;
    const content = ordered({ account, dc, session });
    return plainText(content) === text ? { protection: 'none', content } : undefined;
  }
  const sealed = sealedSchema.safeParse(value);
  if (!sealed.success) return undefined;
  const { nonce, sealed: bytes } = sealed.data;
  if (written({ ...headOf(sealed.data), nonce, sealed: bytes }) !== text) return undefined;
  return { protection: 'aes-256-gcm', text: sealed.data };
}

/** Opens a sealed text with its key; undefined when anything of it was changed. */
export function openText(text: SealedText, key: Uint8Array): SessionFile | undefined {
  const opened = unseal(key, JSON.stringify(headOf(text)), text);
  if (opened === undefined) return undefined;
  const content = sessionContent.safeParse(JSON.parse(opened));
  return content.success && content.data.account.id === text.account_id ? content.data : undefined;
}

/** What is authenticated along with the sealed part, in one order of fields. */
function headOf({ purpose, account_id, key }: Pick<SealedText, 'purpose' | 'account_id' | 'key'>) {
  const { id, scrypt } = key;
  const name =
    scrypt === undefined
      ? { id }
      : { id, scrypt: { N: scrypt.N, r: scrypt.r, p: scrypt.p, salt: scrypt.salt } };
  return { format: FORMAT, protection: 'aes-256-gcm', purpose, account_id, key: name };
}

function digest(content: SessionFile): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function written(value: object): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
