/** The action "send a text message": how its arguments become canonical content, and how stored content becomes a message. */
import { done, refuse, type Outcome, type ResolvedPeer, type Telegram } from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../actions/canonical-json.js';
import { canonicalText } from '../actions/text.js';
import { visibleText } from '../actions/visible.js';
import type { ActionSpec, ContentLimits, Prepared, WriteArguments, WriteOrder } from '../gates/spec.js';
import { messageQuota } from '../quota/message-quota.js';
import { findMessage } from '../telegram/writer/find-message.js';
import { sendMessage } from '../telegram/writer/send-message.js';

/** The arguments of tg_send_message. */
export interface SendMessageArguments extends WriteArguments {
  readonly message_text: string;
}

// A link preview would show the recipient what the approver never saw.
const OPTIONS = { no_webpage: true } as const;
// Text only: entities are part of the content, so that formatting can never differ from what was approved.
const contentSchema = z.strictObject({ text: z.string(), entities: z.tuple([]) });

/** Sending text messages through one account. */
export function sendMessageSpec(
  telegram: Pick<Telegram, 'peers' | 'call'>,
): ActionSpec<SendMessageArguments> {
  const orderOf = async (
    order: WriteOrder,
  ): Promise<Outcome<{ peer: ResolvedPeer; text: string; randomId: bigint }>> => {
    const { id } = order.action.target;
    const peer = await telegram.peers.known(id);
    if (peer === undefined) return refuse('PEER_NOT_FOUND', { data: { peer: id } });
    const [randomId] = order.randomIds;
    if (randomId === undefined) throw new Error('A message without random_id cannot be sent');
    return done({ peer, text: textOf(order.action.content), randomId });
  };
  return {
    tool: 'tg_send_message',
    verb: 'send',
    retry: 'dedup',
    prepare: prepareMessage,
    items: () => 1,
    quota: (target) => ({ kind: messageQuota(target.kind), weight: 1 }),
    async perform(order, caller) {
      const message = await orderOf(order);
      return message.ok ? sendMessage(telegram, caller, message.value) : message;
    },
    async find(order, sinceMs, known) {
      const message = await orderOf(order);
      if (!message.ok) return message;
      const { peer, text } = message.value;
      const found = await findMessage(telegram, peer, { text, sinceMs, known });
      if (!found.ok) return found;
      if (found.value === undefined) return done(undefined);
      const { id, date } = found.value;
      const result = { message_id: id, date: new Date(date * 1000).toISOString() };
      return done({ kind: 'sent', result, repeated: true });
    },
  };
}

/** Puts the arguments in canonical form. Refused with TEXT_INVALID. */
export function prepareMessage(
  { message_text }: SendMessageArguments,
  { maxMessageLength }: ContentLimits,
): Outcome<Prepared> {
  const text = canonicalText(message_text, maxMessageLength);
  if (!text.ok) return text;
  const shown = visibleText(text.value);
  return done({
    content: { text: text.value, entities: [] },
    options: OPTIONS,
    preview: {
      text: text.value,
      text_shown: shown.text,
      hidden_characters: shown.hidden,
      entities: [],
    },
  });
}

function textOf(content: JsonObject): string {
  return contentSchema.parse(content).text;
}
