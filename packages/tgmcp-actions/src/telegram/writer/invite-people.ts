/** Inviting people into a group that was made for it, one request each, so that a kill in between repeats none. */
import {
  done,
  inputChannelOf,
  telegramLibrary,
  type Outcome,
  type Refused,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../../actions/canonical-json.js';
import { surelyNotDone } from '../../gates/ending.js';
import type { Steps } from '../../journal/steps.js';
import { lastTry, overtaken, tryOf } from '../../journal/tries.js';
import { addMember } from './add-member.js';
import { unfinished } from './unfinished.js';
import { rpcOf, storedPeer, withStoredPeer, type Writer } from './writer.js';

/**
 * What became of one person. `refused`: Telegram left them out, for `reason`; `not_there`: was not, or was no longer, in the
 * group when that was looked at, and is not invited again.
 */
export const invitedSchema = z.strictObject({
  user_id: z.string(),
  outcome: z.enum(['added', 'already_member', 'refused', 'not_there']),
  reason: z.string().optional(),
});
export type Invited = z.infer<typeof invitedSchema>;

/** By these nobody will be invited however often that is tried; anything else may pass later. */
const FINAL: ReadonlySet<string> = new Set([
  'RPC_ERROR',
  'NO_RIGHTS',
  'PEER_NOT_FOUND',
  'WRONG_PEER_KIND',
  // Where the operator names the chats that agents may see, a new one is none of them.
  'CHAT_OUT_OF_SCOPE',
]);

/** Whom to invite where. Canonical ids. */
export interface Invitations {
  readonly group: string;
  readonly users: readonly string[];
  /** How far earlier attempts came. */
  readonly steps: Steps;
}

/**
 * Invites everybody whom no earlier attempt did. Whoever may have been invited is looked for in the group before a repeat.
 * Refused with UNFINISHED while somebody's turn has to wait; a repeat goes on with them.
 */
export async function invitePeople(
  writer: Writer,
  caller: TelegramCaller,
  { group, users, steps }: Invitations,
): Promise<Outcome<readonly Invited[]>> {
  const invited: Invited[] = [];
  for (const [index, user] of users.entries()) {
    const name = `invite-${index + 1}`;
    const before = await steps.ended(name);
    const came =
      before === undefined ? await invite(writer, caller, { group, user, name, steps }) : undefined;
    if (came?.ok === false) {
      const message = `The group is made; of ${users.length} people ${invited.length} had their turn, and the next one waits.`;
      return unfinished(came, message, { group_id: group, invited: invited.length, users: users.length });
    }
    if (came !== undefined) await steps.end(name, recorded(came.value));
    invited.push(came?.value ?? invitedSchema.parse(before));
  }
  return done(invited);
}

interface Turn extends Pick<Invitations, 'group' | 'steps'> {
  readonly user: string;
  readonly name: string;
}

async function invite(
  writer: Writer,
  caller: TelegramCaller,
  { group, user, name, steps }: Turn,
): Promise<Outcome<Invited>> {
  // Without the group nobody can be invited, which says nothing about anybody.
  const kept = await storedPeer(writer, group);
  const made = kept.ok ? kept : await writer.peers.resolve(group);
  if (!made.ok) return made;
  const { tried, isOpen } = await lastTry(steps, name);
  if (isOpen) {
    const stands = await withStoredPeer(writer, user, (person) => standing(writer, made.value, person));
    if (!stands.ok) {
      if (!FINAL.has(stands.refusal.code)) return stands;
      return done({ user_id: user, outcome: 'not_there', reason: reasonOf(stands) });
    }
    if (stands.value === 'member') return done({ user_id: user, outcome: 'added' });
    if (stands.value === 'left') return done({ user_id: user, outcome: 'not_there' });
  }
  const trying = tryOf(name, tried + 1);
  if (!(await steps.begin(trying))) return overtaken();
  const added = await withStoredPeer(writer, user, (person) => addMember(writer, caller, made.value, person));
  if (added.ok) {
    return done({ user_id: user, outcome: added.value.repeated === true ? 'already_member' : 'added' });
  }
  const { refusal } = added;
  if (!surelyNotDone(refusal)) return added;
  if (FINAL.has(refusal.code)) {
    return done({ user_id: user, outcome: 'refused', reason: reasonOf(added) });
  }
  await steps.end(trying, { refused: refusal.code });
  return added;
}

function reasonOf(refused: Refused): string {
  return rpcOf(refused) ?? refused.refusal.code;
}

/** Whether a person is in a group, was in it, or never was as far as Telegram tells. Reads only. */
async function standing(
  writer: Writer,
  group: ResolvedPeer,
  person: ResolvedPeer,
): Promise<Outcome<'member' | 'left' | 'never'>> {
  const { Api } = telegramLibrary();
  return writer.peers.withPeer(group, (groupPeer) =>
    writer.peers.withPeer(person, async (participant): Promise<Outcome<'member' | 'left' | 'never'>> => {
      const channel = inputChannelOf(groupPeer);
      if (channel === undefined) throw new Error('People are invited one by one into supergroups only');
      const found = await writer.call(new Api.channels.GetParticipant({ channel, participant }));
      if (!found.ok) return rpcOf(found) === 'USER_NOT_PARTICIPANT' ? done('never') : found;
      const kind = found.value.participant.className;
      const isOut = kind === 'ChannelParticipantLeft' || kind === 'ChannelParticipantBanned';
      return done(isOut ? 'left' : 'member');
    }),
  );
}

/** As results and records hold it: a reason only where there is one. */
export function recorded({ user_id, outcome, reason }: Invited): JsonObject {
  return { user_id, outcome, ...(reason === undefined ? {} : { reason }) };
}
