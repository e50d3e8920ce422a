/** Making a write lane: its bounds against those of the operator, its chats against the allowlist, all shown to a person. */
import { refuse, type Outcome, type ToolCall } from '@tgmcp/core';
import type { GrantPreview } from '../approvals/grant-preview.js';
import type { AskedGrant } from '../approvals/grants.js';
import { named } from '../approvals/render.js';
import { overrideNotes } from '../approvals/overridden.js';
import type { Target } from '../gates/parts.js';
import { mayWrite } from '../gates/without-account.js';
import { hoursFrom } from './hours.js';
import { storedScope, type LaneCaps, type LaneScope } from './scope.js';
import type { LaneParts } from './send.js';

/** A lane as the caller wants it. */
export interface WantedLane extends Omit<LaneScope, 'version' | 'targets' | 'hours'> {
  readonly targets: readonly string[];
  readonly active_hours_start: string;
  readonly active_hours_end: string;
  readonly active_timezone: string;
}

/**
 * Stores a lane that nothing can be sent in before it is approved. INPUT_INVALID beyond the operator's caps, and as every
 * target is looked up and admitted.
 */
export async function createLane(
  { gates, grants }: Pick<LaneParts, 'gates' | 'grants'>,
  caps: LaneCaps,
  wanted: WantedLane,
  call: ToolCall,
): Promise<Outcome<AskedGrant>> {
  const may = await mayWrite(gates.policy);
  if (!may.ok) return may;
  const hours = hoursFrom(wanted.active_hours_start, wanted.active_hours_end, wanted.active_timezone);
  if (!hours.ok) return hours;
  const problems = beyondCaps(wanted, caps);
  if (problems.length > 0) return refuse('INPUT_INVALID', { data: { problems } });

  const targets = new Map<string, Target>();
  for (const name of wanted.targets) {
    const target = await gates.resolve(name);
    if (!target.ok) return target;
    const admitted = await gates.allowlist.admit(target.value, 'send', name);
    if (!admitted.ok) return admitted;
    targets.set(target.value.id, target.value);
  }
  const account = await gates.account();
  if (!account.ok) return account;
  const { name, purpose, ttl_sec, max_messages, min_interval_sec, max_message_len, allow_links } = wanted;
  const scope: LaneScope = {
    version: 1,
    name: name.trim(),
    purpose: purpose.trim(),
    targets: [...targets.values()].map(({ id, kind, title, username }) => ({
      id,
      kind,
      title,
      ...(username === undefined ? {} : { username }),
    })),
    ttl_sec,
    max_messages,
    max_messages_per_target: wanted.max_messages_per_target,
    min_interval_sec,
    max_message_len,
    allow_links,
    ...(hours.value === undefined ? {} : { hours: hours.value }),
  };
  return grants.ask(
    {
      account: account.value,
      verb: 'write_lane',
      scope: storedScope(scope),
      preview: lanePreview(scope, overrideNotes(gates.policy)),
      ttlMs: caps.TG_ACTIONS_LANE_APPROVAL_TTL_SEC * 1000,
      lifeMs: ttl_sec * 1000,
    },
    call,
  );
}

function beyondCaps(wanted: WantedLane, caps: LaneCaps): string[] {
  const most: readonly (readonly [string, number, number])[] = [
    ['targets', wanted.targets.length, caps.TG_ACTIONS_LANE_MAX_TARGETS],
    ['ttl_sec', wanted.ttl_sec, caps.TG_ACTIONS_LANE_MAX_TTL_SEC],
    ['max_messages', wanted.max_messages, caps.TG_ACTIONS_LANE_MAX_MESSAGES],
    ['max_messages_per_target', wanted.max_messages_per_target, wanted.max_messages],
    ['max_message_len', wanted.max_message_len, caps.TG_ACTIONS_MAX_MESSAGE_LEN],
  ];
  const least = caps.TG_ACTIONS_LANE_MIN_INTERVAL_SEC;
  return [
    ...most.filter(([, value, cap]) => value > cap).map(([field, , cap]) => `${field}: at most ${cap}`),
    ...(wanted.min_interval_sec < least ? [`min_interval_sec: at least ${least}`] : []),
    ...(wanted.name.trim() === '' ? ['name: must not be empty'] : []),
  ];
}

function lanePreview(scope: LaneScope, notes: readonly string[]): GrantPreview {
  const { targets, hours } = scope;
  return {
    summary: `write messages of its own wording to ${targets.length === 1 ? '1 chat' : `${targets.length} chats`}`,
    details: [
      { label: 'Name', text: scope.name },
      {
        label: 'Purpose, in the words of the agent; nothing checks that messages keep to it',
        text: scope.purpose,
      },
      {
        label: 'Messages',
        text: `at most ${scope.max_messages} in all, at most ${scope.max_messages_per_target} to one chat, ${scope.min_interval_sec} s apart in one chat, up to ${scope.max_message_len} characters each`,
      },
      { label: 'Links', text: scope.allow_links ? 'allowed' : 'refused' },
      {
        label: 'Hours',
        text: hours === undefined ? 'any' : `${hours.start} to ${hours.end}, ${hours.timezone}`,
      },
    ],
    items: targets.map(({ id, kind, title, username }) => `${named(title, username)} ${kind}, id ${id}`),
    notes: ['You do not see the messages before they are sent.', ...notes],
  };
}
