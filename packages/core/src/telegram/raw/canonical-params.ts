/** The one spelling of a request as JSON: two texts that make the same request are the same here. */
import type { Api } from 'telegram';
import { markedId } from '../peers/ids.js';
import { isTl } from '../scope/named-peers.js';
import { PEER_TYPES } from './build-request.js';
import type { TlField } from './library-schema.js';
import { tlSchema } from './tl-schema.js';

/**
 * The arguments of a built request, read back from it: only what is sent, each form by its name in the schema, everybody by
 * the canonical id, numbers of 64 bits and fractions as text. The `random_id` is left out, since it differs with each
 * attempt. `accountId`: stands for the account itself.
 */
export function canonicalParams(request: Api.AnyRequest, accountId: string): Record<string, unknown> {
  return fieldsOf(request as unknown as Readonly<Record<string, unknown>>, accountId);
}

function fieldsOf(value: Readonly<Record<string, unknown>>, accountId: string): Record<string, unknown> {
  const definition = tlSchema().byNumber.get(Number(value['CONSTRUCTOR_ID']) >>> 0);
  const fields: Record<string, unknown> = {};
  for (const field of definition?.fields ?? []) {
    const inner = value[field.property];
    if (isLeftOut(field, inner)) continue;
    fields[field.name] =
      field.isList && Array.isArray(inner)
        ? inner.map((one: unknown) => canonical(field, one, accountId))
        : canonical(field, inner, accountId);
  }
  return fields;
}

/** The library does not send an optional field without a value, nor a flag that is false; no formatting is an empty list of it. */
function isLeftOut({ name, type, isOptional, isList }: TlField, value: unknown): boolean {
  if (name === 'random_id' && !isList) return true;
  if (!isOptional) return false;
  if (Array.isArray(value)) return name === 'entities' && value.length === 0;
  return value === undefined || value === null || (value === false && type !== 'Bool');
}

function canonical({ name, type }: TlField, value: unknown, accountId: string): unknown {
  if (type === 'long') return name === 'chat_id' ? `-${String(value)}` : String(value);
  if (type === 'double') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (!isTl(value)) return value;
  if (PEER_TYPES.has(type)) return peerId(value, accountId);
  const form = tlSchema().byNumber.get(Number(value['CONSTRUCTOR_ID']) >>> 0);
  return { _: form?.name, ...fieldsOf(value, accountId) };
}

function peerId(value: Record<string, unknown> & { className: string }, accountId: string): string {
  const [, kind] = /^Input(?:Peer)?(User|Chat|Channel)$/.exec(value.className) ?? [];
  if (kind === undefined) return value.className === 'InputPeerEmpty' ? '' : accountId;
  const type = kind.toLowerCase() as 'user' | 'chat' | 'channel';
  return markedId({ type, id: BigInt(String(value[`${type}Id`])) });
}
