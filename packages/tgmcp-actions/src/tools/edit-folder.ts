import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import type { Target } from '../gates/parts.js';
import type { Detail } from '../gates/spec.js';
import {
  editFolder as edit,
  FOLDER_ACTIONS,
  freeId,
  isChanged,
  standingFolders,
  type FolderChange,
  type StandingFolder,
} from '../telegram/writer/edit-folder.js';
import type { Writer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const MOST_CHATS = 50;
// Telegram cuts a longer one without a word: core.telegram.org/api/folders.
const MOST_TITLE = 12;
const MOST_SHOWN = 20;

const action = z.enum(FOLDER_ACTIONS);
const requestSchema = z.strictObject({ action, folder: z.string(), title: z.string() });
/** `before`: what the folder was at the preview; one that is changed since is another one. */
const contentSchema = z.strictObject({
  action,
  id: z.int(),
  folder: z.string(),
  title: z.string(),
  chats: z.array(z.string()),
  before: z.string(),
});

const DOING = {
  create: 'make a folder of chats',
  rename: 'rename a folder of chats',
  delete: 'delete a folder of chats; the chats stay',
  add: 'put chats into a folder',
  remove: 'take chats out of a folder',
} as const;

/** Makes, renames or deletes a folder of chats, and changes which chats stand in it. */
export const editFolder = writeTool({
  name: 'tg_edit_folder',
  title: 'Edit a chat folder',
  description:
    'Changes a folder of the own list of chats, by its title; "me" and each of the chats must be on the allowlist for edit_folder.',
  toolset: 'messages',
  verb: 'edit_folder',
  retry: 'absolute',
  methods: ['messages.updateDialogFilter'],
  input: {
    folder: z.string().min(1).max(64),
    action,
    chats: z.array(chat).max(MOST_CHATS).default([]),
    new_title: z.string().max(64).default(''),
  },
  result: { title: z.string() },
  target: () => 'me',
  others: ({ chats }) =>
    Object.fromEntries(chats.map((name, index) => [`chat ${index + 1}`, { name, listed: true }])),
  prepare({ folder: given, action: doing, chats, new_title }) {
    const folder = given.trim();
    const title = doing === 'rename' ? new_title.trim() : folder;
    if (title === '' || ((doing === 'create' || doing === 'rename') && title.length > MOST_TITLE)) {
      const argument = doing === 'rename' ? 'new_title' : 'folder';
      return invalidArgument(`${argument}: a title has 1 to ${MOST_TITLE} characters`);
    }
    if (doing !== 'rename' && new_title !== '') return invalidArgument('new_title: belongs to action=rename');
    const takesChats = doing === 'create' || doing === 'add' || doing === 'remove';
    if (takesChats && chats.length === 0) return invalidArgument(`chats: action=${doing} needs at least one`);
    if (!takesChats && chats.length > 0) return invalidArgument(`chats: action=${doing} takes none`);
    const details = doing === 'rename' ? [{ label: 'New title', text: title }] : [];
    const preview = { summary: DOING[doing], details: [{ label: 'Folder', text: folder }, ...details] };
    return done({ content: { action: doing, folder, title }, options: {}, preview });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { others, proposed }) {
      const request = requestSchema.parse(prepared.content);
      const folders = await standingFolders(writer);
      if (!folders.ok) return folders;
      const people = Object.values(others);
      const settled = contentSchema.safeParse(proposed).data;
      const change = concerned(request, people, folders.value, settled);
      if (!change.ok) return change;
      const { value } = change;
      const shown = people.map(({ id, kind, title }): Detail => ({
        label: `Chat, ${kind} ${id}`,
        text: title,
      }));
      const now = value.there === undefined ? [] : await contents(writer, value.there);
      const { there, ...content } = value;
      return done(
        withDetails({ ...prepared, content: { ...content, before: there?.fingerprint ?? '' } }, [
          ...shown,
          ...now,
        ]),
      );
    },
    perform: ({ action: { content } }, caller) => edit(writer, caller, contentSchema.parse(content)),
    async find({ action: { content } }) {
      const change = contentSchema.parse(content);
      const folders = await standingFolders(writer);
      if (!folders.ok) return folders;
      if (!isChanged(folders.value, change)) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { title: change.title }, repeated: true });
    },
  }),
});

type Settled = z.infer<typeof contentSchema>;
type Concerned = FolderChange & { readonly folder: string; readonly there: StandingFolder | undefined };

/** Which folder is meant, and what would be made of it. */
function concerned(
  request: z.infer<typeof requestSchema>,
  people: readonly Target[],
  folders: readonly StandingFolder[],
  settled: Settled | undefined,
): Outcome<Concerned> {
  const { action: doing, folder, title } = request;
  const chats = [...new Set(people.map(({ id }) => id))];
  const named = folders.filter((one) => plain(one.title) === plain(folder));
  if (doing === 'create') {
    if (named.length > 0) return invalidArgument('folder: there is one of that title already');
    // The number that the preview chose stays, while nobody took it.
    const kept = settled?.action === 'create' && settled.folder === folder ? settled.id : undefined;
    const id = kept !== undefined && !folders.some((one) => one.id === kept) ? kept : freeId(folders);
    if (id === undefined) return invalidArgument('folder: there is room for no other');
    return done({ action: doing, id, folder, title, chats, there: undefined });
  }
  const [there] = named;
  if (there === undefined) {
    const titles = folders.map((one) => one.title).join(', ');
    return invalidArgument(`folder: none of that title; there are: ${titles === '' ? 'none' : titles}`);
  }
  if (named.length > 1) return invalidArgument('folder: several have this title; rename one in Telegram');
  if (there.shared) return invalidArgument('folder: it is shared by a link; a person changes it in Telegram');
  const left = there.chats.filter((id) => !chats.includes(id));
  if (doing === 'remove' && left.length === 0 && !there.takesKinds) {
    return invalidArgument('chats: the folder would be empty; delete it instead');
  }
  return done({
    action: doing,
    id: there.id,
    folder,
    title: doing === 'rename' ? title : there.title,
    chats,
    there,
  });
}

/** Which chats stand in the folder, for whoever deletes or renames it. */
async function contents(writer: Writer, { chats, takesKinds }: StandingFolder): Promise<Detail[]> {
  const names: string[] = [];
  for (const id of chats.slice(0, MOST_SHOWN)) {
    const known = await writer.peers.known(id);
    names.push(known === undefined ? id : `${known.title} (${id})`);
  }
  if (chats.length > MOST_SHOWN) names.push(`and ${chats.length - MOST_SHOWN} more`);
  if (takesKinds) names.push('and chats by their kind');
  return [{ label: `In it now, ${chats.length} by name`, text: names.join('\n') }];
}

function plain(title: string): string {
  return title.trim().replaceAll(/\s+/g, ' ').normalize('NFC').toLowerCase();
}
