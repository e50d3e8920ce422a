import { messageId } from '@tgmcp/core';
import * as z from 'zod';

const name = {
  message: messageId.optional(),
  photo: z.string().optional(),
  story: messageId.optional(),
};
const bytes = z.int().min(0).max(1_000_000_000_000);

/** A file in the inbox: where it is, what it belongs to, and what its sender says of it. */
export const fileRecord = z.strictObject({
  ...name,
  path: z.string(),
  kind: z.string(),
  mime: z.string(),
  /** As its sender calls it; the file has a name of ours. */
  name: z.string().optional(),
  size: bytes,
  /** Bytes that were there from before and did not have to be fetched. */
  had: bytes.optional(),
});

/** What was not fetched, and why. */
export const leftOut = z.strictObject({ ...name, code: z.string(), reason: z.string() });

export type FileRecord = z.infer<typeof fileRecord>;
