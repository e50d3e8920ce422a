import { BOOL_FALSE, BOOL_TRUE } from '../tl/encode.js';
import { TlWriter } from '../tl/writer.js';

const VERSION = 3;
const DC_VERSION = 2;
const HAS_SELF = 1;

/** A session string of mtcute (format 3): for `importSession`. */
export function mtcuteSession(
  dc: number,
  key: Uint8Array,
  self: { readonly userId: bigint; readonly isBot: boolean },
): string {
  const address = new TlWriter();
  address.raw(Uint8Array.of(DC_VERSION, dc, 0));
  address.string(`127.0.0.${dc}`);
  address.int(443);
  const writer = new TlWriter();
  writer.raw(Uint8Array.of(VERSION));
  writer.int(HAS_SELF);
  writer.bytes(address.finish());
  writer.long(self.userId);
  writer.uint(self.isBot ? BOOL_TRUE : BOOL_FALSE);
  writer.bytes(key);
  return writer.finish().toString('base64url');
}
