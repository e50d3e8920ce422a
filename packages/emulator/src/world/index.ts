/** The world model: what the emulator knows and how to build it. */
export { createWorld, World } from './world.js';
export { makeDocument, makePhoto, fileBytes } from './files.js';
export { peerKey } from './model.js';
export { ALL_RIGHTS } from './build.js';
export { addJoinRequest, inviteLink } from './invites.js';
export type { InviteOptions } from './invites.js';
export { idFor, isMember, peerAs, peerOf } from './data.js';
export type * from './model.js';
export type * from './build.js';
export type { History } from './history.js';
export type * from './build-user.js';
export { allows, mayInvite } from './privacy.js';
export * from './keyboards.js';
export type * from './bots/brain.js';
export type * from './generated/options.js';
