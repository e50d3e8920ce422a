/** The files of an action: read at the preview, read again at the execution, and shown to whoever approves. */
import { done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { canonicalJson } from '../actions/canonical-json.js';
import { filesOf, type OutgoingFile } from '../files/outgoing-file.js';
import type { OutgoingFiles } from '../files/outgoing-files.js';
import { sourceRecord, sourceShown, type Source } from '../files/source.js';
import type { Detail, Surroundings } from '../gates/spec.js';

const requestSchema = z.object({ content: z.object({ sources: z.array(z.record(z.string(), z.string())) }) });

/**
 * The files as they are now, to be compared with those that were approved. What came from a URL is not fetched again: its
 * copy stands for it where the same URL is asked for. Where another one is, there are no files, which fits no approval.
 */
export async function gatherAgain(
  files: OutgoingFiles,
  sources: readonly Source[],
  asDocument: boolean,
  { proposed, requested }: Pick<Surroundings, 'proposed' | 'requested'>,
): Promise<Outcome<readonly OutgoingFile[]>> {
  const request = requestSchema.safeParse(requested);
  const before = filesOf(proposed);
  const again: Source[] = [];
  for (const [index, source] of sources.entries()) {
    if (source.kind !== 'url') {
      again.push(source);
      continue;
    }
    const asked = request.success ? request.data.content.sources[index] : undefined;
    const file = before[index];
    const isSame = asked !== undefined && canonicalJson(asked) === canonicalJson(sourceRecord(source));
    if (!isSame || file === undefined) return done([]);
    again.push({ kind: 'known', file });
  }
  return files.gather(again, { keep: false, asDocument });
}

/** What a person sees of the files: how they will arrive, what they are by name, size and digest, and where they came from. */
export function fileDetails(files: readonly OutgoingFile[], sources: readonly Source[]): Detail[] {
  return files.flatMap(({ name, size, mime, sha256, kind }, index) => {
    const file = files.length === 1 ? 'File' : `File ${index + 1}`;
    const source = sources[index];
    return [
      { label: `${file}, ${kind} of ${size} bytes`, text: name },
      { label: `${file}, SHA-256 and type`, text: `${sha256} ${mime}` },
      ...(source === undefined ? [] : [{ label: `${file}, from`, text: sourceShown(source) }]),
    ];
  });
}
