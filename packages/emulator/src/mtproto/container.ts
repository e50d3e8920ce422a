import { TlError } from '../tl/error.js';
import { TlReader } from '../tl/reader.js';

/** One message of a container. */
export interface InnerMessage {
  readonly messageId: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

/** The real service takes no more messages in one container. */
const MAX_INNER = 1020;

/** The messages inside msg_container; a string says what is wrong with it. */
export function splitContainer(body: Buffer): InnerMessage[] | string {
  try {
    const reader = new TlReader(body);
    reader.uint();
    const count = reader.int();
    if (count < 1 || count > MAX_INNER) return `${count} messages inside`;
    const messages: InnerMessage[] = [];
    for (let index = 0; index < count; index += 1) {
      const messageId = reader.long();
      const sequence = reader.int();
      messages.push({ messageId, sequence, body: reader.view(reader.int()) });
    }
    return reader.remaining === 0 ? messages : `${reader.remaining} bytes after the last message`;
  } catch (error) {
    if (error instanceof TlError) return error.message;
    throw error;
  }
}
