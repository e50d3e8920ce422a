/** Making a group, once, and putting people into it. See core.telegram.org/api/channel. */
import { done, inputUserOf, refuse, telegramLibrary, type Outcome, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import * as z from 'zod';
import type { JsonObject } from '../../actions/canonical-json.js';
import { surelyNotDone } from '../../gates/ending.js';
import type { Performed } from '../../gates/spec.js';
import { CREATION, type Steps } from '../../journal/steps.js';
import { lastTry, overtaken, tryOf } from '../../journal/tries.js';
import { invitedSchema, invitePeople, recorded, type Invited } from './invite-people.js';
import { markedIdOf } from './marked-id.js';
import { withStoredPeer, type Writer } from './writer.js';

/** A group to be made. */
export interface NewGroup {
  readonly title: string;
  readonly about: string;
  readonly kind: 'basic' | 'supergroup';
  /** Canonical ids of those who are put into it. */
  readonly users: readonly string[];
}

const madeSchema = z.strictObject({ group_id: z.string(), invited: z.array(invitedSchema).optional() });

/** A group that is made; `invited` where nobody is left to be invited, as in a basic one. */
export type MadeGroup = z.infer<typeof madeSchema>;

/**
 * Makes a private group, or goes on with the one that an earlier attempt made. Whom Telegram leaves out is in `not_added`,
 * which is no refusal, since the group is made. UNFINISHED while somebody's invitation has to wait: repeating goes on.
 */
export async function createGroup(
  writer: Writer,
  caller: TelegramCaller,
  group: NewGroup,
  steps: Steps,
): Promise<Outcome<Performed>> {
  const before = await madeBefore(steps);
  const made = before === undefined ? await create(writer, caller, group, steps) : done(before);
  if (!made.ok) return made;
  const { group_id, invited } = made.value;
  if (invited !== undefined) return performed(group_id, invited);
  const asked = await invitePeople(writer, caller, { group: group_id, users: group.users, steps });
  return asked.ok ? performed(group_id, asked.value) : asked;
}

/** The group that an earlier attempt is known to have made. */
export async function madeBefore(steps: Steps): Promise<MadeGroup | undefined> {
  const noted = await steps.ended(CREATION);
  return noted === undefined ? undefined : madeSchema.parse(noted);
}

async function create(
  writer: Writer,
  caller: TelegramCaller,
  group: NewGroup,
  steps: Steps,
): Promise<Outcome<MadeGroup>> {
  const { tried } = await lastTry(steps, CREATION);
  const trying = tryOf(CREATION, tried + 1);
  if (!(await steps.begin(trying))) return overtaken();
  const made = await (group.kind === 'basic' ? createBasic : createSupergroup)(writer, caller, group);
  if (made.ok) await noteMade(steps, made.value);
  else if (surelyNotDone(made.refusal)) await steps.end(trying, { refused: made.refusal.code });
  return made;
}

async function createBasic(
  writer: Writer,
  caller: TelegramCaller,
  { title, users }: NewGroup,
): Promise<Outcome<MadeGroup>> {
  const { Api } = telegramLibrary();
  const from = async (
    [first, ...rest]: readonly string[],
    found: readonly Api.TypeInputUser[],
  ): Promise<Outcome<Api.messages.InvitedUsers>> => {
    if (first === undefined) return caller.call(new Api.messages.CreateChat({ users: [...found], title }));
    return withStoredPeer(writer, first, (person) =>
      writer.peers.withPeer(person, async (inputPeer) => {
        const user = inputUserOf(inputPeer);
        return user === undefined
          ? refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } })
          : from(rest, [...found, user]);
      }),
    );
  };
  const answer = await from(users, []);
  if (!answer.ok) return answer;
  const { updates, missingInvitees } = answer.value;
  const group_id = await madeChat(writer, updates);
  if (group_id === undefined) return unclear();
  const missing = new Set(missingInvitees.map(({ userId }) => String(userId)));
  const invited = users.map((user_id): Invited =>
    missing.has(user_id)
      ? { user_id, outcome: 'refused', reason: 'NO_RIGHTS' }
      : { user_id, outcome: 'added' },
  );
  return done({ group_id, invited });
}

async function createSupergroup(
  writer: Writer,
  caller: TelegramCaller,
  { title, about }: NewGroup,
): Promise<Outcome<MadeGroup>> {
  const { Api } = telegramLibrary();
  const answer = await caller.call(new Api.channels.CreateChannel({ megagroup: true, title, about }));
  if (!answer.ok) return answer;
  const group_id = await madeChat(writer, answer.value);
  return group_id === undefined ? unclear() : done({ group_id });
}

// Telegram said yes and named no group: whether there is one only looking tells.
function unclear(): Outcome<never> {
  return refuse('OUTCOME_UNKNOWN', { message: 'Telegram answered without naming the group.' });
}

/** The marked id of the one chat of an answer, remembered with its access hash. */
async function madeChat(writer: Writer, updates: Api.TypeUpdates): Promise<string | undefined> {
  if (updates.className !== 'Updates' && updates.className !== 'UpdatesCombined') return undefined;
  await writer.peers.remember(updates.users, updates.chats);
  const [chat] = updates.chats;
  return chat === undefined ? undefined : markedIdOf(chat);
}

/** Records that the group is made: from now on it is never made again. */
export async function noteMade(steps: Steps, { group_id, invited }: MadeGroup): Promise<void> {
  await steps.end(CREATION, {
    group_id,
    ...(invited === undefined ? {} : { invited: invited.map(recorded) }),
  });
}

function performed(groupId: string, invited: readonly Invited[]): Outcome<Performed> {
  return done({ result: groupResult(groupId, invited), repeated: false });
}

/** What the tool reports of a group and of everybody who was to be in it. */
export function groupResult(group_id: string, invited: readonly Invited[]): JsonObject {
  const out = invited.filter(({ outcome }) => outcome === 'refused' || outcome === 'not_there');
  return { group_id, not_added: out.map(({ user_id }) => user_id), invited: invited.map(recorded) };
}
