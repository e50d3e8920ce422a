/*
 * The shape of Telegram Desktop's machine-readable export, as far as it is imported. The outer parts are validated;
 * messages are looked at field by field where they are used, because there may be millions of them.
 */
import { z } from 'zod';
import { ImportError } from './import-error.js';

/** One run of formatted text: {type: "bold", text: …}; plain runs are bare strings. */
export interface ExportedRun {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly href?: unknown;
  readonly user_id?: unknown;
  readonly document_id?: unknown;
  readonly language?: unknown;
  readonly collapsed?: unknown;
}

/** One message: unknown fields until looked at. */
export type ExportedMessage = Readonly<Record<string, unknown>>;

/** The kinds of chat an export tells apart; `private_group` is a basic group. */
const CHAT_TYPES = [
  'saved_messages',
  'replies',
  'verification_codes',
  'personal_chat',
  'bot_chat',
  'private_group',
  'private_supergroup',
  'public_supergroup',
  'private_channel',
  'public_channel',
] as const;

const id = z.union([z.int(), z.string().regex(/^-?\d+$/u)]).transform((value) => BigInt(value));
const text = z.string().nullish();
const messages = z.custom<readonly ExportedMessage[]>(Array.isArray, 'expected a list');

const chat = z.looseObject({ name: text, type: z.enum(CHAT_TYPES), id, messages });
const chatList = z.looseObject({ list: z.array(chat) });

const account = z.looseObject({
  personal_information: z
    .looseObject({ user_id: id, first_name: text, last_name: text, username: text, bio: text })
    .nullish(),
  contacts: z
    .looseObject({
      list: z.array(
        z.looseObject({ user_id: id.nullish(), first_name: text, last_name: text, phone_number: text }),
      ),
    })
    .nullish(),
  profile_pictures: z.array(z.looseObject({})).nullish(),
  chats: chatList.nullish(),
  left_chats: chatList.nullish(),
});

/** One exported chat with its messages as they stand in the file. */
export type ExportedChat = z.infer<typeof chat>;

/** A whole-account export, or a single chat brought into the same form. */
export interface ExportedAccount extends z.infer<typeof account> {
  /** True for the export of one chat, which does not say whose it is. */
  readonly single: boolean;
}

const OUTER = ['personal_information', 'contacts', 'chats', 'left_chats'];

/** Checks the outer shape. `file` is what errors call it. Throws {@link ImportError}. */
export function checkShape(file: string, json: unknown): ExportedAccount {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (isObject && 'messages' in json) {
    return { single: true, chats: { list: [accept(file, chat, json)] } };
  }
  if (isObject && OUTER.some((field) => field in json)) {
    return { single: false, ...accept(file, account, json) };
  }
  throw new ImportError(
    `${file} is JSON of another kind: a Telegram Desktop export has "messages" (one chat) or "chats" (whole account) ` +
      'at its top. Give the path of the result.json that Telegram Desktop wrote.',
  );
}

function accept<T>(file: string, schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new ImportError(
    `${file} is not a Telegram Desktop export this program knows: ${first?.path.join('.')}: ${first?.message}. ` +
      'Update Telegram Desktop, export again, and choose "Machine-readable JSON".',
  );
}
