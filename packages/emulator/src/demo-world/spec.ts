/*
 * What a demo world is made from: `world.json` (who and which chats) and `talk/*.json` (what is said). The world is
 * generated from these and the seed in them; nothing else goes in.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { botScriptSchema } from '../world/bots/script-shape.js';
import { CODE_WAYS } from '../world/model/logins.js';
import { moreSchema } from './more-shape.js';

const id = z.int().positive();
const person = { key: z.string(), id, first: z.string(), about: z.string().optional() };

const accountSchema = z.strictObject({
  ...person,
  last: z.string().optional(),
  username: z.string().optional(),
  phone: z.string(),
  code: z.string(),
  password: z.string().optional(),
  hint: z.string().optional(),
  /** The rest as in addAccount. */
  dc: z.int().min(1).max(5).optional(),
  codeWays: z.array(z.enum(CODE_WAYS)).min(1).optional(),
  codes: z.partialRecord(z.enum(CODE_WAYS), z.string()).optional(),
  loginEmail: z.string().optional(),
  recoveryEmail: z.string().optional(),
  recoveryCode: z.string().optional(),
});

const chatSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(['supergroup', 'group', 'channel', 'private']),
  title: z.string().default(''),
  username: z.string().optional(),
  about: z.string().optional(),
  /** Where its messages come from: a talk file, a series of posts, or an exchange with a bot. */
  talk: z.string().optional(),
  posts: z.string().optional(),
  exchange: z.string().optional(),
  count: z.int().positive(),
  days: z.int().positive(),
  /** Older messages, made when they are asked for: how many, and over how many days. */
  generated: z.strictObject({ count: z.int().positive(), days: z.int().positive() }).optional(),
  /** How many people of each group belong to it. */
  members: z.record(z.string(), z.int()).default({}),
  /** How many people who belonged to no such chat came by its link in the last weeks, and have said nothing yet. */
  newcomers: z.int().min(0).default(0),
  /** The other end of a private chat: a person's name, or the key of an account or bot. */
  with: z.string().optional(),
  creator: z.string().optional(),
  admin: z.array(z.string()).default([]),
  /** Whether the second account belongs to it, and whether the first one does not. */
  friend: z.boolean().default(false),
  without: z.boolean().default(false),
  slow: z.int().default(0),
  restricted: z.boolean().default(false),
  /** Key of the channel whose discussion group this is. */
  linked: z.string().optional(),
  people: z.int().optional(),
  pin: z.boolean().default(false),
  unread: z.int().default(0),
  pinned: z.int().default(0),
  muted: z.boolean().default(false),
  archived: z.boolean().default(false),
});

const botSchema = z.strictObject({
  ...person,
  username: z.string(),
  /** Descriptions by command, and how it answers. */
  commands: z.record(z.string(), z.string()).default({}),
  script: botScriptSchema.optional(),
  /** Registers bots for whoever asks, instead of following a script. */
  registersBots: z.boolean().default(false),
});

const worldSchema = z.strictObject({
  seed: z.string(),
  now: z.iso.datetime(),
  accounts: z.array(accountSchema).min(1),
  bots: z.array(botSchema),
  people: z.record(z.string(), z.array(z.string())),
  chats: z.array(chatSchema).min(1),
  /** Whether people whom an account has not met come reduced, as on Telegram. */
  minUsers: z.boolean().default(false),
  more: moreSchema.optional(),
});

const slots = z.record(z.string(), z.array(z.string()).min(1));
const talkSchema = z.strictObject({
  slots,
  threads: z.array(z.array(z.string()).min(1)).min(1),
  closing: z.array(z.string()).default([]),
});
const seriesSchema = z.record(
  z.string(),
  z.strictObject({
    slots,
    posts: z.array(z.string()).optional(),
    exchange: z.array(z.string()).optional(),
  }),
);

/** Who and which chats. */
export type WorldSpec = z.infer<typeof worldSchema>;
/** A chat of a demo world, as its file describes it. */
export type ChatSpec = z.infer<typeof chatSchema>;
/** Conversations: each thread a list of lines (see line.ts), slots the words that vary. */
export type Talk = z.infer<typeof talkSchema>;
/** What channels post and bots answer, by name. */
export type Series = z.infer<typeof seriesSchema>;

/** Everything a demo world is made from. */
export interface DemoSpec {
  readonly world: WorldSpec;
  readonly talk: (name: string) => Talk;
  readonly series: Series;
}

/** A demo world description that cannot be used; the message names the file and what is wrong in it. */
export class DemoSpecError extends Error {
  override name = 'DemoSpecError';
}

/** Reads a `world.json`; its talk lies in the folder `talk` beside it. Throws {@link DemoSpecError}. */
export function readDemoSpec(file: string): DemoSpec {
  const world = readJson(file, worldSchema);
  const folder = join(dirname(file), 'talk');
  const known = new Map<string, Talk>();
  const talk = (name: string): Talk => {
    const found = known.get(name) ?? readJson(join(folder, `${name}.json`), talkSchema);
    known.set(name, found);
    return found;
  };
  return { world, talk, series: readJson(join(folder, 'posts.json'), seriesSchema) };
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parse(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DemoSpecError(
    `${file} is no description of a demo world: ${issue?.path.join('.') || 'top'}: ${issue?.message}. ` +
      'See data/README.md; a Telegram Desktop export goes with --import.',
  );
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DemoSpecError(
      `${file} cannot be read (${code}). Give the word demo, or the path of a world.json.`,
      { cause: error },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DemoSpecError(`${file} is not JSON: ${String(error)}`, { cause: error });
  }
}
