import { createRequire } from 'node:module';
import { Schema } from './schema.js';

/** The API layer whose schema the installed `telegram` package carries. */
export const LAYER = 198;

/** Fields that the published MTProto schema calls `string` though they hold bytes that are not UTF-8. */
const BINARY = /\b(pq|p|q|encrypted_answer|encrypted_data|dh_prime|g_a|g_b|info):string/g;

const require = createRequire(import.meta.url);
const loaded = new Map<number, Schema>();
let service: Schema | undefined;

/** The schema of a layer, API and MTProto together, read from the installed package; the same object each time. */
export function loadSchema(layer: number = LAYER): Schema {
  const known = loaded.get(layer);
  if (known !== undefined) return known;
  if (layer !== LAYER) throw new Error(`no schema of layer ${layer} is installed, only ${LAYER}`);
  const schema = new Schema(layer, [require('telegram/tl/apiTl.js') as string, serviceText()]);
  loaded.set(layer, schema);
  return schema;
}

/** The schema of MTProto's own messages alone, which no layer changes. */
export function loadServiceSchema(): Schema {
  service ??= new Schema(0, [serviceText()]);
  return service;
}

function serviceText(): string {
  return (require('telegram/tl/schemaTl.js') as string).replaceAll(BINARY, '$1:bytes');
}
