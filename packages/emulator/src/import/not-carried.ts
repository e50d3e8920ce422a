/** A field of a Desktop export that a client of the imported account does not read, and why. */
export interface NotCarried {
  readonly of: 'account' | 'chat' | 'message' | 'picture';
  readonly field: string;
  readonly why: string;
  /** Only clients below this API layer miss it. */
  readonly below?: number;
}

const PATH =
  'a path on the disk, or words in place of one; the file itself comes along when it lies beside the export';

/** All of them; whatever is not listed reads as the file says it. */
export const NOT_CARRIED: readonly NotCarried[] = [
  { of: 'account', field: 'about', why: 'a text for the person who exported' },
  { of: 'account', field: 'phone_number', why: 'the account logs in with an invented number' },
  { of: 'account', field: 'stories', why: 'stories are not imported' },
  { of: 'account', field: 'frequent_contacts', why: 'the emulator rates chats by their messages' },
  { of: 'account', field: 'sessions', why: 'an imported account is logged in nowhere yet' },
  { of: 'account', field: 'web_sessions', why: 'an imported account is logged in nowhere yet' },
  { of: 'account', field: 'other_data', why: 'settings, drafts and the like are not imported' },
  {
    of: 'account',
    field: 'left_chats',
    why: 'they are in the world, but whoever left a chat cannot read it',
  },
  {
    of: 'chat',
    field: 'type: public_…',
    why: 'the chat comes as a private one: its username is not in the file',
  },
  { of: 'message', field: 'photo', why: PATH },
  { of: 'message', field: 'file', why: PATH },
  { of: 'message', field: 'thumbnail', why: 'thumbnails are not imported' },
  { of: 'message', field: 'thumbnail_file_size', why: 'thumbnails are not imported' },
  { of: 'message', field: 'contact_vcard', why: PATH },
  { of: 'message', field: 'todo_list', why: 'older clients see a medium they do not support', below: 207 },
  { of: 'message', field: 'todo_completions', why: 'older clients see an empty action', below: 207 },
  { of: 'message', field: 'todo_append_tasks', why: 'older clients see an empty action', below: 207 },
  { of: 'picture', field: 'photo', why: PATH },
];
