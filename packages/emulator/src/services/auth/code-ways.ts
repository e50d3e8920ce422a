/*
 * The ways a code reaches its person (core.telegram.org/api/auth): what auth.sentCode says of each, what the code then
 * is, and what counts as giving it back.
 */
import type { TlObject } from '../../tl/value.js';
import type { CodeWay, WorldAccount } from '../../world/model.js';

/** Seconds after which a client may ask for the next way. */
export const RESEND_AFTER_S = 60;

/** The code of a number that nobody has, unless the world names another. */
const NOBODYS_CODE = '00000';
/** Calls come from numbers that begin so; the code is the rest, or the whole number. */
const CALLER = '1000';
const WORD = 'lantern';
const PHRASE = 'the lantern is green';

/** What is sent by one way. */
export function codeBy(way: CodeWay, account: WorldAccount | undefined, fallback = NOBODYS_CODE): string {
  const own = account?.codes?.[way];
  if (own !== undefined) return own;
  if (way === 'sms_word') return WORD;
  if (way === 'sms_phrase') return PHRASE;
  const digits = account?.code ?? fallback;
  return way === 'flash_call' ? `${CALLER}${digits}` : digits;
}

/** Whether what a client gave back is the code that went this way. */
export function isCode(way: CodeWay, code: string, given: string): boolean {
  if (way === 'flash_call') return given.replaceAll(/\D/g, '') === code;
  if (way === 'sms_word' || way === 'sms_phrase') return words(given) === words(code);
  return given === code;
}

/** TL auth.SentCodeType of a code on its way. */
export function sentCodeType(way: CodeWay, code: string, account: WorldAccount | undefined): TlObject {
  const { length } = code;
  switch (way) {
    case 'app':
      return { _: 'auth.sentCodeTypeApp', length };
    case 'sms':
      return { _: 'auth.sentCodeTypeSms', length };
    case 'call':
      return { _: 'auth.sentCodeTypeCall', length };
    case 'flash_call':
      return {
        _: 'auth.sentCodeTypeFlashCall',
        pattern: `${CALLER}${'*'.repeat(Math.max(0, length - CALLER.length))}`,
      };
    case 'missed_call':
      return { _: 'auth.sentCodeTypeMissedCall', prefix: `+${CALLER}`, length };
    case 'fragment_sms':
      return { _: 'auth.sentCodeTypeFragmentSms', url: 'https://fragment.com/login', length };
    case 'email':
      return {
        _: 'auth.sentCodeTypeEmailCode',
        email_pattern: emailPattern(account?.loginEmail ?? 'login@example.org'),
        length,
        reset_available_period: 86_400,
      };
    case 'firebase_sms':
      return { _: 'auth.sentCodeTypeFirebaseSms', nonce: new Uint8Array(16), length };
    case 'sms_word':
      return { _: 'auth.sentCodeTypeSmsWord', beginning: code.slice(0, 1) };
    case 'sms_phrase':
      return { _: 'auth.sentCodeTypeSmsPhrase', beginning: code.split(' ')[0] };
    default:
      return { _: 'auth.sentCodeTypeSetUpEmailRequired' };
  }
}

/** TL auth.CodeType of the way that auth.resendCode would take; there are five, and the rest goes for an SMS. */
export function nextCodeType(way: CodeWay): TlObject {
  const own: Readonly<Partial<Record<CodeWay, string>>> = {
    call: 'auth.codeTypeCall',
    flash_call: 'auth.codeTypeFlashCall',
    missed_call: 'auth.codeTypeMissedCall',
    fragment_sms: 'auth.codeTypeFragmentSms',
  };
  return { _: own[way] ?? 'auth.codeTypeSms' };
}

/** An address with all but its ends hidden, as the service shows it. */
export function emailPattern(address: string): string {
  const [name = '', domain = ''] = address.split('@');
  const hidden = '*'.repeat(Math.max(1, name.length - 2));
  return `${name.slice(0, 1)}${hidden}${name.length > 2 ? name.slice(-1) : ''}@${domain}`;
}

function words(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
