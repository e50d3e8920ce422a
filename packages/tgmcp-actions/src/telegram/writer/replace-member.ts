import { done, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { Performed } from '../../gates/spec.js';
import { addMember } from './add-member.js';
import { removeMember, type Removal } from './remove-member.js';
import { unfinished } from './unfinished.js';
import type { Writer } from './writer.js';

/** Who comes in, and who goes for it: see {@link Removal}. */
export interface Replacement extends Removal {
  readonly newcomer: ResolvedPeer;
}

/**
 * Puts a person into a group, and takes another one out once the first is in. Goes on where an earlier attempt ended. Who
 * could not be put in is refused as by {@link addMember}, and nobody is taken out; what stops it after that is UNFINISHED.
 */
export async function replaceMember(
  writer: Writer,
  caller: TelegramCaller,
  { newcomer, ...removal }: Replacement,
): Promise<Outcome<Performed>> {
  const { group, person, steps } = removal;
  if ((await steps.ended('add')) === undefined) {
    await steps.begin('add');
    const added = await addMember(writer, caller, group, newcomer);
    if (!added.ok) return added;
    await steps.end('add', { already_member: added.value.repeated === true });
  }
  const removed = await removeMember(writer, caller, removal);
  if (!removed.ok) {
    return unfinished(removed, 'The new member is in, and the old one could not be taken out yet.');
  }
  const wasMember = (await steps.ended('add'))?.['already_member'] === true;
  const wasGone = removed.value.repeated === true;
  const result = {
    added: newcomer.id,
    removed: person.id,
    already_member: wasMember,
    not_participant: wasGone,
  };
  return done({ result, repeated: wasMember && wasGone });
}
