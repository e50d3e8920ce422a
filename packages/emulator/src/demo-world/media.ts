import { makeDocument, makePhoto } from '../world/files.js';
import { makeVoice } from '../world/media-makers.js';
import type { WorldMedia } from '../world/model.js';
import type { Line } from './line.js';
import type { Seeded } from './seeded.js';

const FIRST_ID = 7_000_000_000_000_000_000n;
const SHAPES = [
  [1280, 960],
  [960, 1280],
  [1080, 1080],
] as const;
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  json: 'application/json',
  csv: 'text/csv',
  md: 'text/markdown',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Makes the photos, files and voice notes of the demo world; their bytes are generated when asked for. */
export class DemoMedia {
  #made = 0;

  /** The media of a line; undefined for plain text and for forwards. */
  of(line: Line, date: number, seeded: Seeded): WorldMedia | undefined {
    if (line.media === undefined || line.media.kind === 'fwd') return undefined;
    this.#made += 1;
    const common = { id: FIRST_ID + BigInt(this.#made), date };
    if (line.media.kind === 'photo') {
      const [width, height] = seeded.pick(SHAPES);
      return makePhoto({ ...common, width, height, content: this.#bytes(seeded.between(60, 200)) });
    }
    if (line.media.kind === 'voice') {
      const duration = Number(line.media.value) || 5;
      return makeVoice({ ...common, duration, content: this.#bytes(duration * 2) });
    }
    const name = line.media.value;
    const mimeType = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return makeDocument({ ...common, mimeType, fileName: name, content: this.#bytes(seeded.between(8, 90)) });
  }

  #bytes(kibibytes: number): { seed: number; size: number } {
    return { seed: this.#made, size: kibibytes * 1024 };
  }
}
