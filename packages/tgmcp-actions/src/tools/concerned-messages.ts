/** The messages that an action touches: looked up for the approver, who sees what they say and not just numbers. */
import { createHash } from 'node:crypto';
import { messagesById, refuse, type MessageRecord, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { canonicalJson } from '../actions/canonical-json.js';
import type { Detail } from '../gates/spec.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { messageIdArgument } from './write-fields.js';

/** Message ids in an argument: Telegram takes a hundred at once. */
export const messageIds = z.array(messageIdArgument).min(1).max(100);

/** Ids in the order given, each once. */
export function distinct(ids: readonly number[]): number[] {
  return [...new Set(ids)];
}

/** Messages of a chat in the order of their ids. Refused with MESSAGE_NOT_FOUND when one is not there. */
export async function concernedMessages(
  writer: Writer,
  chatId: string,
  ids: readonly number[],
): Promise<Outcome<MessageRecord[]>> {
  const found = await withStoredPeer(writer, chatId, (peer) =>
    writer.ahead === undefined ? messagesById(writer, peer, ids) : writer.ahead.read(writer, peer, ids),
  );
  if (!found.ok) return found;
  const missing = found.value.filter((message) => message.missing === true).map(({ id }) => id);
  return missing.length === 0 ? found : refuse('MESSAGE_NOT_FOUND', { data: { message_ids: missing } });
}

// So much of the messages of one action is shown; a person has to read it, and an agent pays for it.
const MOST_SHOWN = 6_000;
const LEAST_SHOWN = 80;

/** What a person sees of messages. */
export function messageDetails(messages: readonly MessageRecord[], label = 'Message'): Detail[] {
  const room = Math.max(LEAST_SHOWN, Math.floor(MOST_SHOWN / Math.max(1, messages.length)));
  return messages.map((message) => ({ label: `${label} ${message.id}`, text: shown(message, room) }));
}

function shown({ from, from_id, date = '', text, service, media }: MessageRecord, room: number): string {
  const who = [from ?? from_id, date].filter((part) => part !== undefined && part !== '').join(', ');
  const attached = media === undefined ? undefined : `[${[media.kind, media.name].join(' ').trim()}]`;
  const said = [attached, text ?? service].filter((part) => part !== undefined).join(' ');
  const points = Array.from(said);
  const cut =
    points.length > room ? `${points.slice(0, room).join('')}… (${points.length} characters)` : said;
  return [who, cut].filter((part) => part !== '').join(': ');
}

/** A name for what messages say now: it changes when one is edited, and not by views, reactions or pins. */
export function fingerprint(messages: readonly MessageRecord[]): string {
  const said = messages.map(({ id, from_id = '', text = '', edited = '', media, service = '' }) => {
    const { kind = '', name = '', size = 0, url = '' } = media ?? {};
    return { id, from_id, text, edited, service, media: [kind, name, size, url] };
  });
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

/** "1 message", "3 messages". */
export function countOf(messages: readonly unknown[]): string {
  return messages.length === 1 ? '1 message' : `${messages.length} messages`;
}

/** Adds what was looked up to what the arguments said. */
export function withDetails<T extends { readonly preview: { readonly details?: readonly Detail[] } }>(
  prepared: T,
  details: readonly Detail[],
): T {
  const { preview } = prepared;
  return { ...prepared, preview: { ...preview, details: [...(preview.details ?? []), ...details] } };
}

/** Refused with INPUT_INVALID, naming the argument. */
export function invalidArgument(problem: string): Outcome<never> {
  return refuse('INPUT_INVALID', { data: { problems: [problem] } });
}
