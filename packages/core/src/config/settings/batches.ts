import { path, whole, type Program } from '../kinds.js';

const servers: readonly Program[] = ['actions', 'operator'];
const later = { servers: ['actions', 'operator'] satisfies readonly Program[], effect: 'accepted' } as const;

/** Batches and write lanes: approvals for more than one message. */
export const batches = {
  TG_ACTIONS_BATCH_FILE: path({ fallback: '', ...later, about: 'The place of the batches.' }),
  TG_ACTIONS_BATCH_TTL_HOURS: whole({
    fallback: '168',
    min: 1,
    max: 720,
    servers,
    about: 'How long a batch can be approved and run, in hours.',
  }),
  TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: whole({
    fallback: '86400',
    min: 1,
    max: 31_536_000,
    servers,
    about: 'How long the approval of a batch holds.',
  }),
  TG_ACTIONS_BATCH_RUN_LEASE_SEC: whole({
    fallback: '1800',
    min: 1,
    max: 86_400,
    servers,
    about:
      'The longest that one run may hold its batch; a run that was killed holds it for ten seconds at most.',
  }),
  TG_ACTIONS_LANE_FILE: path({ fallback: '', ...later, about: 'The place of the lanes.' }),
  TG_ACTIONS_LANE_MAX_TTL_SEC: whole({
    fallback: '86400',
    min: 1,
    max: 31_536_000,
    servers,
    about: 'The longest life of a lane, in seconds from its approval.',
  }),
  TG_ACTIONS_LANE_APPROVAL_TTL_SEC: whole({
    fallback: '1800',
    min: 60,
    max: 86_400,
    servers,
    about: 'How long a new lane can be approved, in seconds from its creation.',
  }),
  TG_ACTIONS_LANE_MAX_TARGETS: whole({
    fallback: '20',
    min: 1,
    max: 1000,
    servers,
    about: 'The most chats of a lane.',
  }),
  TG_ACTIONS_LANE_MAX_MESSAGES: whole({
    fallback: '50',
    min: 1,
    max: 10_000,
    servers,
    about: 'The most messages of a lane.',
  }),
  TG_ACTIONS_LANE_MIN_INTERVAL_SEC: whole({
    fallback: '30',
    min: 0,
    max: 86_400,
    servers,
    about: 'The least time between two messages of a lane to one chat, in seconds.',
  }),
  TG_ACTIONS_LANE_SEND_LOCK_SEC: whole({
    fallback: '120',
    min: 10,
    max: 3600,
    ...later,
    about: 'A lane is not locked: its messages are reserved one by one.',
  }),
  TG_ACTIONS_LANE_AUDIT_MAX_RECORDS: whole({
    fallback: '200',
    min: 10,
    max: 1_000_000,
    servers,
    about: 'How many events a lane keeps for tg_get_write_lane; the audit log keeps all.',
  }),
};
