import * as z from 'zod';

/** A file as it stands in the content of an action: what is approved, and what is sent. */
export const outgoingFile = z.strictObject({
  name: z.string(),
  /** Hex digest of its bytes, by which its copy in the spool is found. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes. */
  size: z.int().positive(),
  mime: z.string(),
  /** A photo is shown at once, and made smaller by Telegram; a document arrives byte for byte. */
  kind: z.enum(['photo', 'document']),
});

/** See {@link outgoingFile}. */
export type OutgoingFile = z.infer<typeof outgoingFile>;

/** The files in the content of a stored action; none for what sends none. */
export function filesOf(content: unknown): readonly OutgoingFile[] {
  const parsed = z.looseObject({ files: z.array(outgoingFile) }).safeParse(content);
  return parsed.success ? parsed.data.files : [];
}
