/**
 * The two names of an action. The approval digest covers everything a person approves; the content digest leaves out
 * `forceResend` and `shown` and is the idempotency key: a forced and a plain send of one text are two approvals of one
 * content, and so are two presses of a button whose message was edited in between.
 */
import { createHash } from 'node:crypto';
import type { Action, GrantVerb } from './action.js';
import { canonicalJson, type JsonObject } from './canonical-json.js';

/** Hex SHA-256 over account, peer, verb, content, options, what was shown, and `force_resend`. */
export function approvalDigest(action: Action): string {
  const { forceResend, shown } = action;
  return digest('tgmcp/approval/v1', {
    ...contentOf(action),
    ...(shown === undefined ? {} : { shown }),
    force_resend: forceResend,
  });
}

/** Hex SHA-256 over account, peer, verb, content and options: the idempotency key. */
export function contentDigest(action: Action): string {
  return digest('tgmcp/content/v1', contentOf(action));
}

/** What a grant is: every item and every bound of it, and for how long it holds. */
interface GrantTerms {
  readonly verb: GrantVerb;
  readonly scope: JsonObject;
  /** From when its code is used, in milliseconds. */
  readonly lifeMs: number;
}

/** Hex SHA-256 over account, verb, the whole scope of a grant and its life. */
export function grantDigest(accountId: string, { verb, scope, lifeMs }: GrantTerms): string {
  return digest('tgmcp/grant/v2', { account: accountId, verb, scope, life_ms: lifeMs });
}

function contentOf(action: Action): JsonObject {
  return {
    account: action.accountId,
    peer_type: action.target.type,
    peer_id: action.target.id,
    verb: action.verb,
    content: action.content,
    options: action.options,
  };
}

// The tag keeps a digest of one kind from ever being taken for one of another kind.
function digest(tag: string, value: JsonObject): string {
  return createHash('sha256')
    .update(`${tag}\n${canonicalJson(value)}`)
    .digest('hex');
}
