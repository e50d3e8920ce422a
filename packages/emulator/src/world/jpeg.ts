/*
 * A JPEG writer for made-up pictures (ITU-T T.81, baseline, 4:2:0): each 8 by 8 block has one colour, so that the whole
 * transform is one number a block. Small enough to write for every download, and any viewer opens it.
 */

/** Colour of a block, in values from 0 to 255: [luma, blue chroma, red chroma] at a place from 0 to 1. */
export type Paint = (x: number, y: number) => readonly [number, number, number];

/** A code: its bits as a number, and how many they are. */
type Code = readonly [bits: number, length: number];

/** How one component is written: DC step, DC codes by category, and the code that ends a block. */
interface Coding {
  readonly step: number;
  readonly codes: readonly Code[];
  readonly end: Code;
}

/** [luma, chroma]. */
type Codings = readonly [Coding, Coding];

/** A coding from codes written as bits. */
function coding(step: number, codes: string, end: string): Coding {
  return { step, codes: codes.split(' ').map(codeOf), end: codeOf(end) };
}

function codeOf(bits: string): Code {
  return [Number.parseInt(bits, 2), bits.length];
}

/** Our own tables: one bit for "no change", four for the rest. */
const OWN = coding(16, '0 1000 1001 1010 1011 1100 1101 1110', '0');
const OWN_CODINGS: Codings = [OWN, OWN];

/** The standard's tables (annex K.3) and the steps of the header that stripped thumbnails are completed with. */
const STRIPPED: Codings = [
  coding(40, '00 010 011 100 101 110 1110 11110', '1010'),
  coding(43, '00 01 10 110 1110 11110 111110 1111110', '00'),
];

/** A whole picture. */
export function jpeg(width: number, height: number, paint: Paint): { head: Buffer; scan: Buffer } {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  const head = Buffer.concat([
    segment(0xe0, 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, '', [0, ...Array.from({ length: 64 }, () => OWN.step)]),
    segment(0xc0, '', [8, ...size, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]),
    segment(0xc4, '', [0x00, 1, 0, 0, 7, ...zeros(12), 0, 1, 2, 3, 4, 5, 6, 7]),
    segment(0xc4, '', [0x10, 1, ...zeros(15), 0]),
  ]);
  const start = segment(0xda, '', [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0]);
  return {
    head: Buffer.concat([Buffer.of(0xff, 0xd8), head]),
    scan: Buffer.concat([start, scan(width, height, paint, OWN_CODINGS)]),
  };
}

/** A segment of a JPEG file: marker, length, content. */
export function segment(marker: number, text: string, bytes: Iterable<number> | Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from([...bytes])]);
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** The bytes of a photoStrippedSize (core.telegram.org/api/files): 1, height, width, and a scan without its header. */
export function strippedJpeg(width: number, height: number, paint: Paint): Uint8Array {
  return new Uint8Array([1, height, width, ...scan(width, height, paint, STRIPPED)]);
}

function scan(width: number, height: number, paint: Paint, [luma, chroma]: Codings): Buffer {
  const [across, down] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const bits = new BitWriter();
  const last = [0, 0, 0];
  const block = (component: number, value: number, { step, codes, end }: Coding): void => {
    const level = Math.round(((value - 128) * 8) / step);
    const change = level - (last[component] ?? 0);
    last[component] = level;
    const category = 32 - Math.clz32(Math.abs(change));
    const code = codes[category];
    if (code === undefined) throw new RangeError(`a step of ${change} has no code`);
    bits.write(code);
    if (category > 0) bits.write([change < 0 ? change + (1 << category) - 1 : change, category]);
    bits.write(end);
  };
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      for (let part = 0; part < 4; part++) {
        const x = (column * 2 + (part % 2)) / (across * 2);
        block(0, paint(x, (row * 2 + Math.floor(part / 2)) / (down * 2))[0], luma);
      }
      const [, blue, red] = paint(column / across, row / down);
      block(1, blue, chroma);
      block(2, red, chroma);
    }
  }
  return bits.finish();
}

/** Bits to bytes; a byte of ones is followed by a zero, as it would be a marker otherwise. */
class BitWriter {
  readonly #bytes: number[] = [];
  #value = 0;
  #count = 0;

  write([bits, length]: Code): void {
    this.#value = (this.#value << length) | bits;
    this.#count += length;
    while (this.#count >= 8) {
      this.#count -= 8;
      const byte = (this.#value >> this.#count) & 0xff;
      this.#bytes.push(byte);
      if (byte === 0xff) this.#bytes.push(0);
    }
    this.#value &= (1 << this.#count) - 1;
  }

  /** All bytes, the last one filled up with ones. */
  finish(): Buffer {
    if (this.#count > 0) this.write([0xff >> this.#count, 8 - this.#count]);
    return Buffer.from(this.#bytes);
  }
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
