import type { PeerRef } from '../world/model.js';
import type { ExportedMessage } from './export-shape.js';

/** A field that is a non-empty string, else undefined. */
export function stringIn(from: ExportedMessage, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True where a field says so (some versions write 1), undefined otherwise: a flag of TL. */
export function flagIn(from: ExportedMessage, name: string): true | undefined {
  const value = from[name];
  return value === true || value === 'true' || (typeof value === 'number' && value !== 0) ? true : undefined;
}

/** A field that is a finite number, else undefined. */
export function numberIn(from: ExportedMessage, name: string): number | undefined {
  const value = from[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A field that is a list of objects; anything else in the list is left out. */
export function objectsIn(from: ExportedMessage, name: string): readonly ExportedMessage[] {
  const value = from[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is ExportedMessage => typeof item === 'object' && item !== null);
}

/** A field that is an object, else undefined. */
export function objectIn(from: ExportedMessage, name: string): ExportedMessage | undefined {
  const value = from[name];
  return typeof value === 'object' && value !== null ? (value as ExportedMessage) : undefined;
}

/**
 * A moment in seconds since the epoch: `NAME_unixtime` where the file has it, else `NAME`, which is local time
 * without a zone and is read as UTC. Undefined when there is neither.
 */
export function secondsIn(from: ExportedMessage, name: string): number | undefined {
  const unix = Number(from[`${name}_unixtime`]);
  if (Number.isSafeInteger(unix) && unix > 0) return unix;
  const local = from[name];
  if (typeof local !== 'string') return undefined;
  const parsed = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/u.test(local) ? local : `${local}Z`);
  return Number.isNaN(parsed) || parsed <= 0 ? undefined : Math.floor(parsed / 1000);
}

/** A peer written as "user1", "channel1" or "chat1", or (before 2021) as a bare number with its kind in the high bits. */
export function parsePeer(value: unknown): PeerRef | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) {
    const kind = (['user', 'chat', 'channel'] as const)[Math.floor(value / 2 ** 32)];
    return kind === undefined ? { kind: 'user', id: BigInt(value) } : { kind, id: BigInt(value % 2 ** 32) };
  }
  if (typeof value !== 'string') return undefined;
  const [, kind, id] = /^(user|channel|chat)(\d{1,18})$/u.exec(value) ?? [];
  if (kind === undefined || id === undefined) return undefined;
  return { kind: kind as PeerRef['kind'], id: BigInt(id) };
}
