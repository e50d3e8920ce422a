/* What generated messages say: plain small talk that follows from a seed and the message's number. */
import { makeDocument, makePhoto } from '../files.js';
import type { WorldMedia } from '../model.js';
import type { GeneratedContent } from './options.js';

const OPENINGS = ['Morning', 'By the way', 'Good news', 'Hm', 'Listen', 'As promised', 'Late again', 'Look'];
const SUBJECTS = ['the ferry', 'the red kite', 'our lantern', 'the old mill', 'that recipe', 'the choir'];
const VERBS = ['was early', 'is on the hill', 'needs paint', 'went well', 'waits for you', 'made us laugh'];
const ENDINGS = ['see you at noon.', 'bring tea.', 'no hurry.', 'who comes along?', 'I will tell you more.'];
const EMOJIS = ['👍', '❤', '🔥', '🎉'];

/** 32 bits that depend on nothing but the arguments; `salt` names what is drawn. */
export function draw(seed: number, number: number, salt: number): number {
  let mixed = (seed ^ Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function pick(from: readonly string[], chance: number): string {
  return from[chance % from.length] ?? '';
}

/** What message `number` says, with a reaction, a file or an answer now and then. */
export function smallTalk(seed: number, number: number): GeneratedContent {
  const words = draw(seed, number, 1);
  const sentence =
    `${pick(OPENINGS, words)}: ${pick(SUBJECTS, words >>> 4)} ${pick(VERBS, words >>> 8)}, ` +
    `${pick(ENDINGS, words >>> 12)} (${number + 1})`;
  const extra = draw(seed, number, 2);
  const answers = extra % 6 === 0 ? 1 + ((extra >>> 8) % 20) : 0;
  return {
    text: sentence,
    ...(answers > 0 && answers <= number && { answers }),
    ...(extra % 11 === 0 && {
      reactions: [{ emoji: pick(EMOJIS, extra >>> 4), count: 1 + ((extra >>> 8) % 9), by: [] }],
    }),
  };
}

/** The photo or document that goes with every tenth message or so; undefined for the others. */
export function smallMedia(seed: number, number: number, id: bigint, date: number): WorldMedia | undefined {
  const chance = draw(seed, number, 3);
  if (chance % 20 === 0) {
    const content = { seed: chance, size: 20_000 + (chance % 80_000) };
    return makePhoto({ id, date, content, width: 1280, height: 960 });
  }
  if (chance % 20 !== 1) return undefined;
  const content = { seed: chance, size: 1000 + (chance % 50_000) };
  return makeDocument({ id, date, content, mimeType: 'application/pdf', fileName: `page-${number + 1}.pdf` });
}
