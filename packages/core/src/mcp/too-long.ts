/** The answer to a message that was too long to be read. */
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { LineEnds } from './bounded-lines.js';

const ID = String.raw`"id"\s*:\s*(-?\d+|"[^"\\]*")`;
const VERSION = String.raw`"jsonrpc"\s*:\s*"2\.0"`;
const BOTH = `(?:${VERSION}\\s*,\\s*${ID}|${ID}\\s*,\\s*${VERSION})`;
const BEGINNING = new RegExp(`^\\s*\\{\\s*${BOTH}\\s*,`, 'u');
const END = new RegExp(`[^\\\\]${BOTH}\\s*\\}\\s*$`, 'u');

/**
 * The id of a request that was not read, where it stands beside the version of the protocol at one of its ends, as clients
 * write it; otherwise `null`, as JSON-RPC 2.0 has it for an id that cannot be told.
 */
export function idOfUnread({ first, last }: LineEnds): string | number | null {
  const found = BEGINNING.exec(first.toString('utf8')) ?? END.exec(last.toString('utf8'));
  const id = found?.[1] ?? found?.[2];
  return id === undefined ? null : (JSON.parse(id) as string | number);
}

/** The error that answers it, as a line: nothing of the message was done. `mostBytes`: what is read at most. */
export function tooLongAnswer(line: LineEnds, mostBytes: number): string {
  const message = `The message has more than ${mostBytes} bytes and was not read; nothing was done. Send less in one call; name a file by its path.`;
  const error = { code: ErrorCode.InvalidRequest, message };
  return `${JSON.stringify({ jsonrpc: '2.0', id: idOfUnread(line), error })}\n`;
}
