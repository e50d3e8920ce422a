import { done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import { createGroup } from '../telegram/writer/create-group.js';
import { findGroup } from '../telegram/writer/find-group.js';
import { invitedSchema } from '../telegram/writer/invite-people.js';
import { invalidArgument } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const MOST_USERS = 20;
// Telegram cuts longer ones without a word, and then what was approved is not what is made.
const MOST_TITLE = 128;
const MOST_ABOUT = 255;

const groupSchema = z.strictObject({
  title: z.string(),
  about: z.string(),
  kind: z.enum(['basic', 'supergroup']),
});
const contentSchema = groupSchema.extend({ users: z.array(z.string()) });

/** Makes a private group. */
export const createPrivateGroup = writeTool({
  name: 'tg_create_private_group',
  title: 'Create a group',
  description: 'Makes a private group; "me" and each of the users must be on the allowlist for create_group.',
  toolset: 'members',
  verb: 'create_group',
  // What was done of it stands in the journal: a group is made once, and whoever had a turn has no other.
  retry: 'probe',
  methods: ['messages.createChat', 'channels.createChannel', 'channels.inviteToChannel'],
  input: {
    title: z.string().min(1).max(512),
    users: z.array(chat).max(MOST_USERS).default([]),
    about: z.string().max(1024).default(''),
    kind: groupSchema.shape.kind.default('supergroup'),
  },
  /** `not_added`: who is not in it, by id; `invited`: what became of each. */
  result: { group_id: z.string(), not_added: z.array(z.string()), invited: z.array(invitedSchema) },
  target: () => 'me',
  others: ({ users }) =>
    Object.fromEntries(users.map((name, index) => [`user ${index + 1}`, { name, listed: true }])),
  prepare({ title: givenTitle, about: givenAbout, kind, users }) {
    const title = givenTitle.trim();
    const about = givenAbout.trim();
    if (title === '' || title.length > MOST_TITLE)
      return invalidArgument(`title: must have 1 to ${MOST_TITLE} characters`);
    if (about.length > MOST_ABOUT)
      return invalidArgument(`about: must have at most ${MOST_ABOUT} characters`);
    if (kind === 'basic' && about !== '')
      return invalidArgument('about: a basic group is made without one; kind=supergroup takes it');
    if (kind === 'basic' && users.length === 0)
      return invalidArgument('users: a basic group is made with at least one other person');
    const details = about === '' ? [] : [{ label: 'Description', text: about }];
    const summary = `make a private ${kind === 'basic' ? 'basic group' : 'supergroup'} with this title`;
    return done({ content: { title, about, kind }, options: {}, preview: { summary, text: title, details } });
  },
  quota: () => 'join',
  // The group, and everybody who is put into it.
  weight: (content) => 1 + contentSchema.parse(content).users.length,
  on: (writer) => ({
    async complete(prepared, { others, account }) {
      const people = new Map(Object.values(others).map((person) => [person.id, person]));
      people.delete(account.id);
      const users = [...people.keys()];
      if ([...people.values()].some(({ kind }) => kind !== 'user' && kind !== 'bot')) {
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } });
      }
      const group = groupSchema.parse(prepared.content);
      if (group.kind === 'basic' && users.length === 0) {
        return invalidArgument('users: a basic group is made with at least one other person');
      }
      const shown = [...people.values()].map(({ id, kind, title, username }) => ({
        label: `Member, ${kind} ${id}`,
        text: username === undefined ? title : `${title} @${username}`,
      }));
      const { preview } = prepared;
      const details = [...(preview.details ?? []), ...shown];
      return done({ ...prepared, content: { ...group, users }, preview: { ...preview, details } });
    },
    perform: ({ action, steps }, caller) =>
      createGroup(writer, caller, contentSchema.parse(action.content), steps),
    find: ({ action, steps }, sinceMs, others) =>
      findGroup(writer, contentSchema.parse(action.content), steps, sinceMs, others),
  }),
});
