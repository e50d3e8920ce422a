/** What is on disk about grants besides the proposals that they are: which there are, and that one was ended. */
import { momentSchema, type DocumentKind } from '@tgmcp/core';
import * as z from 'zod';

const listSchema = z.strictObject({
  /** Ids, oldest first. */
  grants: z.array(z.string()),
});
/** The grants of one verb, so that nobody has to look through all proposals for them. */
export const GRANTS: DocumentKind<z.infer<typeof listSchema>> = {
  folder: 'grants',
  version: 1,
  schema: listSchema,
};

const revocationSchema = z.strictObject({
  grantId: z.string(),
  /** Who ended it: the agent gave it up, or the operator took it back. */
  by: z.enum(['agent', 'operator']),
  reason: z.string(),
  at: momentSchema,
});

/** That a grant was ended before its time. Created once. */
export type Revocation = z.infer<typeof revocationSchema>;
export const REVOKED_GRANTS: DocumentKind<Revocation> = {
  folder: 'revoked-grants',
  version: 1,
  schema: revocationSchema,
};
