/*
 * The plain data of an emulated Telegram: people, chats, messages, files, accounts.
 * Built by world.ts, answered by the services; nothing here knows about the wire beyond TL's field names.
 */
export * from './model/peers.js';
export type * from './model/accounts.js';
export type * from './model/bots.js';
export type * from './model/admin-log.js';
export type * from './model/chats.js';
export type * from './model/files.js';
export type * from './model/logins.js';
export type * from './model/invites.js';
export type * from './model/lists.js';
export type * from './model/messages.js';
export type * from './model/notify.js';
export type * from './model/privacy.js';
export type { Relations, SavedContact } from './model/relations.js';
export type * from './model/topics.js';
export type * from './model/stickers.js';
export type * from './model/stories.js';
export type * from './model/users.js';
export type { AdminRight, AdminRights, BannedRight, BannedRights } from './rights.js';
