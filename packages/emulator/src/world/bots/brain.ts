/* How a bot thinks: something happens to it, and it says what it does, step by step, in world time. */
import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage } from '../model.js';

/** What a bot is told. `user` is who wrote or pressed; `peer` is the chat as the bot sees it. */
export type BotEvent =
  | {
      readonly kind: 'message';
      readonly user: bigint;
      readonly peer: PeerRef;
      readonly message: WorldMessage;
    }
  | {
      readonly kind: 'callback';
      readonly user: bigint;
      readonly peer: PeerRef;
      readonly message: WorldMessage;
      readonly data: string;
    };

/** How a message of a bot looks beyond its text. */
export interface BotText {
  /** A TL ReplyMarkup, see {@link inlineKeyboard} and {@link replyKeyboard}; null takes an inline keyboard away. */
  readonly keyboard?: TlObject | null;
  readonly entities?: readonly TlObject[];
  /** Answer the message that caused it. */
  readonly reply?: boolean;
}

/** What a bot can do about an event. Steps happen at once, one after the other, or after the waits between them. */
export interface BotHands {
  /** The bot itself. */
  readonly id: bigint;
  /** World time in seconds at the event. */
  readonly now: number;
  /** What the bot remembers of this user in this chat; change it freely. */
  readonly memory: Map<string, string>;
  /** Puts a pause, in seconds of world time, before all that follows. */
  readonly wait: (seconds: number) => void;
  /** Writes a message into the chat. */
  readonly send: (text: string, more?: BotText) => void;
  /** Changes the message whose button was pressed, or else the bot's last message in the chat. */
  readonly edit: (text: string, more?: BotText) => void;
  /** Deletes that message. */
  readonly remove: () => void;
  /** Answers a pressed button; the first answer counts, none at all is BOT_RESPONSE_TIMEOUT. */
  readonly answer: (
    message?: string,
    more?: { readonly alert?: boolean; readonly url?: string; readonly cacheSeconds?: number },
  ) => void;
  /** Registers a new bot of this user. Returns undefined when the username is taken. */
  readonly createBot: (name: string, username: string) => bigint | undefined;
}

/** One result of an inline query: an article with the text that is sent when it is chosen. */
export interface InlineResult {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly text: string;
  readonly keyboard?: TlObject;
}

/** How a bot answers. */
export interface BotBrain {
  /** Takes an event. */
  readonly hear: (event: BotEvent, hands: BotHands) => void;
  /** Results of an inline query; absent for a bot that takes none. */
  readonly inline?: (query: string, user: bigint) => readonly InlineResult[];
}
