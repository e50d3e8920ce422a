import {
  buildRawWrite,
  canonicalParams,
  done,
  rawAnswer,
  refuse,
  type Outcome,
  type RawWrite,
  type TelegramCaller,
} from '@tgmcp/core';
import { jsonObject } from '../../actions/action.js';
import { canonicalJson, type JsonObject } from '../../actions/canonical-json.js';
import type { Performed } from '../../gates/spec.js';
import { storedPeer, type Writer } from './writer.js';

/** A raw call as it was approved: everybody in it stands under a canonical id. */
export interface ApprovedCall extends RawWrite {
  /** The ids that were admitted. */
  readonly peers: readonly string[];
  readonly accountId: string;
  readonly randomId: bigint;
}

const MOST_ANSWER_BYTES = 4_096;

/** Builds the request of an approved call; looks nobody up. Refused with INPUT_INVALID for what the schema does not take. */
export function rawRequest(
  writer: Pick<Writer, 'peers'>,
  { peers, accountId, randomId, ...call }: ApprovedCall,
) {
  const admitted = new Set(peers);
  return buildRawWrite({ resolve: (id) => storedPeer(writer, id) }, call, { randomId, accountId, admitted });
}

/** Takes the place of a `random_id` while a request is only tried. */
export const NO_RANDOM_ID = 1n;

/**
 * The arguments of a call in the one spelling that its request has, so that no other one passes for another action. Refused
 * with INPUT_INVALID for what the schema does not take, or for what would not be the same request when made from them.
 */
export async function canonicalCall(
  writer: Pick<Writer, 'peers'>,
  call: Omit<ApprovedCall, 'randomId'>,
): Promise<Outcome<JsonObject>> {
  const readBack = async (params: RawWrite['params']): Promise<Outcome<JsonObject>> => {
    const request = await rawRequest(writer, { ...call, params, randomId: NO_RANDOM_ID });
    return request.ok ? done(jsonObject.parse(canonicalParams(request.value, call.accountId))) : request;
  };
  const once = await readBack(call.params);
  if (!once.ok) return once;
  const twice = await readBack(once.value);
  if (!twice.ok || canonicalJson(once.value) === canonicalJson(twice.value)) return twice;
  return refuse('INPUT_INVALID', {
    data: { problems: ['params: hold a value that has no single spelling'] },
  });
}

/** Calls the method, once. */
export async function invokeWrite(
  writer: Writer,
  caller: TelegramCaller,
  call: ApprovedCall,
): Promise<Outcome<Performed>> {
  const request = await rawRequest(writer, call);
  if (!request.ok) return request;
  const answer = await caller.call(request.value);
  if (!answer.ok) return answer;
  const { value } = await rawAnswer(writer, answer.value, MOST_ANSWER_BYTES);
  const shown = value === undefined ? {} : jsonObject.parse({ result: value });
  return done({ result: { method: call.method, ...shown }, repeated: false });
}
