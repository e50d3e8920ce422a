/** The draft of a chat: one for all devices of the account. See core.telegram.org/api/drafts. */
import { done, telegramLibrary, type Outcome, type ResolvedPeer, type TelegramCaller } from '@tgmcp/core';
import type { FormattedText } from '../../actions/entity.js';
import { dialogEntry } from './dialog-entry.js';
import { messageEntities } from './message-entities.js';
import type { Writer } from './writer.js';

/** A draft as it stands in a chat. */
export interface Draft {
  readonly text: string;
  /** When it was written, Unix seconds: another draft has another date. */
  readonly date: number;
}

/** The draft of a chat; undefined where there is none. Reads only. */
export async function draftOf(writer: Writer, peer: ResolvedPeer): Promise<Outcome<Draft | undefined>> {
  const entry = await dialogEntry(writer, peer);
  if (!entry.ok) return entry;
  const draft = entry.value?.draft;
  if (draft?.className !== 'DraftMessage') return done(undefined);
  return done({ text: draft.message, date: draft.date });
}

/** Puts a draft in the place of the one that is there; an empty one takes it away. */
export async function saveDraft(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { text, entities }: FormattedText,
): Promise<Outcome<void>> {
  const { Api } = telegramLibrary();
  const formatting = entities.length === 0 ? {} : { entities: messageEntities(entities) };
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    caller.call(
      new Api.messages.SaveDraft({ peer: inputPeer, message: text, noWebpage: true, ...formatting }),
    ),
  );
  return answer.ok ? done(undefined) : answer;
}
