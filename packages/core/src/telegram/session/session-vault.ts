/**
 * Where session files are written and read: sealed when a key is configured, and then never plain. Whoever can read a
 * plain one has the account, so it is private or it is not used; none is ever printed.
 */
import { statSync } from 'node:fs';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { readPrivateText, statsOf } from './private-text.js';
import { unprivate, unwritable, writePrivateText } from './private-write.js';
import { sessionContent, type SessionFile, type SessionPurpose } from './session-content.js';
import type { SessionKeys } from './session-keys.js';
import { openText, parseSessionText, plainText, sealedText } from './session-text.js';

/** Reads and writes session files. */
export interface SessionVault {
  /** The session in a file; undefined when there is none. Refused with SESSION_UNSAFE, SESSION_KEY_MISSING. */
  read(file: string, purpose: SessionPurpose): Promise<Outcome<SessionFile | undefined>>;
  /** Writes a file whole or not at all, private from its first byte. Refused with STATE_UNWRITABLE too. */
  write(file: string, purpose: SessionPurpose, content: SessionFile): Promise<Outcome<void>>;
}

/** A vault with the keys of this process. */
export function createSessionVault(keys: SessionKeys): SessionVault {
  async function open(file: string, purpose: SessionPurpose, text: string): Promise<Outcome<SessionFile>> {
    const parsed = parseSessionText(text);
    // Only our own words: a parser's message could repeat the key.
    if (parsed === undefined) return unsafe(file, 'it is damaged or no session file', loginFor(purpose));
    if (parsed.protection === 'none') {
      return keys.seals
        ? unsafe(
            file,
            'it is not encrypted, although TG_SESSION_KEY_PROVIDER is set',
            'tgmcp session encrypt',
          )
        : done(parsed.content);
    }
    if (parsed.text.purpose !== purpose)
      return unsafe(file, `it was made for tgmcp-${parsed.text.purpose}`, loginFor(purpose));
    const key = await keys.forReading(parsed.text.key);
    if (!key.ok) return key;
    const content = openText(parsed.text, key.value.bytes);
    return content === undefined
      ? unsafe(file, 'it was changed after it was written', loginFor(purpose))
      : done(content);
  }

  async function read(file: string, purpose: SessionPurpose): Promise<Outcome<SessionFile | undefined>> {
    const found = readPrivateText(file);
    if (found === undefined) return done(undefined);
    return 'text' in found ? open(file, purpose, found.text) : unprivate(found);
  }

  async function write(file: string, purpose: SessionPurpose, content: SessionFile): Promise<Outcome<void>> {
    // A bug that makes half a session must not cost the whole one that is there.
    const text = await textOf(purpose, sessionContent.parse(content));
    if (!text.ok) return text;
    const written = await writePrivateText(file, text.value);
    if (!written.ok) return written;
    const back = await read(file, purpose);
    if (!back.ok) return back;
    return back.value?.session === content.session ? done(undefined) : unwritable(file, 'short write');
  }

  async function textOf(purpose: SessionPurpose, content: SessionFile): Promise<Outcome<string>> {
    if (!keys.seals) return done(plainText(content));
    const key = await keys.forWriting();
    return key.ok ? done(sealedText(content, purpose, key.value)) : key;
  }

  return { read, write };
}

/** Changes when the file does; undefined when there is none. Costs no more than a look at the folder. */
export function sessionStamp(file: string): string | undefined {
  const found = statsOf(file, statSync);
  return found === undefined
    ? undefined
    : `${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}:${found.mode}`;
}

function loginFor(purpose: SessionPurpose): string {
  return purpose === 'read' ? 'tgmcp login' : 'tgmcp login --profile actions';
}

function unsafe(file: string, reason: string, fix: string): Outcome<never> {
  return refuse('SESSION_UNSAFE', {
    message: `The session file cannot be used: ${reason} (${file}).`,
    data: { file, reason, fix },
  });
}
