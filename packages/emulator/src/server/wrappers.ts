import { isTlObject } from '../tl/encode.js';
import type { TlObject } from '../tl/value.js';

/** A request without its wrappers, and what they said. */
export interface Unwrapped {
  readonly request: TlObject;
  /** Wrapper methods, outermost first. */
  readonly wrappers: readonly string[];
  readonly layer?: number;
  readonly initialised: boolean;
  readonly withoutUpdates: boolean;
  /** Messages that must be answered before. */
  readonly after: readonly bigint[];
}

/** Methods whose `query` is the real request (core.telegram.org/api/invoking). */
const WRAPPERS: ReadonlySet<string> = new Set([
  'invokeAfterMsg',
  'invokeAfterMsgs',
  'initConnection',
  'invokeWithLayer',
  'invokeWithoutUpdates',
  'invokeWithMessagesRange',
  'invokeWithTakeout',
  'invokeWithBusinessConnection',
  'invokeWithGooglePlayIntegrity',
  'invokeWithApnsSecret',
]);

/** Takes the wrappers off a request. */
export function unwrap(outer: TlObject): Unwrapped {
  const wrappers: string[] = [];
  const after: bigint[] = [];
  let layer: number | undefined;
  let request = outer;
  for (let inner = innerOf(request); inner !== undefined; inner = innerOf(request)) {
    wrappers.push(request._);
    if (request._ === 'invokeWithLayer') layer = Number(request['layer']);
    after.push(...idsOf(request));
    request = inner;
  }
  return {
    request,
    wrappers,
    ...(layer === undefined ? {} : { layer }),
    initialised: wrappers.includes('initConnection'),
    withoutUpdates: wrappers.includes('invokeWithoutUpdates'),
    after,
  };
}

function innerOf(request: TlObject): TlObject | undefined {
  const query = request['query'];
  return WRAPPERS.has(request._) && isTlObject(query) ? query : undefined;
}

function idsOf(request: TlObject): bigint[] {
  const one = request._ === 'invokeAfterMsg' ? [request['msg_id']] : [];
  const many = request._ === 'invokeAfterMsgs' ? request['msg_ids'] : [];
  return [...one, ...(Array.isArray(many) ? many : [])].filter((id) => typeof id === 'bigint');
}
