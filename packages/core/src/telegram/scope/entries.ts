/** The entries of TG_READ_ALLOWED_CHATS and TG_READ_BLOCKED_CHATS as written. */
import { parsePeerName } from '../peers/peer-name.js';

/** One entry: a chat by its id, by a name that leads to it, or all chats of a folder. */
export type ScopeEntry =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'self' }
  | { readonly by: 'name'; readonly username: string }
  | { readonly by: 'folder'; readonly title: string };

const FOLDER = /^folder:\s*(.+)$/i;

/** Reads an entry; undefined for what is none. A title is none: anybody can give a chat the same one. */
export function parseScopeEntry(text: string): ScopeEntry | undefined {
  const folder = FOLDER.exec(text.trim())?.[1];
  if (folder !== undefined) return { by: 'folder', title: folder };
  const name = parsePeerName(text);
  if (name.by === 'self') return { by: 'self' };
  if (name.by === 'id') return { by: 'id', id: name.id };
  return name.by === 'username' ? { by: 'name', username: name.username.toLowerCase() } : undefined;
}
