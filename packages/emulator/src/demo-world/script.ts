/*
 * Writes the messages of one chat: threads in a shuffled order, each spoken by people of the chat, until there are
 * enough. Which chat comes first does not matter: each has a generator of its own.
 */
import type { WorldReaction } from '../world/model.js';
import { fillThread, parseLine, speakersOf } from './line.js';
import type { Line } from './line.js';
import type { DemoMedia } from './media.js';
import type { Pending } from './pending.js';
import type { Seeded } from './seeded.js';
import type { Staged, Stars } from './stage.js';
import { startingTimes } from './timeline.js';

/** What a chat's messages are made of. */
export interface Material {
  readonly threads: readonly (readonly string[])[];
  readonly closing: readonly string[];
  readonly slots: Readonly<Record<string, readonly string[]>>;
}

/** What all chats share while they are written. */
export interface Desk {
  readonly seeded: Seeded;
  readonly media: DemoMedia;
  readonly stars: Stars;
  readonly now: number;
  /** The newest post of a channel before that date, for forwards. */
  latestPost(channel: string, before: number): Pending | undefined;
}

const RANDOM_REACTIONS = ['👍', '❤', '😁', '🔥', '🎉', '🤔'];

/** Writes a chat's messages, oldest first. */
export function writeChat(desk: Desk, staged: Staged, material: Material): Pending[] {
  const { seeded, now } = desk;
  const { spec, speakers } = staged;
  const fitting = material.threads.filter(
    (thread) => speakersOf(thread).length <= Math.max(1, speakers.length),
  );
  const chosen: (readonly string[])[] = [];
  let deck: (readonly string[])[] = [];
  for (let lines = material.closing.length; lines < spec.count;) {
    if (deck.length === 0) deck = seeded.shuffled(fitting);
    const thread = deck.pop();
    if (thread === undefined) break;
    chosen.push(thread);
    lines += thread.length;
  }
  const starts = startingTimes(chosen.length, spec.days, now, seeded);
  if (material.closing.length > 0) {
    chosen.push(material.closing);
    starts.push(now - 1800);
  }
  const written: Pending[] = [];
  let clock = staged.created;
  for (const [index, thread] of chosen.entries()) {
    clock = Math.max(clock + 60, starts[index] ?? clock);
    const lines = fillThread(thread, material.slots, seeded).map(parseLine);
    for (const message of writeThread(desk, staged, lines, clock)) {
      written.push(message);
      clock = message.date;
    }
  }
  return written;
}

function writeThread(desk: Desk, staged: Staged, lines: readonly Line[], start: number): Pending[] {
  const { seeded } = desk;
  const voices = castVoices(desk, staged, lines);
  const written: Pending[] = [];
  let date = start;
  for (const line of lines) {
    const before = written.at(-1);
    const forwarded = line.media?.kind === 'fwd' ? desk.latestPost(line.media.value, date) : undefined;
    const media = desk.media.of(line, date, seeded);
    const from = voices.get(line.speaker) ?? staged.creator;
    const isPost = staged.spec.kind === 'channel';
    const reactions = reactionsTo(line, staged, date, seeded);
    written.push({
      peer: peerFor(staged, from, desk.stars.main),
      author: from,
      date,
      text: forwarded?.text ?? line.text,
      ...(!isPost && { from }),
      ...(isPost && { views: seeded.between(20, staged.spec.people ?? 100) }),
      ...(media !== undefined && { media }),
      ...(forwarded !== undefined && { forwarded }),
      ...(line.answers && before !== undefined && { replyTo: before }),
      ...(reactions.length > 0 && { reactions }),
      ...(seeded.chance(0.02) && { editDate: date + seeded.between(15, 400) }),
    });
    date += seeded.between(15, 300);
  }
  return written;
}

/** In a private chat a message goes to the end that did not write it. */
function peerFor(staged: Staged, from: bigint, main: bigint): Pending['peer'] {
  if (staged.spec.kind !== 'private') return staged.peer;
  return from === main ? staged.peer : { kind: 'user', id: main };
}

function castVoices(desk: Desk, staged: Staged, lines: readonly Line[]): Map<string, bigint> {
  const { seeded, stars } = desk;
  const { speakers, spec } = staged;
  const letters = [...new Set(lines.map((line) => line.speaker))];
  if (spec.kind === 'channel') return new Map(letters.map((letter) => [letter, staged.creator]));
  const voices = new Map<string, bigint>();
  const main = speakers.includes(stars.main) ? stars.main : undefined;
  if (letters.includes('N') && main !== undefined) voices.set('N', main);
  // An exchange with a bot, or a note to oneself, has fixed roles; otherwise anybody may be anybody.
  const others = seeded.shuffled(speakers.filter((id) => id !== main || !letters.includes('N')));
  const star = seeded.chance(0.35) ? main : seeded.chance(0.15) ? stars.friend : undefined;
  if (star !== undefined && others.includes(star)) {
    others.splice(others.indexOf(star), 1);
    others.splice(seeded.between(0, Math.min(others.length, letters.length - 1)), 0, star);
  }
  for (const letter of letters) if (!voices.has(letter)) voices.set(letter, others.shift() ?? staged.creator);
  return voices;
}

function reactionsTo(line: Line, staged: Staged, date: number, seeded: Seeded): WorldReaction[] {
  const emojis = [...line.reactions];
  if (staged.spec.kind !== 'private' && seeded.chance(0.06)) emojis.push(seeded.pick(RANDOM_REACTIONS));
  const crowd = seeded.shuffled(staged.speakers);
  const found = new Map<string, WorldReaction>();
  for (const emoji of emojis) {
    const people = crowd.splice(0, staged.spec.kind === 'private' ? 1 : seeded.between(1, 4));
    const by = people.map((userId) => ({ userId, date: date + seeded.between(10, 900) }));
    const known = found.get(emoji)?.by ?? [];
    const all = [...known, ...by];
    if (all.length > 0) found.set(emoji, { emoji, count: all.length, by: all });
  }
  return [...found.values()];
}
