/** What an agent has heard, by the names under which it was told: what one answer calls `batch_id` fits another call. */

/** How much is kept under one name; the newest. */
const MOST = 40;

/** Names of arguments that hold a user or chat, under whatever name the answer had it. */
const PEER = /(^|_)(group|user|chat|channel|target|bot|peer)s?($|_)|^(from|to)$/;

export class Memory {
  readonly #heard = new Map<string, unknown[]>();

  /** Keeps one value. */
  remember(name: string, value: unknown): void {
    const known = this.#heard.get(name) ?? [];
    known.push(value);
    if (known.length > MOST) known.shift();
    this.#heard.set(name, known);
  }

  /** Keeps every value of an answer, under the name of its field; those in lists under the name of the list. */
  listen(answer: unknown, name = ''): void {
    if (Array.isArray(answer)) {
      for (const one of answer.slice(0, 20)) this.listen(one, name);
    } else if (typeof answer === 'object' && answer !== null) {
      for (const [key, value] of Object.entries(answer)) this.listen(value, key);
    } else if (name !== '') {
      this.remember(singular(name), answer);
    }
  }

  /** What could stand in an argument of this name, an empty list where nothing is known. */
  of(name: string): readonly unknown[] {
    const own = this.#heard.get(singular(name)) ?? [];
    return own.length === 0 && PEER.test(name) ? (this.#heard.get('peer') ?? []) : own;
  }
}

/** `message_ids` holds what `message_id` does. */
function singular(name: string): string {
  return name.replace(/s$/, '');
}
