/** What an argument names as a file: a path below the file roots, a data: URI, or a URL. */
import { createHash } from 'node:crypto';
import { done, type Outcome } from '@tgmcp/core';
import { readDataUri, type DataUri } from './data-uri.js';
import { fileRefused, tooLarge, urlRefused } from './file-refused.js';
import type { OutgoingFile } from './outgoing-file.js';

/** Where a file comes from. */
export type Source =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL }
  | ({ readonly kind: 'data'; readonly sha256: string } & DataUri)
  /** A copy of what an earlier call fetched. */
  | { readonly kind: 'known'; readonly file: OutgoingFile };

// One letter before the colon is a drive of Windows.
const SCHEME = /^\s*([a-z][a-z0-9+.-]+):/i;

/** Characters of a path or a URL: it is stored and shown, and no file system and few servers take longer ones. */
const MOST_NAME = 4096;

/**
 * Reads an argument without looking anywhere. Refused with FILE_REFUSED, URL_REFUSED, or FILE_TOO_LARGE for a data: URI of
 * more than `maxBytes`.
 */
export function readSource(text: string, maxBytes: number): Outcome<Source> {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'data' && text.length > MOST_NAME) {
    const reason = `it has ${text.length} characters; at most ${MOST_NAME} are taken`;
    return scheme === undefined ? fileRefused(text, reason) : urlRefused(text, reason);
  }
  if (scheme === undefined) {
    return text.trim() === '' ? fileRefused(text, 'it has no name') : done({ kind: 'path', path: text });
  }
  if (scheme === 'data') {
    const data = readDataUri(text.trimStart());
    if (typeof data === 'string') return fileRefused('data:', data);
    if (data.bytes.length === 0) return fileRefused('data:', 'it is empty');
    if (data.bytes.length > maxBytes) return tooLarge(maxBytes, data.bytes.length);
    return done({ kind: 'data', ...data, sha256: createHash('sha256').update(data.bytes).digest('hex') });
  }
  if (!URL.canParse(text)) return urlRefused(text, 'it is no URL');
  const url = new URL(text);
  // No server ever sees it.
  url.hash = '';
  return url.protocol === 'https:' || url.protocol === 'http:'
    ? done({ kind: 'url', url })
    : urlRefused(text, `${url.protocol} is not fetched; give a path, a data: URI or an https: URL`);
}

/** A source as a proposal remembers what was asked for. */
export function sourceRecord(source: Source): Record<string, string> {
  switch (source.kind) {
    case 'path':
      return { path: source.path };
    case 'url':
      return { url: source.url.href };
    case 'known':
      return { known: source.file.sha256 };
    default: {
      const { mime, name, sha256 } = source;
      return { data: sha256, mime, ...(name === undefined ? {} : { name }) };
    }
  }
}

/** The same in words, for the person who approves and for refusals. */
export function sourceShown(source: Source): string {
  if (source.kind === 'path') return source.path;
  if (source.kind === 'url') return source.url.href;
  return source.kind === 'data' ? 'a data: URI' : source.file.name;
}
