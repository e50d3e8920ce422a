import { z } from 'zod';
import { inlineButtons } from '../world/bots/script-shape.js';

const base = z.enum(['everybody', 'contacts', 'nobody']);

/** A message beside the generated ones: what no line of a talk can say. */
const message = z.strictObject({
  /** Key of the chat, and who writes: key of an account or bot, or a person's name. */
  chat: z.string(),
  from: z.string(),
  minutesAgo: z.int().positive(),
  text: z.string().default(''),
  buttons: inlineButtons.optional(),
  /** Seconds of a voice or video note. */
  voice: z.int().positive().optional(),
  videoNote: z.int().positive().optional(),
  /** The emoji that a sticker of one of the sets stands for. */
  sticker: z.string().optional(),
});

const story = z.strictObject({
  of: z.string(),
  hoursAgo: z.number().positive(),
  caption: z.string().default(''),
  /** Seconds of a video; a photo when absent. */
  video: z.int().positive().optional(),
  to: base.default('everybody'),
  pinned: z.boolean().default(false),
});

/** What a demo world shows besides chats: stickers, stories, privacy, usernames that moved. */
export const moreSchema = z.strictObject({
  stickers: z
    .array(
      z.strictObject({
        id: z.int().positive(),
        title: z.string(),
        name: z.string(),
        emoji: z.array(z.string()),
      }),
    )
    .default([]),
  messages: z.array(message).default([]),
  stories: z.array(story).default([]),
  /** What people keep from others, by name. */
  privacy: z
    .record(
      z.string(),
      z.strictObject({
        status: base.optional(),
        phone: base.optional(),
        chat_invite: base.optional(),
        forwards: base.optional(),
        profile_photo: base.optional(),
        voice_messages: base.optional(),
      }),
    )
    .default({}),
  /** Usernames that somebody gave up and somebody else took. */
  moved: z.array(z.strictObject({ username: z.string(), from: z.string(), to: z.string() })).default([]),
});

/** What a demo world shows besides chats. */
export type More = z.infer<typeof moreSchema>;
