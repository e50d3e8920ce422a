import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { ALL_RIGHTS } from '../../world/build.js';
import { isMember } from '../../world/data.js';
import type { WorldChannel, WorldGroup } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { forbidden, viewerOf } from '../common/viewer.js';
import { wrapUpdates } from '../updates/deliver.js';
import { chatUpdate, tellMembers, writeService } from './notices.js';
import { liveGroup } from './target.js';

/** A supergroup with the name, rules and people of a basic group. */
function supergroupOf(world: World, group: WorldGroup, date: number): WorldChannel {
  const channel = world.addSupergroup({
    title: group.title,
    about: group.about,
    date,
    defaultBanned: group.defaultBanned,
    noforwards: group.noforwards,
    ...(group.photo !== undefined && { photo: group.photo }),
    ...(group.participantsCount !== undefined && { participantsCount: group.participantsCount }),
    ...(group.ttlPeriod !== undefined && { ttlPeriod: group.ttlPeriod }),
  });
  const creator = [...group.members.values()].find((member) => member.role === 'creator')?.userId;
  for (const member of group.members.values()) {
    if (!isMember(group, member.userId)) continue;
    world.addMember(channel, member.userId, {
      role: member.role,
      date,
      ...(member.role === 'creator' && { rights: ALL_RIGHTS }),
      ...(member.role === 'admin' && member.rights !== undefined && { rights: member.rights }),
      ...(member.role === 'admin' && creator !== undefined && { promotedBy: creator }),
      ...(member.inviterId !== undefined && { inviterId: member.inviterId }),
    });
  }
  channel.migratedFrom = group.id;
  return channel;
}

function migrateChat(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const group = liveGroup(viewer, request);
  if (group.members.get(viewer.id)?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED');
  const channel = supergroupOf(viewer.world, group, viewer.now);
  const goodbye = writeService(call, viewer, group, {
    _: 'messageActionChatMigrateTo',
    channel_id: channel.id,
  });
  group.deactivated = true;
  group.migratedTo = channel.id;
  group.version += 1;
  const welcome = writeService(call, viewer, channel, {
    _: 'messageActionChannelMigrateFrom',
    title: group.title,
    chat_id: group.id,
  });
  tellMembers(call, channel, (member) => chatUpdate(member, channel));
  tellMembers(call, group, () => ({ _: 'updateChat', chat_id: group.id }));
  return wrapUpdates(viewer, [chatUpdate(viewer, channel), goodbye, welcome]);
}

/** Making a supergroup of a basic group; the old history stays where it was. */
export const migrateHandlers: Handlers = { 'messages.migrateChat': migrateChat };
