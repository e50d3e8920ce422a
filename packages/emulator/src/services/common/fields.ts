/*
 * Reads fields of a decoded request. The codec has already checked their wire types, so a wrong type here is a bug of
 * the emulator and throws; an absent optional field reads as the neutral value of its type.
 */
import type { TlObject, TlValue } from '../../tl/value.js';

function wrong(request: TlObject, field: string, wanted: string): Error {
  return new Error(`${request._}.${field} is no ${wanted}`);
}

/** An int or double field; 0 when absent. */
export function numberOf(request: TlObject, field: string): number {
  const value = request[field] ?? 0;
  if (typeof value !== 'number') throw wrong(request, field, 'number');
  return value;
}

/** A long field; 0n when absent. */
export function longOf(request: TlObject, field: string): bigint {
  const value = request[field] ?? 0n;
  if (typeof value === 'number') return BigInt(value);
  if (typeof value !== 'bigint') throw wrong(request, field, 'long');
  return value;
}

/** A string field; empty when absent. */
export function textOf(request: TlObject, field: string): string {
  const value = request[field] ?? '';
  if (typeof value !== 'string') throw wrong(request, field, 'string');
  return value;
}

/** A bytes field; empty when absent. */
export function bytesOf(request: TlObject, field: string): Uint8Array {
  const value = request[field] ?? new Uint8Array(0);
  if (!(value instanceof Uint8Array)) throw wrong(request, field, 'bytes');
  return value;
}

/** A flag or Bool field; false when absent. */
export function flagOf(request: TlObject, field: string): boolean {
  return request[field] === true;
}

/** True for a boxed TL object. */
export function isObject(value: TlValue): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value;
}

/** An object field; undefined when absent. */
export function objectOf(request: TlObject, field: string): TlObject | undefined {
  const value = request[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(request, field, 'object');
  return value;
}

/** A vector field; empty when absent. */
export function listOf(request: TlObject, field: string): readonly TlValue[] {
  const value = request[field] ?? [];
  if (!Array.isArray(value)) throw wrong(request, field, 'vector');
  return value as readonly TlValue[];
}

/** A vector of objects; empty when absent. */
export function objectsOf(request: TlObject, field: string): readonly TlObject[] {
  return listOf(request, field).map((value) => {
    if (!isObject(value)) throw wrong(request, field, 'vector of objects');
    return value;
  });
}

/** A vector of ints; empty when absent. */
export function numbersOf(request: TlObject, field: string): readonly number[] {
  return listOf(request, field).map((value) => {
    if (typeof value !== 'number') throw wrong(request, field, 'vector of ints');
    return value;
  });
}

/** A vector of longs; empty when absent. */
export function longsOf(request: TlObject, field: string): readonly bigint[] {
  return listOf(request, field).map((value) => {
    if (typeof value === 'number') return BigInt(value);
    if (typeof value !== 'bigint') throw wrong(request, field, 'vector of longs');
    return value;
  });
}

/** A vector of strings; empty when absent. */
export function textsOf(request: TlObject, field: string): readonly string[] {
  return listOf(request, field).map((value) => {
    if (typeof value !== 'string') throw wrong(request, field, 'vector of strings');
    return value;
  });
}

/** `true` or an absent flag. */
export function flag(condition: boolean | undefined): true | undefined {
  return condition === true ? true : undefined;
}
