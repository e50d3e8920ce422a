import { done, telegramLibrary, type Outcome, type ResolvedPeer, type Telegram } from '@tgmcp/core';
import type { Api } from 'telegram';
import type { FormattedText } from '../../actions/entity.js';
import type { PlaceInChat } from './place-in-chat.js';
import { isMadeBy } from './same-message.js';

// Far more than a person or an agent writes to one chat between an attempt and its next look.
const MOST_PAGES = 5;
const PAGE = 100;

/** An own message that was found. */
export interface FoundMessage {
  readonly id: number;
  /** Seconds since the epoch, server time. */
  readonly date: number;
}

/** What is looked for; with `schedule` it may be waiting still. */
export interface Wanted extends FormattedText, PlaceInChat {
  /** In server time. */
  readonly sinceMs: number;
  /** Messages that others are known to have sent. */
  readonly known: ReadonlySet<number>;
  /** It carries this file; without it a message carries nothing. */
  readonly document?: { readonly name: string; readonly size: number };
}

/**
 * Looks for an own message of exactly this text, formatting, file and place, not older than `sinceMs` (server time), that is not
 * one of `known`. Undefined when none is there: then it was not sent, or was deleted or edited since, and that cannot be
 * told apart.
 */
export async function findMessage(
  telegram: Pick<Telegram, 'peers' | 'call'>,
  peer: ResolvedPeer,
  wanted: Wanted,
): Promise<Outcome<FoundMessage | undefined>> {
  const { Api, helpers } = telegramLibrary();
  if (wanted.schedule !== undefined) {
    const waiting = await findScheduled(telegram, peer, wanted);
    if (!waiting.ok || waiting.value !== undefined) return waiting;
  }
  const since = Math.floor(wanted.sinceMs / 1000);
  let before = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await telegram.peers.withPeer(peer, (inputPeer) =>
      telegram.call(
        new Api.messages.GetHistory({
          peer: inputPeer,
          offsetId: before,
          offsetDate: 0,
          addOffset: 0,
          limit: PAGE,
          maxId: 0,
          minId: 0,
          hash: helpers.returnBigInt(0),
        }),
      ),
    );
    if (!answer.ok) return answer;
    if (answer.value.className === 'messages.MessagesNotModified') return done(undefined);
    const { messages } = answer.value;
    const found = messages.find(
      (message) => isWanted(message, wanted) && message.date >= since && wasDue(message, wanted),
    );
    if (found?.className === 'Message') return done({ id: found.id, date: found.date });
    const last = messages.at(-1);
    if (messages.length < PAGE || last === undefined) return done(undefined);
    if (last.className !== 'MessageEmpty' && last.date < since) return done(undefined);
    before = last.id;
  }
  return done(undefined);
}

async function findScheduled(
  telegram: Pick<Telegram, 'peers' | 'call'>,
  peer: ResolvedPeer,
  wanted: Wanted,
): Promise<Outcome<FoundMessage | undefined>> {
  const { Api, helpers } = telegramLibrary();
  const answer = await telegram.peers.withPeer(peer, (inputPeer) =>
    telegram.call(new Api.messages.GetScheduledHistory({ peer: inputPeer, hash: helpers.returnBigInt(0) })),
  );
  if (!answer.ok) return answer;
  if (answer.value.className === 'messages.MessagesNotModified') return done(undefined);
  const found = answer.value.messages.find(
    (message) => isWanted(message, wanted) && message.date === wanted.schedule,
  );
  return done(found?.className === 'Message' ? { id: found.id, date: found.date } : undefined);
}

function isWanted(message: Api.TypeMessage, wanted: Wanted): message is Api.Message {
  if (message.className !== 'Message' || wanted.known.has(message.id)) return false;
  return isMadeBy(message, wanted) && carries(message, wanted.document);
}

function carries({ media }: Api.Message, document: Wanted['document']): boolean {
  // The client library gives null for an absent field, whatever its types say.
  const kind = media?.className;
  if (document === undefined) {
    return kind === undefined || kind === 'MessageMediaEmpty' || kind === 'MessageMediaWebPage';
  }
  if (media?.className !== 'MessageMediaDocument' || media.document?.className !== 'Document') return false;
  const { size, attributes } = media.document;
  const isNamed = attributes.some(
    (one) => one.className === 'DocumentAttributeFilename' && one.fileName === document.name,
  );
  return isNamed && String(size) === String(document.size);
}

/** Whether a message was sent at once or at its time, as it was to be: core.telegram.org/api/scheduled-messages. */
function wasDue({ fromScheduled, date }: Api.Message, { schedule }: Wanted): boolean {
  return schedule === undefined ? fromScheduled !== true : fromScheduled === true && date >= schedule;
}
