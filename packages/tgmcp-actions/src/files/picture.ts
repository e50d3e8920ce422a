import type { ReadThrough } from './read-through.js';

// What Telegram takes as a photo: core.telegram.org/bots/api#sendphoto.
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_SIDES = 10_000;
const MOST_RATIO = 20;

/** Whether Telegram takes these bytes as a photo: by what they are, never by a name or a type that somebody gave them. */
export async function isPhoto({ head, size }: Pick<ReadThrough, 'head' | 'size'>): Promise<boolean> {
  if (size > MOST_BYTES) return false;
  const { imageSize } = await import('image-size');
  try {
    const { type, width, height } = imageSize(head);
    const [long, short] = [Math.max(width, height), Math.min(width, height)];
    return (
      (type === 'jpg' || type === 'png') &&
      short > 0 &&
      long + short <= MOST_SIDES &&
      long / short <= MOST_RATIO
    );
  } catch {
    // The library's way to say that this is no picture.
    return false;
  }
}
