import { isTlObject } from '../tl/encode.js';
import type { ClientInfo, Wrapping } from '../rpc/handler.js';
import type { TlObject } from '../tl/value.js';

/** A request without its wrappers, and what they said. */
export interface Unwrapped {
  readonly request: TlObject;
  /** Wrapper methods, outermost first. */
  readonly wrappers: readonly string[];
  readonly layer?: number;
  readonly initialised: boolean;
  /** What the client says of itself, where initConnection is among the wrappers. */
  readonly client?: ClientInfo;
  readonly wrapping: Wrapping;
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
  'invokeWithReCaptcha',
]);

/** Takes the wrappers off a request. */
export function unwrap(outer: TlObject): Unwrapped {
  const wrappers: string[] = [];
  const after: bigint[] = [];
  let layer: number | undefined;
  let client: ClientInfo | undefined;
  let wrapping: Wrapping = {};
  let request = outer;
  for (let inner = innerOf(request); inner !== undefined; inner = innerOf(request)) {
    wrappers.push(request._);
    if (request._ === 'invokeWithLayer') layer = Number(request['layer']);
    if (request._ === 'initConnection') client = clientOf(request);
    wrapping = { ...wrapping, ...saidBy(request) };
    after.push(...idsOf(request));
    request = inner;
  }
  return {
    request,
    wrappers,
    ...(layer === undefined ? {} : { layer }),
    initialised: client !== undefined,
    ...(client === undefined ? {} : { client }),
    wrapping,
    withoutUpdates: wrappers.includes('invokeWithoutUpdates'),
    after,
  };
}

function innerOf(request: TlObject): TlObject | undefined {
  const query = request['query'];
  return WRAPPERS.has(request._) && isTlObject(query) ? query : undefined;
}

function clientOf(request: TlObject): ClientInfo {
  return {
    apiId: Number(request['api_id']),
    deviceModel: textIn(request, 'device_model'),
    systemVersion: textIn(request, 'system_version'),
    appVersion: textIn(request, 'app_version'),
    langPack: textIn(request, 'lang_pack'),
  };
}

function textIn(request: TlObject, field: string): string {
  const value = request[field];
  return typeof value === 'string' ? value : '';
}

function saidBy(wrapper: TlObject): Wrapping {
  const { takeout_id: takeoutId, range } = wrapper;
  if (wrapper._ === 'invokeWithTakeout' && typeof takeoutId === 'bigint') return { takeoutId };
  if (wrapper._ !== 'invokeWithMessagesRange' || !isTlObject(range)) return {};
  return { range: { min: Number(range['min_id']), max: Number(range['max_id']) } };
}

function idsOf(request: TlObject): bigint[] {
  const one = request._ === 'invokeAfterMsg' ? [request['msg_id']] : [];
  const many = request._ === 'invokeAfterMsgs' ? request['msg_ids'] : [];
  return [...one, ...(Array.isArray(many) ? many : [])].filter((id) => typeof id === 'bigint');
}
