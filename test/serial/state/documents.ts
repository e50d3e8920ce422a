import type { DocumentKind } from '@tgmcp/core';
import * as z from 'zod';

/** A number that everybody adds to. */
export interface Counter {
  readonly count: number;
}
export const COUNTER: DocumentKind<Counter> = {
  folder: 'counters',
  version: 1,
  schema: z.strictObject({ count: z.number().int() }),
};

/** Something that can be used once. */
export interface Code {
  readonly owner: string;
}
export const CODES: DocumentKind<Code> = {
  folder: 'codes',
  version: 1,
  schema: z.strictObject({ owner: z.string() }),
};
