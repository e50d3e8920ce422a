import {
  buildRawWrite,
  done,
  rawAnswer,
  type Outcome,
  type RawWrite,
  type TelegramCaller,
} from '@tgmcp/core';
import { jsonObject } from '../../actions/action.js';
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
