/**
 * What even a listed method may not come with: a wrapper that acts by itself, or an argument with which a reading method
 * acts. Each method and wrapper is described at core.telegram.org/method/NAME and core.telegram.org/api/invoking.
 */
import { GuardRefusal } from './refused.js';
import { TlBytes } from './tl-bytes.js';
import type { Innermost } from './unwrap.js';

/** Wrappers that may stand around whatever may be sent, each with the reason why it changes nothing of the account. */
export const HARMLESS_WRAPPERS = {
  invokeAfterMsg: 'Keeps an order between two requests of one connection.',
  invokeAfterMsgs: 'Keeps an order between several requests of one connection.',
  invokeWithLayer: 'Says which schema this connection speaks.',
  invokeWithoutUpdates: 'Has nothing delivered to this connection unasked.',
} as const satisfies Record<string, string>;

/**
 * Around anything else, `initConnection` would rename the device in the account's list of sessions, or name a proxy
 * whose sponsor is then shown; a connection begins with one of these inside it.
 */
const BEGINNINGS: ReadonlySet<string> = new Set(['help.getConfig', 'auth.importAuthorization']);

/** A method of which some optional fields may not be set. */
interface FlagRule {
  readonly id: number;
  /** Bits of its `flags`, the first field, that may be set. */
  readonly allowed: number;
  readonly why: string;
}

/** Arguments that are refused; the layout is that of `id`, and the method is refused when the schema has another. */
export const FLAG_RULES: Readonly<Record<string, FlagRule>> = {
  'contacts.resolveUsername': {
    id: 0x725afbbc,
    allowed: 0,
    why: '`referer` counts the account as brought by an affiliate, who earns from it (core.telegram.org/api/bots/referrals).',
  },
};

/**
 * Throws {@link GuardRefusal} when `method` may not be sent like this. `listed`: whether a name is in the list of the
 * gate; a wrapper that is not harmless must be there by itself.
 */
export function checkConditions(inner: Innermost, method: string, listed: (name: string) => boolean): void {
  const acting = inner.wrappers.find((name) => !mayWrap(name, method, listed));
  if (acting !== undefined) throw new GuardRefusal(acting, 'not listed');
  const rule = FLAG_RULES[method];
  if (rule !== undefined && !fits(inner, rule)) throw new GuardRefusal(method, 'not with this argument');
}

function mayWrap(wrapper: string, method: string, listed: (name: string) => boolean): boolean {
  if (Object.hasOwn(HARMLESS_WRAPPERS, wrapper)) return true;
  return wrapper === 'initConnection' ? BEGINNINGS.has(method) : listed(wrapper);
}

function fits(inner: Innermost, rule: FlagRule): boolean {
  if (inner.id !== rule.id) return false;
  const bytes = new TlBytes(inner.bytes);
  bytes.id();
  return bytes.left >= 4 && (bytes.int() & ~rule.allowed) === 0;
}
