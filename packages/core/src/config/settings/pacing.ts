import { choice, decimal, flag, whole, type Program } from '../kinds.js';

const servers: readonly Program[] = ['read', 'actions', 'operator'];
const writers: readonly Program[] = ['actions', 'operator'];

/** How fast and how much: what keeps an account from being limited by Telegram. */
export const pacing = {
  RATE_RPS: decimal({
    fallback: '4',
    min: 0.01,
    max: 10_000,
    servers,
    about:
      'Calls to Telegram a second, for all programs of an account together; more than 10 risks a flood wait.',
  }),
  TG_GLOBAL_RPS_MODE: choice({
    fallback: 'shared',
    words: ['shared', 'local', 'off'],
    servers,
    about: 'Whether RATE_RPS holds for all processes of an account, for each process, or not at all.',
  }),
  MAX_DM_PER_DAY: whole({
    fallback: '20',
    min: 0,
    max: 10_000,
    servers,
    about: 'Messages to people a day (rolling, UTC) and account.',
  }),
  MAX_JOINS_PER_DAY: whole({
    fallback: '20',
    min: 0,
    max: 10_000,
    servers,
    about: 'Joins, invitations and removals a day (rolling, UTC) and account.',
  }),
  MAX_GROUP_MSGS_PER_DAY: whole({
    fallback: '30',
    min: 0,
    max: 10_000,
    servers,
    about: 'Messages to groups and channels a day (rolling, UTC) and account.',
  }),
  MAX_PHONE_MSGS_PER_DAY: whole({
    fallback: '3',
    min: 0,
    max: 10_000,
    servers,
    about:
      'Messages to phone numbers a day (rolling, UTC) and account, also those whose number turned out to be nobody; Telegram limits who tries many.',
  }),
  MAX_FIRST_CONTACTS_PER_DAY: whole({
    fallback: '5',
    min: 0,
    max: 10_000,
    servers,
    about:
      'First messages to people this account never talked to, a day (rolling, UTC) and account; they are what Telegram limits accounts for.',
  }),
  MAX_MSGS_PER_PEER_PER_DAY: whole({
    fallback: '30',
    min: 0,
    max: 10_000,
    servers,
    about: 'Messages to any one person, group or channel a day (rolling, UTC) and account.',
  }),
  MAX_GROUPS: whole({
    fallback: '200',
    min: 0,
    max: 100_000,
    servers: writers,
    effect: 'accepted',
    about: 'How many groups an account may be in.',
  }),
  TG_FLOOD_CIRCUIT_THRESHOLD_SEC: whole({
    fallback: '300',
    min: 0,
    max: 86_400,
    servers,
    about:
      'A wait demanded by Telegram of at least so many seconds pauses all calls for the cooldown; 0 means never.',
  }),
  TG_FLOOD_CIRCUIT_COOLDOWN_SEC: whole({
    fallback: '900',
    min: 0,
    max: 604_800,
    servers,
    about: 'The least pause after such a wait; a longer demanded wait counts in full.',
  }),
  TG_DISABLE_RATE_LIMIT_FOR_TESTS: flag({
    fallback: '1',
    servers,
    effect: 'accepted',
    about: 'Nothing switches the limits off for tests; tests set a high RATE_RPS.',
  }),
};
