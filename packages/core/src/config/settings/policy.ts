import { choice, flag, list, path, paths, text, whole, type Program } from '../kinds.js';
import { isPhraseHash, isWholePhraseHash } from '../../secrets/phrase-hash.js';
import { isPublicPhrase } from '../public-phrases.js';

const servers: readonly Program[] = ['actions', 'operator'];
const later = { servers, effect: 'accepted' } as const;

/** What tgmcp-actions may do, and what a person must do before. */
export const policy = {
  TG_ACTIONS_ENABLED: flag({
    fallback: '0',
    servers,
    about: 'Switches writing on; 0 and a restart is the emergency stop.',
  }),
  TG_ACTIONS_REQUIRE_ALLOWLIST: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: only targets on the allowlist can be written to.',
    unsafe: (on) => (on ? undefined : 'TG_ACTIONS_REQUIRE_ALLOWLIST must be 1'),
  }),
  TG_ACTIONS_ALLOWED_GROUPS: text({
    fallback: '',
    servers,
    about:
      'The allowlist: numeric ids, @usernames or exact titles, separated by commas; ID:send,edit narrows an entry to actions. send_to_phone, delete_contacts_by_phones and invoke are allowed only by name: me:send_to_phone.',
    unsafe: (entries) => (/[^\s,]/.test(entries) ? undefined : 'TG_ACTIONS_ALLOWED_GROUPS is empty'),
  }),
  TG_ACTIONS_RAW_METHODS: list({
    fallback: '',
    servers,
    about:
      "Methods of Telegram's API that tg_invoke_write may call, such as messages.setHistoryTTL, on chats whose allowlist entry names invoke; what can never be listed stops the start.",
  }),
  TG_ACTIONS_MAX_MESSAGE_LEN: whole({
    fallback: '2000',
    min: 1,
    max: 4096,
    servers,
    about: 'The longest message, in characters (code points).',
  }),
  TG_ACTIONS_MAX_FILE_MB: whole({
    fallback: '20',
    min: 1,
    max: 4000,
    servers,
    about: 'The largest file that can be sent, in MB.',
  }),
  TG_ACTIONS_FILE_ROOTS: paths({
    fallback: '<data>/outbox',
    servers,
    about:
      'The folders from which files can be sent and lists read; from the data folder itself only outbox/ sends.',
  }),
  TG_ACTIONS_SPOOL_MB: whole({
    fallback: '1000',
    min: 1,
    max: 100_000,
    servers,
    about: 'How much copies of files may take that wait for an approval or an answer of Telegram, in MB.',
  }),
  TG_ACTIONS_ALLOW_HTTP_URLS: flag({
    fallback: '0',
    servers,
    about: 'Also fetches files to be sent from http: URLs, which anybody on the way can read and change.',
  }),
  TG_ACTIONS_MAX_BOT_STEPS: whole({
    fallback: '30',
    min: 1,
    max: 100,
    servers,
    about: 'The longest list of bot steps.',
  }),
  TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: a person types the phrase before anything is sent.',
    unsafe: (on) => (on ? undefined : 'TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT must be 1'),
  }),
  TG_ACTIONS_CONFIRMATION_PHRASE: text({
    fallback: '',
    servers,
    secret: true,
    about:
      'The phrase a person types to approve, or its salted hash from tgmcp phrase; choose your own, and tell it to no agent.',
    unsafe: (phrase) => {
      if (phrase === '') return 'TG_ACTIONS_CONFIRMATION_PHRASE is not set';
      if (isPhraseHash(phrase) && !isWholePhraseHash(phrase))
        return 'TG_ACTIONS_CONFIRMATION_PHRASE is a hash that is not whole; make it anew: tgmcp phrase';
      return isPublicPhrase(phrase)
        ? 'TG_ACTIONS_CONFIRMATION_PHRASE is a publicly known example'
        : undefined;
    },
  }),
  TG_ACTIONS_MIN_CONFIRM_TEXT_LEN: whole({
    fallback: '6',
    min: 0,
    max: 200,
    servers,
    about: 'The shortest phrase that is accepted, in characters.',
    unsafe: (length) => (length < 4 ? 'TG_ACTIONS_MIN_CONFIRM_TEXT_LEN must be at least 4' : undefined),
  }),
  TG_ACTIONS_REQUIRE_APPROVAL_CODE: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: every execution needs the one-time code of its preview.',
    unsafe: (on) => (on ? undefined : 'TG_ACTIONS_REQUIRE_APPROVAL_CODE must be 1'),
  }),
  TG_ACTIONS_APPROVAL_CHANNEL: choice({
    fallback: 'operator',
    words: ['operator', 'preview'],
    servers,
    about:
      'Who approves: a person outside the agent (operator), or whoever has the preview and the phrase (preview).',
  }),
  TG_ACTIONS_CLIENT_ASKS: flag({
    fallback: '1',
    servers: ['actions'],
    about:
      'Marks the tools that execute single actions, so that clients that know the mark (Claude Code) ask you at each call, too; 0 leaves asking to the approval.',
  }),
  TG_ACTIONS_APPROVAL_TTL_SEC: whole({
    fallback: '1800',
    min: 1,
    max: 86_400,
    servers,
    about: 'How long an approval code lives, in seconds from the preview.',
  }),
  TG_ACTIONS_APPROVAL_MIN_AGE_SEC: whole({
    fallback: '30',
    min: 0,
    max: 86_400,
    servers,
    about: 'How old an approval code must be before it works, in seconds from the preview.',
    unsafe: (age) => (age < 1 ? 'TG_ACTIONS_APPROVAL_MIN_AGE_SEC must be at least 1' : undefined),
  }),
  TG_ACTIONS_APPROVAL_FILE: path({ fallback: '', ...later, about: 'The place of the approval codes.' }),
  TG_ACTIONS_IDEMPOTENCY_ENABLED: flag({
    fallback: '1',
    servers,
    about: 'Must stay 1: the same content is not sent twice to the same chat within the window.',
    unsafe: (on) => (on ? undefined : 'TG_ACTIONS_IDEMPOTENCY_ENABLED must be 1'),
  }),
  TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC: whole({
    fallback: '86400',
    min: 0,
    max: 31_536_000,
    servers,
    about: 'How long the same content counts as a duplicate, in seconds.',
    unsafe: (window) => (window < 60 ? 'TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC must be at least 60' : undefined),
  }),
  TG_ACTIONS_IDEMPOTENCY_FILE: path({
    fallback: '',
    ...later,
    about: 'The place of the record of what was sent.',
  }),
  TG_ACTIONS_UNSAFE_OVERRIDE: flag({
    fallback: '0',
    servers,
    about: 'Allows writing although the policy is unsafe. Leave it at 0.',
  }),
};
