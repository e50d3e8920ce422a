import { inlineKeyboard } from '../world/keyboards.js';
import type { InlineButton } from '../world/keyboards.js';
import { makePhoto } from '../world/files.js';
import { makeStickerSet, makeVideo, makeVideoNote, makeVoice } from '../world/media-makers.js';
import type { PrivacyKey, WorldMedia, WorldStickerSet } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Cast } from './cast.js';
import type { More } from './more-shape.js';
import type { Pending } from './pending.js';
import type { Staged, Stars } from './stage.js';

const FIRST_ID = 7_100_000_000_000_000_000n;
const HOUR = 3600;
/** Stories of the demo stay: a world that is loaded a year later still shows them. The end must fit 32 bits. */
const STORY_SECONDS = 10 * 366 * 86_400;

/** Adds to a demo world what its description has besides chats, and returns the messages among it. */
export function addMore(
  world: World,
  more: More,
  scene: {
    readonly cast: Cast;
    readonly staged: readonly Staged[];
    readonly stars: Stars;
    readonly now: number;
  },
): Pending[] {
  const { cast, now } = scene;
  const sets = more.stickers.map(({ id, title, name, emoji }) =>
    world.addStickerSet(makeStickerSet({ id: BigInt(id), title, shortName: name, emoji, date: now })),
  );
  for (const set of sets) world.accounts.get(scene.stars.main)?.stickers.installed.set(set.id, now);
  for (const [name, choices] of Object.entries(more.privacy)) {
    const user = world.users.get(cast.id(name));
    if (user === undefined) continue;
    user.privacy = {};
    for (const [key, base] of Object.entries(choices)) {
      if (base !== undefined) user.privacy[key as PrivacyKey] = { base };
    }
  }
  for (const { username, from, to } of more.moved) {
    world.setUsername({ kind: 'user', id: cast.id(from) }, undefined);
    world.setUsername({ kind: 'user', id: cast.id(to) }, username);
  }
  addStories(world, more, cast, now);
  return more.messages.map((message, index) => pendingOf(message, index, scene, sets));
}

function addStories(world: World, more: More, cast: Cast, now: number): void {
  for (const [index, story] of more.stories.entries()) {
    const date = now - Math.round(story.hoursAgo * HOUR);
    const id = FIRST_ID + 1000n + BigInt(index);
    const media =
      story.video === undefined
        ? makePhoto({ id, date, width: 1080, height: 1920, content: { seed: index + 1, size: 180_000 } })
        : makeVideo({ id, date, duration: story.video, width: 720, height: 1280 });
    world.addStory(
      { kind: 'user', id: cast.id(story.of) },
      {
        media,
        date,
        seconds: STORY_SECONDS,
        caption: story.caption,
        pinned: story.pinned,
        ...(story.to !== 'everybody' && { rule: { base: story.to } }),
      },
    );
  }
}

function pendingOf(
  message: More['messages'][number],
  index: number,
  { cast, staged, stars, now }: { cast: Cast; staged: readonly Staged[]; stars: Stars; now: number },
  sets: readonly WorldStickerSet[],
): Pending {
  const chat = staged.find((one) => one.spec.key === message.chat);
  if (chat === undefined) throw new Error(`there is no chat ${message.chat}`);
  const from = cast.id(message.from);
  const date = now - message.minutesAgo * 60;
  const media = mediaOf(message, FIRST_ID + BigInt(index), date, sets);
  const isIncoming = chat.spec.kind === 'private' && from !== stars.main;
  return {
    peer: isIncoming ? { kind: 'user', id: stars.main } : chat.peer,
    from,
    author: from,
    date,
    text: message.text,
    ...(media !== undefined && { media }),
    ...(message.buttons !== undefined && {
      replyMarkup: inlineKeyboard(message.buttons as InlineButton[][]),
    }),
  };
}

function mediaOf(
  message: More['messages'][number],
  id: bigint,
  date: number,
  sets: readonly WorldStickerSet[],
): WorldMedia | undefined {
  if (message.voice !== undefined) return makeVoice({ id, date, duration: message.voice });
  if (message.videoNote !== undefined) return makeVideoNote({ id, date, duration: message.videoNote });
  if (message.sticker === undefined) return undefined;
  const emoji = message.sticker;
  for (const { documents } of sets) {
    const found = documents.find((document) => document.attributes.some(({ alt }) => alt === emoji));
    if (found !== undefined) return found;
  }
  throw new Error(`no sticker stands for ${emoji}`);
}
