import type { Handlers } from '../../rpc/handler.js';
import { contactsHandlers } from './contacts.js';
import { usernamesHandlers } from './usernames.js';
import { usersHandlers } from './users.js';

/** Users, contacts and usernames. */
export const peopleServices: Handlers = {
  ...contactsHandlers,
  ...usernamesHandlers,
  ...usersHandlers,
};
