import { telegramLibrary } from '@tgmcp/core';
import type { Api } from 'telegram';

/** What a message answers, the topic it goes into, whether it makes a sound, and when it is sent. */
export interface PlaceInChat {
  readonly reply_to?: number | undefined;
  readonly topic?: number | undefined;
  readonly silent?: boolean | undefined;
  /** When Telegram is to send it, Unix seconds. */
  readonly schedule?: number | undefined;
}

/** The same as arguments of every request that sends. */
export function placeInChat({ reply_to, topic, silent, schedule }: PlaceInChat): {
  replyTo?: Api.InputReplyToMessage;
  silent?: true;
  scheduleDate?: number;
} {
  const { Api } = telegramLibrary();
  // Into a topic one writes as if in reply to its first message: core.telegram.org/api/forum.
  const replyToMsgId = reply_to ?? topic;
  const thread = reply_to === undefined || topic === undefined ? {} : { topMsgId: topic };
  return {
    ...(replyToMsgId === undefined
      ? {}
      : { replyTo: new Api.InputReplyToMessage({ replyToMsgId, ...thread }) }),
    ...(silent === true ? { silent } : {}),
    ...(schedule === undefined ? {} : { scheduleDate: schedule }),
  };
}
