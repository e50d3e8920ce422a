import { readSource, type Source } from '../../packages/tgmcp-actions/src/files/source.js';

/** The source that an argument names; throws the code of a refusal. */
export function sourceOf(text: string): Source {
  const read = readSource(text, 1_000_000);
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
}
