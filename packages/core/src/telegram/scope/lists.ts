/** The ids that the entries of the chat scope stand for: ids at once, names pinned on disk, folders read again and again. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock/clock.js';
import type { Settings } from '../../config/settings.js';
import { done, type Outcome, type Refusal } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { refuseState } from '../../state/refuse-state.js';
import type { DocumentKind, StateStore } from '../../state/store.js';
import { parseScopeEntry, type ScopeEntry } from './entries.js';

/** Every id that a name ever led to; a blocked chat stays blocked when its name moves on. */
const pinSchema = z.strictObject({ entry: z.string(), ids: z.array(z.string()), at: z.number() });
type Pin = z.infer<typeof pinSchema>;
const PINS: DocumentKind<Pin> = { folder: 'scope-pins', version: 1, schema: pinSchema };

const NAMES_LIFE_MS = 24 * 3600 * 1000;
const FOLDERS_LIFE_MS = 600_000;

/** Looks entries up at Telegram; PEER_NOT_FOUND for a name or folder that is not there. */
export interface ScopeLookup {
  username(name: string, signal: AbortSignal | undefined): Promise<Outcome<string>>;
  folder(title: string, signal: AbortSignal | undefined): Promise<Outcome<readonly string[]>>;
}

/** The two lists; `allowed` undefined for every chat. */
export interface ScopeLists {
  readonly allowed: ReadonlySet<string> | undefined;
  readonly blocked: ReadonlySet<string>;
  ready(signal?: AbortSignal): Promise<Outcome<void>>;
}

interface Parts {
  readonly settings: Pick<Settings, 'TG_READ_ALLOWED_CHATS' | 'TG_READ_BLOCKED_CHATS'>;
  readonly store: StateStore;
  readonly clock: Clock;
  /** The id of the account. */
  readonly self: string;
  readonly lookup: ScopeLookup;
  readonly warn: (text: string) => void;
}

/** Makes the lists of an account. Nothing is asked before {@link ScopeLists.ready}. */
export function createScopeLists(parts: Parts): ScopeLists {
  const { settings } = parts;
  const allowed = new ScopeList(parts, 'TG_READ_ALLOWED_CHATS');
  const blocked = new ScopeList(parts, 'TG_READ_BLOCKED_CHATS');
  let turn: Promise<Outcome<void>> | undefined;
  return {
    get allowed() {
      return settings.TG_READ_ALLOWED_CHATS.length === 0 ? undefined : allowed.ids;
    },
    get blocked() {
      return blocked.ids;
    },
    async ready(signal) {
      if (!allowed.isDue && !blocked.isDue) return done(undefined);
      turn ??= both().finally(() => {
        turn = undefined;
      });
      return turn;

      async function both(): Promise<Outcome<void>> {
        try {
          const first = await blocked.resolve(signal);
          return first.ok ? await allowed.resolve(signal) : first;
        } catch (error) {
          return refuseState(error);
        }
      }
    },
  };
}

class ScopeList {
  readonly #parts: Parts;
  readonly #setting: 'TG_READ_ALLOWED_CHATS' | 'TG_READ_BLOCKED_CHATS';
  readonly #entries: readonly ScopeEntry[];
  readonly #found = new Map<ScopeEntry, { readonly ids: readonly string[]; readonly at: number }>();
  ids: ReadonlySet<string> = new Set();

  constructor(parts: Parts, setting: 'TG_READ_ALLOWED_CHATS' | 'TG_READ_BLOCKED_CHATS') {
    this.#parts = parts;
    this.#setting = setting;
    this.#entries = parts.settings[setting].flatMap((text) => parseScopeEntry(text) ?? []);
    this.#gather();
  }

  get isDue(): boolean {
    return this.#entries.some((entry) => this.#isDue(entry));
  }

  #isDue(entry: ScopeEntry): boolean {
    if (entry.by !== 'name' && entry.by !== 'folder') return false;
    const found = this.#found.get(entry);
    const life = entry.by === 'name' ? NAMES_LIFE_MS : FOLDERS_LIFE_MS;
    return found === undefined || this.#parts.clock.monotonic() - found.at >= life;
  }

  /** Looks up what is due. What was known holds on where Telegram does not answer; what was never known stops all reading. */
  async resolve(signal: AbortSignal | undefined): Promise<Outcome<void>> {
    for (const entry of this.#entries.filter((one) => this.#isDue(one))) {
      const looked = await this.#lookUp(entry, signal);
      const known = this.#found.get(entry)?.ids;
      if (!looked.ok && known === undefined) return this.#unknown(entry, looked.refusal);
      const ids = looked.ok ? looked.value : (known ?? []);
      this.#found.set(entry, { ids, at: this.#parts.clock.monotonic() });
    }
    this.#gather();
    return done(undefined);
  }

  #lookUp(entry: ScopeEntry, signal: AbortSignal | undefined): Promise<Outcome<readonly string[]>> {
    if (entry.by === 'folder') return this.#parts.lookup.folder(entry.title, signal);
    return entry.by === 'name' ? this.#pinned(entry.username, signal) : Promise.resolve(done([]));
  }

  /** Whom a name stands for: where it led first, and of a blocked one also where it leads now. */
  async #pinned(username: string, signal: AbortSignal | undefined): Promise<Outcome<readonly string[]>> {
    const { store, clock, lookup, warn } = this.#parts;
    const key = createHash('sha256').update(`${this.#setting} ${username}`).digest('hex');
    const pin = (await store.get(PINS, key))?.value;
    if (pin !== undefined && Math.abs(clock.now() - pin.at) < NAMES_LIFE_MS) return done(pin.ids);
    const today = await lookup.username(username, signal);
    if (!today.ok) return pin === undefined ? today : done(pin.ids);
    const before = pin?.ids ?? [];
    const moved = before.length > 0 && !before.includes(today.value);
    if (moved)
      warn(`${this.#setting}: @${username} leads to ${today.value} now, and no more to ${before[0]}`);
    const isBlocklist = this.#setting === 'TG_READ_BLOCKED_CHATS';
    const ids = before.length === 0 || (moved && isBlocklist) ? [...before, today.value] : before;
    await store.update(PINS, key, () => ({ entry: username, ids, at: clock.now() }));
    return done(ids);
  }

  #unknown(entry: ScopeEntry, refusal: Refusal): Outcome<never> {
    if (refusal.code !== 'PEER_NOT_FOUND') return { ok: false, refusal };
    const written =
      entry.by === 'folder' ? `folder:${entry.title}` : entry.by === 'name' ? `@${entry.username}` : '';
    return refuse('SCOPE_UNRESOLVED', { data: { setting: this.#setting, entry: written } });
  }

  #gather(): void {
    this.ids = new Set(
      this.#entries.flatMap((entry) => {
        if (entry.by === 'id') return [entry.id];
        return entry.by === 'self' ? [this.#parts.self] : (this.#found.get(entry)?.ids ?? []);
      }),
    );
  }
}
