/**
 * The kinds of values a setting can have. Each builds one row of the settings table: how the text of the variable is
 * read (by env-var), its bounds, and the same bounds in words, so that a refusal can say what is allowed.
 */
import { homedir } from 'node:os';
import envVar from 'env-var';
import { pathProblem } from '../platform/file-names.js';
import { pathRules, type Platform } from '../platform/platform.js';
import { parseProxy } from './proxy.js';

const { asArray, asBool, asEnum, asFloat, asInt } = envVar.accessors;

/** The programs that read settings. */
export type Program = 'read' | 'actions' | 'operator';

/** Folders that relative paths and `<data>` stand for. */
export interface Folders {
  /** Where relative paths begin; never the working directory. */
  readonly project: string;
  readonly data: string;
}

/** What every row says, whatever its kind. */
export interface RowFacts<T> {
  /** One sentence for the person who writes the settings file. */
  readonly about: string;
  readonly servers: readonly Program[];
  /** `accepted`: known, so that an existing settings file keeps working, but without effect in this version. */
  readonly effect?: 'active' | 'accepted';
  /** Never shown: kept out of logs, answers and generated files. */
  readonly secret?: true;
  /** Why a value weakens the write policy; undefined for a safe one. Each reason stops all writing. */
  unsafe?(value: T): string | undefined;
}

/** One environment variable. */
export interface SettingRow<T> extends RowFacts<T> {
  readonly effect: 'active' | 'accepted';
  /** The default as one would write it; `<data>` stands for the data folder. */
  readonly fallback: string;
  /** What a value may be, in words that follow "allowed:". */
  readonly allowed: string;
  /** Reads the value as it is written; throws on one that is not allowed. */
  readonly parse: (written: string, folders: Folders) => T;
}

function row<T>(
  facts: RowFacts<T>,
  rest: Pick<SettingRow<T>, 'fallback' | 'allowed' | 'parse'>,
): SettingRow<T> {
  return { effect: 'active', ...facts, ...rest };
}

/** 1/0/true/false and nothing else: a typing error must not decide a safety question. */
export function flag(facts: RowFacts<boolean> & { fallback: '0' | '1' }): SettingRow<boolean> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: '1, 0, true or false',
    parse: asBool,
  });
}

interface Bounds {
  readonly fallback: string;
  readonly min: number;
  readonly max: number;
}

/** A whole number within bounds, both included. */
export function whole(facts: RowFacts<number> & Bounds): SettingRow<number> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: `whole numbers from ${facts.min} to ${facts.max}`,
    parse: (written) => within(asInt(written), facts),
  });
}

/** A number, fractions allowed, within bounds, both included. */
export function decimal(facts: RowFacts<number> & Bounds): SettingRow<number> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: `numbers from ${facts.min} to ${facts.max}`,
    parse: (written) => within(asFloat(written), facts),
  });
}

function within(value: number, bounds: Bounds): number {
  if (value >= bounds.min && value <= bounds.max) return value;
  throw new RangeError('out of bounds');
}

/** One word of a closed set; an empty default adds the empty word. */
export function choice<const W extends string>(
  facts: RowFacts<W> & { fallback: NoInfer<W>; words: readonly W[] },
): SettingRow<W> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: facts.words.filter((word) => word !== '').join(', '),
    parse: (written) => asEnum(written, facts.words),
  });
}

/** Free text, or text of a stated shape. */
export function text(
  facts: RowFacts<string> & { fallback: string; shape?: { pattern: RegExp; words: string } },
): SettingRow<string> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: facts.shape?.words ?? 'any text',
    parse: (written) => {
      if (facts.shape !== undefined && written !== '' && !facts.shape.pattern.test(written)) {
        throw new TypeError('wrong shape');
      }
      return written;
    },
  });
}

/** The URL of a proxy; stays text, because parts of it may be secret. */
export function proxyUrl(facts: RowFacts<string>): SettingRow<string> {
  return row(facts, {
    fallback: '',
    allowed:
      'socks5://[user:password@]host:port, or the tg://proxy or https://t.me/proxy link of an MTProto proxy',
    parse: (url) => {
      if (url !== '' && parseProxy(url) === undefined) throw new TypeError('no proxy');
      return url;
    },
  });
}

/** Words separated by commas; empty ones are dropped. */
export function list(
  facts: RowFacts<readonly string[]> & { fallback: string },
): SettingRow<readonly string[]> {
  return row<readonly string[]>(facts, {
    fallback: facts.fallback,
    allowed: 'words separated by commas',
    parse: wordsIn,
  });
}

/** Words of a closed set, separated by commas; empty for none. */
export function words<const W extends string>(
  facts: RowFacts<readonly W[]> & { readonly words: readonly W[] },
): SettingRow<readonly W[]> {
  const known = (word: string): W => {
    const found = facts.words.find((one) => one === word);
    if (found === undefined) throw new TypeError('not in the set');
    return found;
  };
  return row<readonly W[]>(facts, {
    fallback: '',
    allowed: `${facts.words.join(', ')}; several separated by commas`,
    parse: (written) => wordsIn(written).map(known),
  });
}

function wordsIn(written: string): string[] {
  return asArray(written)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Chats separated by commas, each as {@link isEntry} takes it. */
export function chats(
  facts: RowFacts<readonly string[]> & { isEntry: (text: string) => boolean },
): SettingRow<readonly string[]> {
  const words = list({ ...facts, fallback: '' });
  return {
    ...words,
    allowed: 'ids, @usernames, t.me links, "me" and folder:NAME, separated by commas',
    parse: (written, folders) => {
      const entries = words.parse(written, folders);
      if (!entries.every(facts.isEntry)) throw new TypeError('no way to name a chat');
      return entries;
    },
  };
}

/** A file or folder; comes out absolute, or empty when unset. */
export function path(facts: RowFacts<string> & { fallback: string }): SettingRow<string> {
  return row(facts, {
    fallback: facts.fallback,
    allowed: 'a path; a relative one begins at the project folder',
    parse: locate,
  });
}

/** Files or folders separated by commas; each comes out absolute. */
export function paths(
  facts: RowFacts<readonly string[]> & { fallback: string },
): SettingRow<readonly string[]> {
  return row<readonly string[]>(facts, {
    fallback: facts.fallback,
    allowed: 'paths on disks of this machine, separated by commas; relative ones begin at the project folder',
    parse: (written, folders) => wordsIn(written).map((one) => locateHere(one, folders)),
  });
}

/** As {@link locate}, and refuses devices and network shares: opening one of those can already hand over who one is. */
export function locateHere(written: string, folders: Folders, platform: Platform = process.platform): string {
  const path = locate(written, folders, platform);
  if (pathProblem(path, platform) !== undefined) throw new TypeError('not on a disk of this machine');
  return path;
}

/** Makes a path absolute: `~/` is the home folder, `<data>` the data folder, anything else begins at the project. */
export function locate(written: string, folders: Folders, platform: Platform = process.platform): string {
  if (written === '') return '';
  if (written.includes('\0')) throw new TypeError('not a path');
  const { isAbsolute, resolve } = pathRules(platform);
  const home = platform === 'win32' ? /^~(?=[\\/]|$)/ : /^~(?=\/|$)/;
  const placed = written.replace(/^<data>/, () => folders.data).replace(home, () => homedir());
  return isAbsolute(placed) ? resolve(placed) : resolve(folders.project, placed);
}
