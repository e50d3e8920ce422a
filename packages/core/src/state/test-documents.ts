import * as z from 'zod';
import type { DocumentKind } from './store.js';

/** A document for tests of stores. */
export const COUNTERS: DocumentKind<{ count: number }> = {
  folder: 'counters',
  version: 1,
  schema: z.strictObject({ count: z.number().int() }),
};

/** A document of any size. */
export const TEXTS: DocumentKind<{ text: string }> = {
  folder: 'texts',
  version: 1,
  schema: z.strictObject({ text: z.string() }),
};
