/** What a bot wrote last, and which of it is a reply. */
import { createHash } from 'node:crypto';
import { done, readHistory, type MessageRecord, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import type { Writer } from '../telegram/writer/writer.js';
import type { Scene } from './came.js';

/** So many of the newest messages are looked at. */
const RECENT = 12;
/** So much of a reply is kept and told. */
const MOST_SAID = 600;
// A token gives whoever has it the whole bot: core.telegram.org/bots/api#authorizing-your-bot.
const BOT_TOKEN = /\b\d{5,16}:[\w-]{8,64}/g;

/** The newest messages of a private chat with a bot, newest first. Reads only. */
export async function recentMessages(writer: Writer, bot: ResolvedPeer): Promise<Outcome<MessageRecord[]>> {
  const portion = await readHistory(writer, bot, { before: 0, after: 0, limit: RECENT });
  return portion.ok ? done(portion.value.items.flatMap(({ record }) => record ?? [])) : portion;
}

/** Those of the messages by which the bot has replied since the scene was set: new ones, and the pressed one if it changed. */
export function repliesIn(
  messages: readonly MessageRecord[],
  bot: ResolvedPeer,
  scene: Scene,
): MessageRecord[] {
  return messages.filter(
    (message) =>
      message.from_id === bot.id &&
      (message.id > scene.after ||
        (message.id === scene.pressed?.id && digestOf(message) !== scene.pressed.before)),
  );
}

/** A name for what a message says and offers now. */
export function digestOf({ text = '', edited = '', buttons = [], media }: MessageRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([text, edited, buttons, media]))
    .digest('hex')
    .slice(0, 32);
}

/** What a reply says, as it is told; a token stays in the chat. */
export function saidBy({ text = '', service = '', media }: MessageRecord): string {
  const words = text === '' ? (service === '' ? `[${media?.kind ?? 'nothing'}]` : service) : text;
  const points = Array.from(words.replaceAll(BOT_TOKEN, '[token]'));
  return points.length > MOST_SAID ? `${points.slice(0, MOST_SAID).join('')}…` : points.join('');
}
