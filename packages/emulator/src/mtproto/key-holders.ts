import type { AuthKey } from './auth-keys.js';

/** A connection as far as it matters whose key it carries. */
interface Holder {
  /** Where it comes from. */
  readonly address: string;
}

/** Which connections carry which auth key now; a temporary key stands for the one that it is bound to. */
export class KeyHolders {
  readonly #byKey = new Map<string, Set<Holder>>();
  readonly #keysOf = new Map<Holder, Set<string>>();

  /** Notes that a connection carries a key; false when the key is in use from another address at the same time. */
  add(key: AuthKey, holder: Holder): boolean {
    const { id } = key.permanent ?? key;
    const holders = this.#byKey.get(id) ?? new Set<Holder>();
    this.#byKey.set(id, holders.add(holder));
    this.#keysOf.set(holder, (this.#keysOf.get(holder) ?? new Set<string>()).add(id));
    for (const other of holders) if (other.address !== holder.address) return false;
    return true;
  }

  /** The connection is gone. */
  remove(holder: Holder): void {
    for (const id of this.#keysOf.get(holder) ?? []) {
      const holders = this.#byKey.get(id);
      holders?.delete(holder);
      if (holders?.size === 0) this.#byKey.delete(id);
    }
    this.#keysOf.delete(holder);
  }

  /** How many connections carry a key. */
  count(key: AuthKey): number {
    return this.#byKey.get(key.id)?.size ?? 0;
  }
}
