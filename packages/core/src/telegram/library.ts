/**
 * The one place where the client library is loaded: at first use, because loading costs 180 ms, and by `createRequire`,
 * because the package is CommonJS and must stay outside the bundles. Loading it puts the guard and the fixes in place.
 */
import { createRequire } from 'node:module';
import type * as TelegramPackage from 'telegram';

/** The client library, as it is loaded. */
export type Library = typeof TelegramPackage;

const load = createRequire(import.meta.url);
const preparations: (() => void)[] = [];
let loaded: Library | undefined;

/** The client library; loaded at the first call. */
export function telegram(): Library {
  if (loaded === undefined) {
    loaded = withoutWebStorage(() => load('telegram') as Library);
    for (const prepare of preparations.splice(0)) prepare();
  }
  return loaded;
}

/** A module of the library's package, for example `network/MTProtoState.js`. */
export function telegramModule(path: string): unknown {
  telegram();
  return load(`telegram/${path}`);
}

/**
 * A part of the library that nobody uses here looks for the web storage of browsers, and Node.js 25 and newer write a warning
 * to stderr for that. While `work` runs there is none, as in older ones.
 */
function withoutWebStorage<T>(work: () => T): T {
  const storage = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  if (storage?.configurable !== true) return work();
  Reflect.deleteProperty(globalThis, 'localStorage');
  try {
    return work();
  } finally {
    Object.defineProperty(globalThis, 'localStorage', storage);
  }
}

/** Runs `prepare` as soon as the library is loaded and before anybody gets it. */
export function onceLoaded(prepare: () => void): void {
  if (loaded === undefined) preparations.push(prepare);
  else prepare();
}
