/*
 * Which API layers can be spoken. `telegram` is always there; the schemas of `teleproto` and mtcute join when these
 * packages are installed, others when their text is registered. All are looked for, and parsed, only when first needed.
 */
import { TlError } from './error.js';
import { Schema } from './schema.js';
import { mtcuteSchema } from './schemas/mtcute.js';
import type { SchemaSource } from './schemas/source.js';
import { LAYER, mtprotoText, telegramSchema } from './schemas/telegram.js';
import { teleprotoSchema } from './schemas/teleproto.js';

const sources = new Map<number, SchemaSource>([[LAYER, telegramSchema]]);
const loaded = new Map<number, Schema>();
let service: Schema | undefined;
let hasSearched = false;

/** The schema of a layer, API and MTProto together; the same object each time. Throws when nothing carries that layer. */
export function loadSchema(layer: number = LAYER): Schema {
  const known = loaded.get(layer);
  if (known !== undefined) return known;
  const source = sourceOf(layer);
  if (source === undefined) {
    throw new Error(
      `no schema of layer ${layer} is known, only ${knownLayers().join(', ')}; registerSchema adds one`,
    );
  }
  const schema = new Schema(layer, [mtprotoText(), source.text()]);
  loaded.set(layer, schema);
  return schema;
}

/** The schema of MTProto's own messages alone, which no layer changes. */
export function loadServiceSchema(): Schema {
  service ??= new Schema(0, [mtprotoText()]);
  return service;
}

/**
 * Adds the schema of an API layer, as text in TL's own form (core.telegram.org/schema); MTProto's own messages need not
 * be in it. It wins over the schema that an installed package carries. Throws {@link TlError} when the text is no such
 * schema, or when the layer is in use already.
 */
export function registerSchema(layer: number, text: string): void {
  if (loaded.has(layer))
    throw new TlError(`layer ${layer} is in use already; register its schema before that`);
  const schema = new Schema(layer, [mtprotoText(), text]);
  if (!schema.functions.has('invokeWithLayer')) {
    throw new TlError(`the text registered for layer ${layer} is no API schema: it has no invokeWithLayer`);
  }
  sources.set(layer, { layer, text: () => text });
  loaded.set(layer, schema);
}

/** The layers that can be spoken, rising. */
export function knownLayers(): number[] {
  search();
  return [...sources.keys()].toSorted((a, b) => a - b);
}

/**
 * The layer that a client of this layer is served with: its own, else the nearest known one below it. Undefined when
 * there is none: nothing can be said to a client that is older than every schema.
 */
export function servedLayer(layer: number): number | undefined {
  if (sources.has(layer)) return layer;
  return knownLayers().findLast((known) => known <= layer);
}

/** Whether any known layer has this method. */
export function isMethod(name: string): boolean {
  return (
    loadSchema().functions.has(name) || knownLayers().some((layer) => loadSchema(layer).functions.has(name))
  );
}

function sourceOf(layer: number): SchemaSource | undefined {
  if (!sources.has(layer)) search();
  return sources.get(layer);
}

/** Looks for installed packages, once. */
function search(): void {
  if (hasSearched) return;
  hasSearched = true;
  for (const find of [mtcuteSchema, teleprotoSchema]) {
    const source = find();
    if (source !== undefined && !sources.has(source.layer)) sources.set(source.layer, source);
  }
}
