/* The schema texts that the `telegram` package ships: API and MTProto. */
import { createRequire } from 'node:module';
import type { SchemaSource } from './source.js';

/** The API layer whose schema the `telegram` package carries, and what is written when nobody names a layer. */
export const LAYER = 198;

/** Fields that the published MTProto schema calls `string` though they hold bytes that are not UTF-8. */
const BINARY = /\b(pq|p|q|encrypted_answer|encrypted_data|dh_prime|g_a|g_b|info):string/g;

const require = createRequire(import.meta.url);

/** The API schema of the `telegram` package. */
export const telegramSchema: SchemaSource = {
  layer: LAYER,
  text: () => require('telegram/tl/apiTl.js') as string,
};

/** The schema of MTProto's own messages. */
export function mtprotoText(): string {
  return (require('telegram/tl/schemaTl.js') as string).replaceAll(BINARY, '$1:bytes');
}
